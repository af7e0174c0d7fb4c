//! Schemes: downgraded, swapped, missing, or ones that run script.

use super::{ATTACKER, Group, Kind, Mutant, Mutation};

const fn scheme(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Scheme, id, reveals, source, forms)
}

/// What follows `https://` in the original.
fn after_slashes(original: &Mutant) -> String {
    let text = original.uri.to_string();
    text.split_once("://").map_or(text.clone(), |(_, rest)| rest.to_owned())
}

fn texts<const N: usize>(original: &Mutant, texts: [String; N]) -> Vec<Mutant> {
    texts.map(|text| original.replaced(text)).into()
}

pub(super) const ALL: &[Mutation] = &[
    scheme("scheme-downgrade", "a scheme that is not compared", "RFC 9700 section 2.6", |original| {
        vec![original.scheme("http")]
    }),
    scheme("scheme-upgrade", "a scheme that is not compared", "RFC 3986 section 6.2.1", |original| {
        vec![original.scheme("https")]
    })
    .needing(Kind::Loopback),
    scheme("scheme-case", "a scheme compared in any case", "RFC 3986 section 6.2.2.1", |original| {
        let name = original.uri.scheme.clone().unwrap_or_default();
        vec![original.scheme(&name.to_uppercase())]
    }),
    scheme("scheme-custom-swap", "a scheme that is not compared", "RFC 8252 section 8.4", |original| {
        let rest = after_slashes(original);
        texts(original, [format!("app://{rest}"), "com.evil.example:/callback".to_owned()])
    }),
    scheme(
        "scheme-custom-slashes",
        "opaque and hierarchical URIs taken for the same",
        "RFC 8252 section 7.1",
        |original| {
            let scheme = original.uri.scheme.clone().unwrap_or_default();
            let uri = original.uri.to_string();
            let rest = uri.split_once(':').map_or("", |(_, rest)| rest).trim_start_matches('/');
            ["", "/", "//", "///"]
                .map(|slashes| original.replaced(format!("{scheme}:{slashes}{rest}")))
                .into()
        },
    )
    .needing(Kind::CustomScheme),
    scheme("scheme-missing", "a scheme that is filled in", "RFC 6749 section 3.1.2", |original| {
        texts(original, [after_slashes(original)])
    }),
    scheme(
        "scheme-relative",
        "a reference without scheme taken for absolute",
        "RFC 3986 section 4.2",
        |original| {
            let rest = after_slashes(original);
            texts(
                original,
                [
                    format!("//{rest}"),
                    format!("//{ATTACKER}/"),
                    format!("///{ATTACKER}"),
                    format!("/\\{ATTACKER}"),
                ],
            )
        },
    ),
    scheme(
        "scheme-colon-only",
        "a browser's parser, or a test for `https:` alone",
        "WHATWG URL Standard, special authority",
        |original| {
            let rest = after_slashes(original);
            texts(original, [format!("https:{rest}"), format!("https:{ATTACKER}")])
        },
    ),
    scheme(
        "scheme-one-slash",
        "a browser's parser in the comparison",
        "WHATWG URL Standard, special authority",
        |original| {
            let rest = after_slashes(original);
            texts(
                original,
                [format!("https:/{rest}"), format!("https:///{rest}"), format!("https:/{ATTACKER}/")],
            )
        },
    ),
    scheme(
        "scheme-backslash",
        "a browser's parser in the comparison",
        "WHATWG URL Standard, special authority",
        |original| texts(original, [format!("https:\\\\{ATTACKER}"), format!("https:/\\{ATTACKER}")]),
    ),
    scheme("scheme-script", "no list of allowed schemes", "RFC 6749 section 10.14", |original| {
        ["javascript:alert(1)//", "data:text/html,x", "vbscript:x"].map(|text| original.replaced(text)).into()
    }),
    scheme(
        "scheme-script-case",
        "a list of forbidden schemes that minds case",
        "CVE-2026-9086",
        |original| {
            ["JaVaScRiPt:alert(1)", "Javascript:alert(1)", "DATA:text/html,x"]
                .map(|text| original.replaced(text))
                .into()
        },
    ),
    scheme(
        "scheme-script-ws",
        "a list of forbidden schemes applied before trimming",
        "WHATWG URL Standard, basic URL parser",
        |original| {
            [" javascript:alert(1)", "java\tscript:alert(1)", "\u{1}javascript:alert(1)"]
                .map(|text| original.replaced(text))
                .into()
        },
    ),
    scheme("scheme-script-host", "a comparison of the host alone", "RFC 6749 section 10.14", |original| {
        let host = original.uri.host();
        texts(original, [format!("javascript://{host}/%0aalert(1)")])
    }),
    scheme(
        "scheme-markup",
        "a value reflected in a page without escaping",
        "RFC 6749 section 10.14",
        |original| {
            ["x:<svg onload=alert(1)>", "\"><script>alert(1)</script>"]
                .map(|text| original.replaced(text))
                .into()
        },
    ),
    scheme("scheme-oob", "a built-in value that nobody registered", "RFC 8252 section 7", |original| {
        ["urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob:auto"]
            .map(|text| original.replaced(text))
            .into()
    }),
    scheme(
        "scheme-blob-file-ws",
        "a list of forbidden schemes with gaps",
        "RFC 6749 section 10.14",
        |original| {
            let rest = after_slashes(original);
            texts(
                original,
                [
                    format!("blob:https://{rest}"),
                    format!("file://{rest}"),
                    format!("ws://{rest}"),
                    format!("view-source:https://{rest}"),
                ],
            )
        },
    ),
];
