//! The slash at the end of the path, and the empty path.

use super::{Group, Kind, Mutant, Mutation};

const fn slash(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::TrailingSlash, id, reveals, source, forms)
}

pub(super) const ALL: &[Mutation] = &[
    slash(
        "path-slash-add",
        "a comparison that ignores a trailing slash, or of prefixes",
        "RFC 3986 section 6.2.1",
        |original| vec![original.path(|path| format!("{path}/"))],
    ),
    slash(
        "path-slash-remove",
        "a comparison that ignores a trailing slash",
        "RFC 3986 section 6.2.1",
        |original| vec![original.path(|path| path.strip_suffix('/').unwrap_or(path).to_owned())],
    )
    .needing(Kind::Slash),
    slash(
        "path-slash-multi-end",
        "that all trailing slashes are cut, not one",
        "RFC 3986 section 6.2.1",
        |original| {
            vec![original.path(|path| format!("{path}//")), original.path(|path| format!("{path}///"))]
        },
    ),
    slash("path-root-empty", "an empty path counted as the root", "RFC 3986 section 6.2.3", |original| {
        match original.uri.path.as_str() {
            "/" => vec![original.edited(|mutant| mutant.uri.path.clear())],
            "" => vec![original.path(|_| "/".to_owned())],
            _ => Vec::new(),
        }
    })
    .needing(Kind::Root),
];
