//! Characters beyond ASCII in the host.

use super::{ATTACKER, Group, Mutant, Mutation};

const fn idn(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Idn, id, reveals, source, forms)
}

/// The full-width form of an ASCII letter or digit.
fn full_width(c: char) -> char {
    if c.is_ascii_alphanumeric() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }
}

pub(super) const ALL: &[Mutation] = &[
    idn("idn-fullwidth", "compatibility characters mapped to ASCII", "UTS #46 section 4", |original| {
        vec![
            original.host(|host| {
                host.chars().enumerate().map(|(at, c)| if at == 0 { full_width(c) } else { c }).collect()
            }),
            original.host(|host| host.replacen('.', "\u{ff0e}", 1)),
            original.host(|host| host.replacen('.', "\u{3002}", 1)),
        ]
    }),
    idn("idn-split-char", "a host split after it was checked", "CVE-2019-9636", |original| {
        ["\u{ff0f}", "\u{ff1a}", "\u{ff20}", "\u{ff03}", "\u{ff1f}", "\u{2100}", "\u{2047}", "\u{2488}"]
            .map(|split| original.host(|host| format!("{ATTACKER}{split}.{host}")))
            .into()
    }),
    idn("idn-homoglyph", "a comparison by appearance", "UTS #39 section 4", |original| {
        ['a', 'e', 'o', 'p', 'c']
            .into_iter()
            .zip(['\u{430}', '\u{435}', '\u{43e}', '\u{440}', '\u{441}'])
            .filter(|(latin, _)| original.uri.host().contains(*latin))
            .map(|(latin, cyrillic)| original.host(|host| host.replacen(latin, &cyrillic.to_string(), 1)))
            .collect()
    }),
    idn("idn-case-special", "case folding beyond ASCII", "Unicode Standard section 5.18", |original| {
        [('k', '\u{212a}'), ('i', '\u{131}'), ('s', '\u{17f}')]
            .into_iter()
            .filter(|(ascii, _)| original.uri.to_string().contains(*ascii))
            .map(|(ascii, special)| {
                original.text(|text| {
                    text.rsplitn(2, ascii)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect::<Vec<_>>()
                        .join(&special.to_string())
                })
            })
            .collect()
    }),
    idn(
        "idn-nfc-nfd-path",
        "a path that is normalised to a Unicode form",
        "RFC 3987 section 5.3.2.2",
        |original| {
            vec![
                original.path(|path| format!("{path}\u{e9}")),
                original.path(|path| format!("{path}e\u{301}")),
            ]
        },
    ),
    idn("idn-lone-surrogate", "replacement characters that collapse", "RFC 3629 section 3", |original| {
        vec![original.path(|path| format!("{path}%ED%A0%80"))]
    }),
];
