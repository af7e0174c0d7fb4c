//! Userinfo and `@`: which host a reader takes for the host.

use super::{ATTACKER, Group, Mutant, Mutation};

const fn userinfo(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Userinfo, id, reveals, source, forms)
}

/// The original with its authority written anew by each of `forms`, from its host.
fn authority<const N: usize>(original: &Mutant, forms: [fn(&str) -> String; N]) -> Vec<Mutant> {
    if original.uri.authority.is_none() {
        return Vec::new();
    }
    let scheme = original.uri.scheme.clone().unwrap_or_default();
    let path = &original.uri.path;
    let query = original.uri.query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
    forms
        .map(|form| original.replaced(format!("{scheme}://{}{path}{query}", form(original.uri.host()))))
        .into()
}

pub(super) const ALL: &[Mutation] = &[
    userinfo("ui-added", "a userinfo that is not compared", "RFC 3986 section 7.5", |original| {
        ["user", ":", ""].map(|userinfo| original.userinfo(userinfo)).into()
    }),
    userinfo("ui-host-as-user", "a comparison of string prefixes", "RFC 3986 section 7.6", |original| {
        authority(original, [|host| format!("{host}@{ATTACKER}")])
    }),
    userinfo("ui-host-port-as-user", "a port stripped from the text", "CVE-2024-8883", |original| {
        let mut forms = authority(
            original,
            [
                |host| format!("{host}:443@{ATTACKER}"),
                |host| format!("{host}:80@{ATTACKER}"),
                |host| format!("{host}:@{ATTACKER}"),
            ],
        );
        forms.push(original.replaced(format!("http://localhost:80@{ATTACKER}/")));
        forms
    }),
    userinfo(
        "ui-path-encoded-user",
        "a match on the decoded value, a redirect to the raw one",
        "CVE-2023-6291",
        |original| {
            let mut forms = authority(
                original,
                [
                    |host| format!("{host}%2F@{ATTACKER}"),
                    |host| format!("{}%2fcallback%2f:y@{ATTACKER}", host.replace('.', "%2e")),
                ],
            );
            let text = original.uri.to_string();
            if let Some((scheme, rest)) = text.split_once("://") {
                let lead = rest.split(['*', '?']).next().unwrap_or_default().replace('/', "%2F");
                forms.push(original.replaced(format!("{scheme}://{lead}@{ATTACKER}")));
            }
            forms
        },
    ),
    userinfo(
        "ui-double-at",
        "a parser that finds neither host nor userinfo",
        "RFC 3986 section 3.2",
        |original| {
            authority(original, [|_| format!("a@b@{ATTACKER}"), |host| format!("{host}:x@y@{ATTACKER}")])
        },
    ),
    userinfo(
        "ui-backslash-at",
        "a parser for which a backslash ends no host",
        "WHATWG URL Standard, authority state",
        |original| authority(original, [|host| format!("{ATTACKER}\\@{host}")]),
    ),
    userinfo(
        "ui-backslash-at-rev",
        "a browser's parser in the comparison",
        "WHATWG URL Standard, authority state",
        |original| authority(original, [|host| format!("{host}\\@{ATTACKER}")]),
    ),
    userinfo("ui-hash-at", "a host taken from behind the last @", "RFC 3986 section 3.2", |original| {
        authority(original, [|host| format!("{ATTACKER}#@{host}")])
    }),
    userinfo("ui-qmark-at", "a host taken from behind the last @", "RFC 3986 section 3.2", |original| {
        authority(original, [|host| format!("{ATTACKER}?@{host}")])
    }),
    userinfo("ui-semicolon-at", "a host found by a pattern", "RFC 3986 section 3.2.1", |original| {
        authority(original, [|host| format!("{host};@{ATTACKER}")])
    }),
    userinfo("ui-amp-at", "a host found by a pattern", "RFC 3986 section 3.2.1", |original| {
        authority(original, [|host| format!("{host}&x@{ATTACKER}")])
    }),
    userinfo("ui-space-at", "a sloppy parser", "RFC 3986 section 3.2", |original| {
        authority(original, [|host| format!("foo@{ATTACKER} @{host}")])
    }),
    userinfo("ui-bracket-at", "a parser misled by an open bracket", "CVE-2024-22243", |original| {
        authority(original, [|host| format!("{host}[@{ATTACKER}")])
    }),
    userinfo(
        "ui-crlf-at",
        "a parser misled by an escaped line break",
        "RFC 3986 section 3.2.1",
        |original| authority(original, [|host| format!("{ATTACKER}%0d%0a@{host}")]),
    ),
];
