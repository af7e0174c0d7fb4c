//! Double slashes, backslashes and path parameters.

use super::{Group, Mutant, Mutation, after_first};

const fn separator(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Separators, id, reveals, source, forms)
}

/// The path with `text` put in after its second character.
fn amid(path: &str, text: &str) -> String {
    let at = path.char_indices().nth(2).map_or(path.len(), |(at, _)| at);
    format!("{}{text}{}", &path[..at], &path[at..])
}

pub(super) const ALL: &[Mutation] = &[
    separator("path-double-slash", "runs of slashes collapsed", "RFC 3986 section 3.3", |original| {
        vec![original.path(|path| format!("/{path}")), original.path(|path| format!("{path}//x"))]
    }),
    separator(
        "path-empty-segment",
        "empty segments resolved unlike a browser does",
        "RFC 3986 section 5.2.4",
        |original| vec![original.path(|path| format!("/x//..{path}"))],
    ),
    separator(
        "path-param-semicolon",
        "a parser that splits `;parameters` off the path",
        "RFC 3986 section 3.3",
        |original| {
            vec![original.path(|path| format!("{path};x=1")), original.path(|path| format!("{path};"))]
        },
    ),
    separator(
        "path-matrix-mid",
        "path parameters stripped inside the path",
        "RFC 3986 section 3.3",
        |original| {
            vec![
                original.path(|path| format!("/;a{path}")),
                original.path(|path| format!("{};x=1/..{path}", path.chars().take(4).collect::<String>())),
            ]
        },
    ),
    separator(
        "path-jsessionid",
        "path parameters stripped by a servlet container",
        "RFC 3986 section 3.3",
        |original| vec![original.path(|path| format!("{path};jsessionid=1"))],
    ),
    separator(
        "path-backslash",
        "a browser's parser in the comparison",
        "WHATWG URL Standard, path state",
        |original| {
            vec![
                original.path(|path| format!("/\\{}", after_first(path).1)),
                original.text(|text| text.replace('/', "\\")),
            ]
        },
    ),
    separator("path-encoded-slash", "a comparison after decoding", "RFC 3986 section 2.2", |original| {
        vec![
            original.path(|path| format!("%2F{}", path.trim_start_matches('/'))),
            original.path(|path| format!("{path}%2Fx")),
        ]
    }),
    separator("path-encoded-qmark", "one decoding more than is due", "RFC 3986 section 2.2", |original| {
        vec![
            original.path(|path| format!("{path}%3Fx=1")),
            original.path(|path| format!("{path}%3Fcode%3Dx")),
        ]
    }),
    separator(
        "path-pipe-space-caret",
        "a lenient parser that reflects raw bytes",
        "RFC 3986 appendix A",
        |original| ["|", " ", "^"].map(|odd| original.path(|path| amid(path, odd))).into(),
    ),
];
