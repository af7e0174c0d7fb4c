//! Ports of hosts that are not loopback.

use super::{ATTACKER, Group, Kind, Mutant, Mutation};

const fn port(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Port, id, reveals, source, forms)
}

/// The default port of the registered scheme, and of the other web scheme.
fn defaults(original: &Mutant) -> (&'static str, &'static str) {
    if original.registered.uri.as_str().starts_with("http:") { ("80", "443") } else { ("443", "80") }
}

/// The registered port.
fn registered(original: &Mutant) -> Option<String> {
    original.registered.uri.parts().authority.and_then(|authority| authority.port)
}

/// Other ports, off loopback.
fn others<const N: usize>(original: &Mutant, ports: [&str; N]) -> Vec<Mutant> {
    if original.registered.uri.is_loopback() {
        return Vec::new();
    }
    ports.map(|port| original.port(Some(port))).into()
}

/// Ports that mean the default one, where it is registered, said or unsaid.
fn same<const N: usize>(original: &Mutant, ports: [String; N]) -> Vec<Mutant> {
    let default = defaults(original).0;
    let is_default = registered(original).is_none_or(|port| port == default);
    if original.registered.uri.is_loopback() || !is_default {
        return Vec::new();
    }
    ports.map(|port| original.port(Some(&port))).into()
}

pub(super) const ALL: &[Mutation] = &[
    port(
        "port-default-explicit",
        "the scheme's default port counted as none",
        "RFC 3986 section 6.2.3",
        |original| match registered(original) {
            Some(port) if port == defaults(original).0 => vec![original.port(None)],
            _ => same(original, [defaults(original).0.to_owned()]),
        },
    ),
    port("port-empty", "an empty port counted as none", "RFC 3986 section 6.2.3", |original| {
        same(original, [String::new()])
    }),
    port("port-other", "a port that is not compared", "RFC 9700 section 4.1.3", |original| {
        others(original, ["8443", "444", "8444"])
    }),
    port("port-removed", "a port that is not compared", "RFC 9700 section 4.1.3", |original| {
        vec![original.port(None)]
    })
    .needing(Kind::Port),
    port(
        "port-wrong-default",
        "a default port stripped whatever the scheme",
        "RFC 3986 section 6.2.3",
        |original| {
            let (default, other) = defaults(original);
            let swapped = if default == "443" { "http" } else { "https" };
            let mut forms = others(original, [other]);
            forms.extend(others(original, [default]).iter().map(|mutant| mutant.scheme(swapped)));
            forms
        },
    ),
    port("port-leading-zero", "a port compared as a number", "RFC 3986 section 3.2.3", |original| {
        same(original, [format!("0{}", defaults(original).0)])
    }),
    port("port-overflow", "a port number that wraps around", "RFC 3986 section 3.2.3", |original| {
        others(original, ["65979", "4294967739"])
    }),
    port(
        "port-wildcard-literal",
        "a wildcard or its placeholder accepted as a value",
        "RFC 9700 section 4.1.3",
        |original| others(original, ["*", "99999"]),
    ),
    port(
        "port-userinfo-confusion",
        "a port that ends where the text says, not where the host does",
        "CVE-2024-8883",
        |original| {
            let port = registered(original).unwrap_or_default();
            [format!("{port}@"), format!("{port}:@"), format!("{port}\\@")]
                .map(|port| original.port(Some(&(port + ATTACKER))))
                .into()
        },
    )
    .needing(Kind::Port),
];
