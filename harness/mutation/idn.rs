//! Characters beyond ASCII in the host.

use super::{ATTACKER, Group, Kind, Mutant, Mutation, after_first};
use url::Url;

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

/// Every character whose NFKC form holds one of `/ ? # @ : \\ .`, by that.
const SPLITTING: &str = concat!(
    "\u{ff0f}\u{2100}\u{2101}\u{2105}\u{2106}",
    "\u{ff1f}\u{2047}\u{2048}\u{2049}\u{fe16}\u{fe56}",
    "\u{ff03}\u{fe5f}",
    "\u{ff20}\u{fe6b}",
    "\u{ff1a}\u{2a74}\u{fe13}\u{fe55}",
    "\u{ff3c}\u{fe68}",
    "\u{ff0e}\u{2024}\u{2025}\u{2026}\u{fe19}\u{fe30}\u{fe52}\u{1f100}\u{33c2}\u{33c7}\u{33d8}",
    "\u{2488}\u{2489}\u{248a}\u{248b}\u{248c}\u{248d}\u{248e}\u{248f}\u{2490}\u{2491}",
    "\u{2492}\u{2493}\u{2494}\u{2495}\u{2496}\u{2497}\u{2498}\u{2499}\u{249a}\u{249b}",
);

/// The host in its other spelling: of Unicode, or of `xn--` (RFC 5890 section 2.3.2.1).
fn other_spelling(original: &Mutant) -> String {
    let host = original.uri.host();
    if host.is_ascii() {
        return idna::domain_to_unicode(host).0;
    }
    Url::parse(&original.uri.to_string())
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| host.to_owned())
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
        SPLITTING.chars().map(|split| original.host(|host| format!("{ATTACKER}{split}.{host}"))).collect()
    }),
    idn("idn-punycode-equal", "hosts mapped to ASCII before comparing", "RFC 5891 section 5", |original| {
        vec![original.host(|_| other_spelling(original))]
    })
    .needing(Kind::International),
    idn("idn-homoglyph", "a comparison by appearance", "UTS #39 section 4", |original| {
        ['a', 'e', 'o', 'p', 'c']
            .into_iter()
            .zip(['\u{430}', '\u{435}', '\u{43e}', '\u{440}', '\u{441}'])
            .filter(|(latin, _)| original.uri.host().contains(*latin))
            .map(|(latin, cyrillic)| original.host(|host| host.replacen(latin, &cyrillic.to_string(), 1)))
            .collect()
    }),
    idn(
        "idn-eszett-zwj",
        "the mapping of IDNA 2003, which drops or replaces what IDNA 2008 keeps",
        "UTS #46 section 7",
        |original| {
            let unicode = idna::domain_to_unicode(original.uri.host()).0;
            let joined = ['\u{200d}', '\u{200c}'].map(|joiner| {
                let (first, rest) = after_first(&unicode);
                format!("{first}{joiner}{rest}")
            });
            let swapped = [unicode.replacen("ss", "\u{df}", 1), unicode.replacen('\u{df}', "ss", 1)];
            let swapped = swapped.into_iter().filter(|host| *host != unicode);
            swapped.chain(joined).map(|host| original.host(|_| host)).collect()
        },
    )
    .needing(Kind::International),
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
    idn("idn-overlong", "overlong UTF-8 decoded", "RFC 3629 section 3", |original| {
        ["/%C0%AE%C0%AE/x", "%E0%80%AFx"].map(|tail| original.path(|path| format!("{path}{tail}"))).into()
    }),
];
