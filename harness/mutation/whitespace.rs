//! White space, control characters, and several values in one.

use super::{ATTACKER, Group, Mutant, Mutation};

const fn whitespace(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Whitespace, id, reveals, source, forms)
}

const SPACES: [&str; 6] = [" ", "\t", "\n", "\u{a0}", "\u{feff}", "\u{3000}"];

fn inside(text: &str, odd: char, after: &str) -> String {
    text.replacen(after, &format!("{after}{odd}"), 1)
}

pub(super) const ALL: &[Mutation] = &[
    whitespace("ws-leading", "trimming, and of which characters", "RFC 3986 section 6.2.1", |original| {
        SPACES.map(|space| original.text(|text| format!("{space}{text}"))).into()
    }),
    whitespace("ws-trailing", "trimming, and of which characters", "RFC 3986 section 6.2.1", |original| {
        SPACES.map(|space| original.text(|text| format!("{text}{space}"))).into()
    }),
    whitespace(
        "ctl-leading-c0",
        "a parser that strips controls",
        "WHATWG URL Standard, basic URL parser",
        |original| {
            (0..0x20_u8).map(|byte| original.text(|text| format!("{}{text}", char::from(byte)))).collect()
        },
    ),
    whitespace(
        "ctl-tab-nl-inside",
        "a parser that drops tabs and line breaks",
        "WHATWG URL Standard, basic URL parser",
        |original| {
            let host: String = original.uri.host().chars().take(1).collect();
            let path: String = original.uri.path.chars().take(2).collect();
            ['\t', '\n', '\r']
                .into_iter()
                .flat_map(|odd| {
                    [
                        original.path(|text| inside(text, odd, &path)),
                        original.host(|text| inside(text, odd, &host)),
                        original.text(|text| inside(text, odd, "ht")),
                    ]
                })
                .collect()
        },
    ),
    whitespace(
        "ctl-trailing-newline",
        "a pattern whose `$` matches before a line break",
        "Python re, `$`",
        |original| ["\n", "\r\n"].map(|end| original.text(|text| format!("{text}{end}"))).into(),
    ),
    whitespace("ctl-crlf-inject", "a response that can be split", "RFC 6749 section 10.14", |original| {
        ["\r\nSet-Cookie: x=1", "%0d%0aSet-Cookie: x=1"]
            .map(|tail| original.text(|text| format!("{text}{tail}")))
            .into()
    }),
    whitespace(
        "multi-in-one",
        "a value that is split like the registered list",
        "RFC 6749 section 3.1.2.3",
        |original| {
            [" ", ",", "\n", ";"]
                .map(|between| original.text(|text| format!("https://{ATTACKER}/{between}{text}")))
                .into()
        },
    ),
    whitespace("list-substring", "a search inside the stored list", "RFC 6749 section 3.1.2.3", |original| {
        vec![original.text(|text| format!("\"{text}")), original.replaced(","), original.replaced("")]
    }),
    whitespace("quote-wrap", "quotes or brackets taken off", "RFC 3986 appendix C", |original| {
        vec![original.text(|text| format!("\"{text}\"")), original.text(|text| format!("<{text}>"))]
    }),
];
