//! Loopback names and IP literals in other forms.

use super::{ATTACKER, Group, Kind, Mutant, Mutation};
use crate::protocol::RedirectUri;

const fn loopback(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Loopback, id, reveals, source, forms).needing(Kind::Loopback)
}

fn hosts<const N: usize>(original: &Mutant, hosts: [&str; N]) -> Vec<Mutant> {
    hosts.map(|host| original.host(|_| host.to_owned())).into()
}

pub(super) const ALL: &[Mutation] = &[
    loopback("lb-port-any", "nothing: any port has to work", "RFC 8252 section 7.3", |original| {
        ["49152", "1", "65535"].map(|port| original.port(Some(port))).into()
    }),
    loopback(
        "lb-port-any-localhost",
        "the exception for loopback extended to the name localhost",
        "RFC 8252 section 8.3",
        |original| ["49152", "1"].map(|port| original.port(Some(port))).into(),
    )
    .needing(Kind::Localhost),
    loopback(
        "lb-port-only-once",
        "a port that is dropped on one side only",
        "go-gitea/gitea, models/auth/oauth2.go",
        |original| vec![original.port(None), original.port(Some("49152"))],
    )
    .needing(Kind::LoopbackPort),
    loopback(
        "lb-scheme-https",
        "a scheme that is not compared on loopback",
        "RFC 8252 section 7.3",
        |original| vec![original.scheme("https").port(Some("1")), original.scheme("https")],
    ),
    loopback("lb-host-swap", "one class for all loopback names", "RFC 8252 section 8.3", |original| {
        let mut forms = hosts(original, ["localhost", "[::1]", "127.0.0.1"]);
        forms.extend(hosts(original, ["localhost", "[::1]"]).iter().map(|mutant| mutant.port(Some("5"))));
        forms
    }),
    loopback("lb-127-8", "the whole network 127.0.0.0/8", "RFC 1122 section 3.2.1.3", |original| {
        hosts(original, ["127.0.0.2", "127.1.2.3"])
    }),
    loopback("lb-path", "a loopback branch that compares no path", "CVE-2020-15233", |original| {
        vec![
            original.path(|path| format!("{path}2")),
            original.port(Some("5")).path(|path| format!("{path}2")),
        ]
    }),
    loopback("lb-query", "a loopback branch that compares no query", "CVE-2020-15233", |original| {
        vec![original.query_added("x=y"), original.port(Some("5")).query_added("x=y")]
    }),
    loopback(
        "lb-userinfo",
        "a loopback branch that drops the userinfo",
        "RFC 8252 section 7.3",
        |original| vec![original.userinfo("x"), original.userinfo("x").port(Some("5"))],
    ),
    loopback("lb-port-userinfo", "a port stripped from the text", "CVE-2024-8883", |original| {
        let tails = ["1", "", "1:1", "49152"].map(|port| format!(":{port}@{ATTACKER}"));
        let hosts = [original.uri.host(), "localhost", "[::1]"];
        let authorities =
            hosts.into_iter().flat_map(|host| tails.iter().map(move |tail| host.to_owned() + tail.as_str()));
        authorities.map(|authority| original.port(None).host(|_| authority)).collect()
    }),
    loopback("lb-port-junk", "a port that is not read as a number", "RFC 3986 section 3.2.3", |original| {
        ["0", "65536", "99999", "-1", "+80", "8o80", "\u{ff18}\u{ff10}", "080", ""]
            .map(|port| original.port(Some(port)))
            .into()
    }),
    loopback("lb-regex-dot", "a loopback pattern with bare dots", "ory/fosite issue 750", |original| {
        hosts(original, ["127-0-0-1", "127a0b0c1"])
    }),
    loopback("lb-ip-decimal", "a browser's IPv4 parser", "WHATWG URL Standard, IPv4 parser", |original| {
        hosts(original, ["2130706433"])
    }),
    loopback("lb-ip-hex", "a browser's IPv4 parser", "WHATWG URL Standard, IPv4 parser", |original| {
        hosts(original, ["0x7f.1", "0x7f000001"])
    }),
    loopback("lb-ip-octal", "a browser's IPv4 parser", "WHATWG URL Standard, IPv4 parser", |original| {
        hosts(original, ["0177.0.0.1"])
    }),
    loopback("lb-ip-short", "a browser's IPv4 parser", "WHATWG URL Standard, IPv4 parser", |original| {
        hosts(original, ["127.1", "127.0.0.1."])
    }),
    loopback(
        "lb-ip-overflow",
        "an address that wraps around",
        "WHATWG URL Standard, IPv4 parser",
        |original| hosts(original, ["0x17f000001", "45080379393", "256.0.0.1"]),
    ),
    loopback("lb-ip-leading-zero", "octal read as decimal", "CVE-2021-29921", |original| {
        hosts(original, ["127.0.0.01", "010.0.0.1"])
    }),
    loopback(
        "lb-ip-unicode-digits",
        "compatibility digits mapped to ASCII",
        "UTS #46 section 4",
        |original| hosts(original, ["\u{2460}\u{2461}\u{2466}.0.0.1", "\u{ff11}\u{ff12}\u{ff17}.0.0.1"]),
    ),
    loopback("lb-v6-forms", "IPv6 literals normalised", "RFC 5952 section 4", |original| {
        hosts(
            original,
            [
                "[0:0:0:0:0:0:0:1]",
                "[0000::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::1%25lo]",
                "[::]",
                "[v1.x]",
            ],
        )
    })
    .needing(Kind::LoopbackSix),
    loopback("lb-v6-trailing", "text after the bracket ignored", "RFC 3986 section 3.2.2", |original| {
        vec![original.host(|_| format!("[::1]{ATTACKER}"))]
    })
    .needing(Kind::LoopbackSix),
    loopback(
        "lb-zero-any",
        "the unspecified address taken for loopback",
        "RFC 1122 section 3.2.1.3",
        |original| hosts(original, ["0.0.0.0", "0", "[::]"]),
    ),
    loopback(
        "lb-localhost-variants",
        "every name that ends like localhost",
        "RFC 6761 section 6.3",
        |original| hosts(original, ["localhost.", "LOCALHOST", "localhost.localdomain", "app.localhost"]),
    ),
    loopback(
        "lb-for-nonloopback",
        "loopback accepted without registration",
        "RFC 8252 section 8.3",
        |original| {
            let registered = &original.registered;
            if registered.uri.is_loopback() || registered.others.iter().any(RedirectUri::is_loopback) {
                return Vec::new();
            }
            ["http://127.0.0.1/callback", "http://localhost:1/"].map(|text| original.replaced(text)).into()
        },
    )
    .needing(Kind::Any),
];
