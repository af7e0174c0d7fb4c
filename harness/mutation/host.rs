//! The host's text.

use super::{ATTACKER, Group, Kind, Mutant, Mutation, after_first, escaped};

const fn host(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Host, id, reveals, source, forms)
}

fn hosts<const N: usize>(original: &Mutant, forms: [fn(&str) -> String; N]) -> Vec<Mutant> {
    forms.map(|form| original.host(form)).into()
}

/// What stands behind the asterisk of a registered host, and its dot.
fn parent(original: &Mutant) -> String {
    let host = original.uri.host();
    host.split_once("*.").map_or(host, |(_, parent)| parent).to_owned()
}

fn is_name(original: &Mutant) -> bool {
    original.uri.host().contains(|c: char| c.is_ascii_alphabetic())
}

pub(super) const ALL: &[Mutation] = &[
    host("host-case", "a host compared in any case", "RFC 3986 section 6.2.2.1", |original| {
        vec![original.host(str::to_uppercase)]
    }),
    host("host-trailing-dot", "the root label's dot stripped", "RFC 1034 section 3.1", |original| {
        hosts(original, [|host| format!("{host}.")])
    }),
    host("host-subdomain", "subdomains admitted", "RFC 9700 section 4.1.1", |original| {
        hosts(original, [|host| format!("x.{host}"), |host| format!("x.y.{host}")])
    }),
    host(
        "host-parent",
        "a comparison of host suffixes the wrong way round",
        "RFC 9700 section 4.1.3",
        |original| {
            if !is_name(original) {
                return Vec::new();
            }
            hosts(original, [|host| host.split_once('.').map_or(host, |(_, parent)| parent).to_owned()])
        },
    ),
    host("host-sibling-sub", "a wildcard for the first label", "RFC 9700 section 4.1.3", |original| {
        if !is_name(original) {
            return Vec::new();
        }
        hosts(
            original,
            [|host| host.split_once('.').map_or(host.to_owned(), |(_, parent)| format!("other.{parent}"))],
        )
    }),
    host(
        "host-suffix-noboundary",
        "a comparison of host suffixes without a dot",
        "CVE-2019-3778",
        |original| {
            hosts(
                original,
                [|host| format!("x{host}"), |host| format!("evil{host}"), |host| format!("evil-{host}")],
            )
        },
    ),
    host("host-prefix-extended", "a comparison of origin prefixes", "RFC 9700 section 4.1.3", |original| {
        hosts(original, [|host| format!("{host}.{ATTACKER}")])
    }),
    host("host-tld-extended", "a comparison of origin prefixes", "RFC 9700 section 4.1.3", |original| {
        hosts(original, [|host| format!("{host}X"), |host| format!("{host}.test")])
    }),
    host("host-localhost-prefix", "a search for a magic word", "RFC 8252 section 8.3", |original| {
        vec![original.replaced(format!("http://localhost.{ATTACKER}/"))]
    }),
    host("host-localhost-suffix", "a magic word as suffix", "RFC 6761 section 6.3", |original| {
        ["http://evil-localhost/", "http://evil.localhost/"].map(|text| original.replaced(text)).into()
    }),
    host("host-regex-dot", "a registered value used as a pattern", "CVE-2024-52289", |original| {
        if !is_name(original) {
            return Vec::new();
        }
        hosts(original, [|host| host.replacen('.', "X", 1), |host| host.replacen('.', "-", 1)])
    }),
    host("host-regex-meta", "a registered value used as a pattern or a glob", "CVE-2024-52289", |original| {
        let uri = original.uri.to_string();
        let Some((before, after)) = uri.split_once('?') else { return Vec::new() };
        let shorter = before.char_indices().next_back().map_or("", |(at, _)| &before[..at]);
        [format!("{before}{after}"), format!("{shorter}{after}"), format!("{before}x{after}")]
            .map(|text| original.replaced(text))
            .into()
    })
    .needing(Kind::Query),
    host("host-wildcard-literal", "a pattern accepted as a value", "RFC 9700 section 4.1.3", |original| {
        vec![
            original.host(|host| {
                host.split_once('.').map_or("*".to_owned(), |(_, parent)| format!("*.{parent}"))
            }),
            original.replaced("*"),
            original.host(|_| "*".to_owned()),
        ]
    }),
    host(
        "host-wildcard-shallow",
        "a wildcard label that may be missing or empty",
        "RFC 9700 section 4.1.1",
        |original| {
            let parent = parent(original);
            [parent.clone(), format!(".{parent}")].map(|text| original.host(|_| text)).into()
        },
    )
    .needing(Kind::WildHost),
    host(
        "host-wildcard-deep",
        "a wildcard label that stands for several",
        "RFC 9700 section 4.1.1",
        |original| {
            let parent = parent(original);
            ["a.b", "a.b.c"].map(|labels| original.host(|_| format!("{labels}.{parent}"))).into()
        },
    )
    .needing(Kind::WildHost),
    host(
        "host-wildcard-query",
        "a pattern applied to the text, not to the host",
        "cloudfoundry/uaa 38a0b770",
        |original| {
            let parent = parent(original);
            let path = &original.uri.path;
            ["?", "#", "/", "\\"]
                .map(|end| original.replaced(format!("https://{ATTACKER}{end}.{parent}{path}")))
                .into()
        },
    )
    .needing(Kind::WildHost),
    host("host-percent", "a host that is percent-decoded", "RFC 3986 section 3.2.2", |original| {
        hosts(
            original,
            [
                |host| host.replacen('.', "%2e", 1),
                |host| {
                    let (first, rest) = after_first(host);
                    escaped(first) + rest
                },
            ],
        )
    }),
    host(
        "host-percent-junk",
        "a tolerant parser with a comparison of suffixes",
        "CVE-2019-3778",
        |original| hosts(original, [|host| format!("%{host}")]),
    ),
    host(
        "host-underscore-hyphen",
        "a parser that finds no host and skips its checks",
        "RFC 952",
        |original| {
            hosts(
                original,
                [
                    |host| host.replacen('.', "_.", 1),
                    |host| format!("-{host}"),
                    |host| host.replacen('.', "..", 1),
                ],
            )
        },
    ),
    host("host-empty", "an empty host let through", "RFC 3986 section 3.2.2", |original| {
        vec![original.host(|_| String::new()), original.host(|_| String::new()).port(Some("443"))]
    }),
    host("host-null-byte", "a string that ends at NUL", "RFC 3986 section 7.3", |original| {
        hosts(original, [|host| format!("{host}%00.{ATTACKER}"), |host| format!("{host}\0.{ATTACKER}")])
    }),
    host("host-zero-width", "ignorable characters dropped", "UTS #46 section 4", |original| {
        ["\u{ad}", "\u{200b}", "\u{2060}"]
            .map(|ignorable| {
                original.host(|host| {
                    let (first, rest) = after_first(host);
                    format!("{first}{ignorable}{rest}")
                })
            })
            .into()
    }),
    host(
        "host-safari-chars",
        "a pattern that lets odd characters into a host",
        "PortSwigger URL validation bypass cheat sheet",
        |original| {
            "$,;!'(){}*&+=~"
                .chars()
                .map(|odd| original.host(|host| format!("{host}.{odd}.{ATTACKER}")))
                .collect()
        },
    ),
];
