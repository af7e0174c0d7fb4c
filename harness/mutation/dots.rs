//! `.` and `..` segments, raw and in every spelling a server or a browser may decode.

use super::{Group, Mutant, Mutation};

const fn dots(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::DotSegments, id, reveals, source, forms)
}

const SINGLE: [&str; 4] = [".", "%2e", "%2E", "%252e"];
const DOUBLE: [&str; 7] = ["..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%252E%252E"];
const ENCODED: [&str; 3] = ["%2e%2e", "%2E%2E", "%2e%2E"];
const MIXED: [&str; 4] = [".%2e", "%2e.", ".%2E", "%2E."];
const DOUBLY: [&str; 4] = ["%252e%252e", "%252E%252E", "%252e.", ".%252e"];

/// Ways to put a segment behind a path, or up and beside it, that only some readers resolve.
const CONFUSING: [&str; 20] = [
    "/FAKEPATH",
    "%2FFAKEPATH",
    "/..%2FFAKEPATH",
    "%2F..%2FFAKEPATH",
    "/%2e%2e%2FFAKEPATH",
    "/%252e%252e/FAKEPATH",
    "/FAKEPATH/..",
    "/FAKEPATH%2F..",
    "/../FAKEPATH",
    "/%2e%2e/FAKEPATH",
    "//../FAKEPATH",
    "/..;/FAKEPATH",
    "/;/../FAKEPATH",
    "/;x=1/../../FAKEPATH",
    "/%3B/../../FAKEPATH",
    "/..%3B/FAKEPATH",
    "/..%00/FAKEPATH",
    "/..%09/FAKEPATH",
    "/..%0D%0A/FAKEPATH",
    "/%0A%0D/../../FAKEPATH",
];

/// A path for each spelling: `before` and `after` the dots, where `{path}` is the original one.
fn spelt(original: &Mutant, spellings: &[&str], before: &str, after: &str) -> Vec<Mutant> {
    let paths = spellings.iter().map(|dots| {
        original.path(|path| {
            let path = path.trim_end_matches('/');
            format!("{}{dots}{}", before.replace("{path}", path), after.replace("{path}", path))
        })
    });
    paths.collect()
}

pub(super) const ALL: &[Mutation] = &[
    dots("dot-single", "dot segments resolved before comparing", "RFC 3986 section 5.2.4", |original| {
        let mut forms = spelt(original, &SINGLE, "/", "{path}");
        forms.extend(spelt(original, &SINGLE, "{path}/", ""));
        forms
    }),
    dots(
        "dot-double-neutral",
        "dot segments resolved before comparing",
        "RFC 3986 section 5.2.4",
        |original| spelt(original, &DOUBLE, "/x/", "{path}"),
    ),
    dots(
        "dot-double-escape",
        "a comparison of prefixes without resolving dot segments",
        "RFC 9700 section 4.1.3",
        |original| spelt(original, &DOUBLE[..1], "{path}/", "/x"),
    ),
    dots(
        "dot-double-end",
        "a comparison of prefixes, or a guard that wants a slash after the dots",
        "RFC 9700 section 4.1.3",
        |original| {
            let mut forms = spelt(original, &DOUBLE, "{path}/", "");
            forms.extend(spelt(original, &DOUBLE, "{path}/x/", ""));
            forms
        },
    ),
    dots(
        "dot-encoded-escape",
        "dots resolved raw, while a browser resolves %2e%2e too",
        "WHATWG URL Standard, path state",
        |original| spelt(original, &ENCODED, "{path}/", "/x"),
    ),
    dots(
        "dot-mixed-encoded",
        "a guard that misses half-encoded dots",
        "WHATWG URL Standard, path state",
        |original| {
            let mut forms = spelt(original, &MIXED, "{path}/", "/x");
            forms.extend(spelt(original, &MIXED, "{path}/", "/"));
            forms
        },
    ),
    dots("dot-double-encoded", "one decoding more than the browser does", "CVE-2022-3782", |original| {
        let mut forms = spelt(original, &DOUBLY, "{path}/", "/x");
        forms.push(original.path(|path| format!("{path}/%25252e%25252e/x")));
        forms
    }),
    dots("dot-encoded-slash", "a comparison after decoding", "RFC 3986 section 2.2", |original| {
        ["/..%2Fx", "%2F..%2Fx", "/%2e%2e%2Fx", "%2F%2e%2e%2Fx"]
            .map(|tail| original.path(|path| format!("{path}{tail}")))
            .into()
    }),
    dots(
        "dot-semicolon",
        "path parameters stripped behind the comparison",
        "RFC 3986 section 3.3",
        |original| {
            ["/..;/x", "/;/../../x", "/%3B/../../x", ";/../x", "/..%3B/x"]
                .map(|tail| original.path(|path| format!("{path}{tail}")))
                .into()
        },
    ),
    dots(
        "dot-control-terminated",
        "a guard that knows too few ends of a segment",
        "Innocenti et al., ACSAC 2023, figure 2",
        |original| {
            ["/..%09/x", "/..%00/x", "/..%0A/x", "/..%0D/x", "/%0A%0D/../../x"]
                .map(|tail| original.path(|path| format!("{path}{tail}")))
                .into()
        },
    ),
    dots(
        "dot-backslash",
        "a parser for which a backslash is no separator",
        "WHATWG URL Standard, path state",
        |original| {
            [r"\..\x", r"/..\x", r"\%2e%2e\x", "%5C..%5Cx"]
                .map(|tail| original.path(|path| format!("{path}{tail}")))
                .into()
        },
    ),
    dots("dot-over-root", "dot segments resolved before comparing", "RFC 3986 section 5.2.4", |original| {
        let mut forms = spelt(original, &["..", "%2e%2e"], "/", "{path}");
        forms.push(original.path(|path| format!("/../..{path}")));
        forms
    }),
    dots("dot-triple", "a filter that mistakes three dots for two", "RFC 3986 section 3.3", |original| {
        vec![original.path(|path| format!("/...{path}")), original.path(|path| format!("{path}/..."))]
    }),
    dots(
        "path-confusion",
        "a path that the comparison and a server behind it read differently",
        "after Innocenti et al., ACSAC 2023, figure 2",
        |original| CONFUSING.map(|tail| original.path(|path| format!("{path}{tail}"))).into(),
    ),
];
