//! Paths that are longer, shorter or other than the registered one.

use super::{ATTACKER, Group, Kind, Mutant, Mutation};

const fn path(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Path, id, reveals, source, forms)
}

pub(super) const ALL: &[Mutation] = &[
    path("path-extra-segment", "a comparison of path prefixes", "RFC 9700 section 4.1.3", |original| {
        vec![original.path(|path| format!("{}/x", path.trim_end_matches('/')))]
    }),
    path(
        "path-suffix-noboundary",
        "a comparison of raw string prefixes",
        "RFC 9700 section 4.1.3",
        |original| {
            vec![original.path(|path| format!("{path}x")), original.path(|path| format!("{path}evil"))]
        },
    ),
    path("path-file-ext", "a comparison of prefixes or a glob", "RFC 9700 section 4.1.3", |original| {
        vec![original.path(|path| format!("{path}.json"))]
    }),
    path("path-sibling", "a comparison of the origin alone", "RFC 9700 section 4.1.3", |original| {
        vec![
            original.path(|_| "/x".to_owned()),
            original.path(|_| "/other".to_owned()),
            original.path(|path| {
                let mut shorter = path.to_owned();
                shorter.pop();
                shorter + "x"
            }),
        ]
    }),
    path(
        "path-parent",
        "a comparison of the origin, or of prefixes the wrong way round",
        "RFC 9700 section 4.1.3",
        |original| {
            vec![
                original.path(|path| {
                    path[..path.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1)].to_owned()
                }),
            ]
        },
    ),
    path(
        "path-truncated",
        "a search for the request inside the registered list",
        "RFC 9700 section 4.1.3",
        |original| {
            let cut =
                |text: &str| text.char_indices().next_back().map_or("", |(at, _)| &text[..at]).to_owned();
            vec![original.path(cut), original.path(|_| String::new()).host(cut)]
        },
    ),
    path("path-prefix-inserted", "a comparison of suffixes", "RFC 9700 section 4.1.3", |original| {
        vec![original.path(|path| format!("/x{path}"))]
    }),
    path(
        "path-contains-elsewhere",
        "a search for the registered URI inside the request",
        "RFC 9700 section 4.1.3",
        |original| {
            vec![
                original.text(|text| format!("https://{ATTACKER}/?{text}")),
                original.text(|text| format!("https://{ATTACKER}/{text}")),
                original.text(|text| format!("https://{ATTACKER}/#{text}")),
            ]
        },
    ),
    path("path-case", "a comparison that ignores case", "RFC 3986 section 6.2.2.1", |original| {
        vec![
            original.path(str::to_uppercase),
            original.path(|path| {
                let mut letters = path.chars();
                let slash: String = letters.by_ref().take(1).collect();
                let first: String = letters.by_ref().take(1).flat_map(char::to_uppercase).collect();
                slash + first.as_str() + letters.as_str()
            }),
        ]
    }),
    path(
        "path-wildcard-outside",
        "a wildcard that covers more than what follows it",
        "RFC 9700 section 4.1.1",
        |original| {
            let bare =
                |path: &str| path.split('*').next().unwrap_or_default().trim_end_matches('/').to_owned();
            vec![
                original.path(bare),
                original.path(|path| bare(path) + "x"),
                original.path(|_| "/x".to_owned()),
            ]
        },
    )
    .needing(Kind::WildPath),
    path("path-wildcard-escape", "a wildcard that dot segments lead out of", "CVE-2022-3782", |original| {
        ["../x", "%2e%2e/x", "%252e%252e/x", "..%2Fx", "..;/../x", "..\\x", "x/../../x", "..%09/x"]
            .map(|tail| original.path(|path| path.replacen('*', tail, 1)))
            .into()
    })
    .needing(Kind::WildPath),
];
