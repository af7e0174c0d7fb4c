//! Length: limits, truncation and patterns that take for ever.

use super::{Group, Mutant, Mutation, Place};

const fn length(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Length, id, reveals, source, forms).disruptive()
}

/// A path, a query, a userinfo and a label of that many characters more.
fn longer(original: &Mutant, by: usize) -> Vec<Mutant> {
    let filler = "a".repeat(by);
    vec![
        original.path(|path| format!("{path}/{filler}")),
        original.query_added(&format!("x={filler}")),
        original.userinfo(&filler),
        original.host(|host| format!("{filler}.{host}")),
    ]
}

/// The same by POST: no URL library takes a query of that size.
fn longer_by_post(original: &Mutant, by: usize) -> Vec<Mutant> {
    longer(original, by).iter().map(|mutant| mutant.placed(Place::Form)).collect()
}

pub(super) const ALL: &[Mutation] = &[
    length("len-2k", "a limit on the length", "RFC 9110 section 4.1", |original| longer(original, 2048)),
    length("len-8k", "a limit on the length", "RFC 9110 section 4.1", |original| longer(original, 8192)),
    length("len-64k", "a limit on the length", "RFC 9110 section 15.5.14", |original| {
        longer_by_post(original, 1 << 16)
    }),
    length("len-1M", "a limit on the length", "RFC 9110 section 15.5.14", |original| {
        longer_by_post(original, 1 << 20)
    }),
    length("len-label-64", "a label longer than DNS allows", "RFC 1035 section 2.3.4", |original| {
        vec![original.host(|host| format!("{}.{host}", "a".repeat(64)))]
    }),
    length("len-host-254", "a name longer than DNS allows", "RFC 1035 section 2.3.4", |original| {
        vec![original.host(|host| format!("{}{host}", "abcdefg.".repeat(32)))]
    }),
    length("len-truncate-column", "a stored value that is cut", "RFC 3986 section 6.2.1", |original| {
        [255, 256, 512, 1024, 2048]
            .map(|column| original.text(|text| format!("{text}{}", "a".repeat(column))))
            .into()
    }),
    length("ipv6-redos", "a pattern that backtracks", "CVE-2022-36087", |original| {
        vec![original.replaced(format!("http://[{}]/path", ":".repeat(64)))]
    }),
    length(
        "regex-backtracking",
        "a pattern that tries every way to split what it cannot match",
        "OWASP, Regular expression Denial of Service",
        |original| {
            let many = |piece: &str| piece.repeat(32) + "!";
            vec![
                original.path(|path| path.to_owned() + "/" + many("a").as_str()),
                original.path(|path| path.to_owned() + many("/a").as_str()),
                original.path(|path| path.to_owned() + many("%2e").as_str()),
                original.host(|host| many("a.") + host),
                original.query_added(&many("a=a&")),
            ]
        },
    ),
];
