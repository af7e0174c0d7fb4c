//! Percent-encoding: what is the same to one reader and different to the next.

use super::{Group, Kind, Mutant, Mutation};

const fn percent(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::PercentEncoding, id, reveals, source, forms)
}

/// The path with its second character written as `escape` makes it.
fn escaped(path: &str, escape: fn(u8) -> String) -> String {
    match path.as_bytes() {
        [b'/', byte, ..] if byte.is_ascii() => format!("/{}{}", escape(*byte), &path[2..]),
        _ => path.to_owned(),
    }
}

/// The path with the digits of its escapes in another case.
fn escapes_cased(path: &str, cased: fn(&u8) -> u8) -> String {
    let mut pieces = path.split('%');
    let before = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(before, |path, piece| {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        path + "%" + digits.bytes().map(|digit| char::from(cased(&digit))).collect::<String>().as_str() + rest
    })
}

fn tails<const N: usize>(original: &Mutant, tails: [&str; N]) -> Vec<Mutant> {
    tails.map(|tail| original.path(|path| format!("{path}{tail}"))).into()
}

pub(super) const ALL: &[Mutation] = &[
    percent(
        "pct-unreserved",
        "escapes of unreserved characters decoded",
        "RFC 3986 section 6.2.2.2",
        |original| {
            vec![
                original.path(|path| escaped(path, |byte| format!("%{byte:02x}"))),
                original.path(|path| escaped(path, |byte| format!("%{byte:02X}"))),
            ]
        },
    ),
    percent("pct-hex-case", "escapes compared in any case", "RFC 3986 section 6.2.2.1", |original| {
        [u8::to_ascii_uppercase as fn(&u8) -> u8, u8::to_ascii_lowercase]
            .map(|cased| original.path(|path| escapes_cased(path, cased)))
            .into()
    })
    .needing(Kind::Escaped),
    percent("pct-reserved", "a comparison after decoding", "RFC 3986 section 2.2", |original| {
        let mut forms: Vec<Mutant> = [("/", "%2F"), ("?", "%3F"), ("=", "%3D"), ("&", "%26")]
            .map(|(literal, escape)| match literal {
                "/" => original.replaced(original.uri.to_string().replace("/callback", "%2Fcallback")),
                "?" => original.replaced(original.uri.to_string().replacen('?', escape, 1)),
                _ => original.query(|query| query.map(|query| query.replacen(literal, escape, 1))),
            })
            .into();
        forms.extend(tails(original, ["%40", "%5C", "%3B"]));
        forms
    })
    .needing(Kind::Query),
    percent("pct-double", "a value that is decoded twice", "RFC 3986 section 2.4", |original| {
        vec![
            original.path(|path| escaped(path, |byte| format!("%25{byte:02X}"))),
            original.path(|path| path.replacen('/', "/%252F", 1)),
        ]
    }),
    percent("pct-triple", "a value that is decoded in a loop", "CVE-2022-3782", |original| {
        vec![
            original.path(|path| escaped(path, |byte| format!("%2525{byte:02X}"))),
            original.path(|path| path.replacen('/', "/%25252F", 1)),
        ]
    }),
    percent("pct-invalid", "a lenient decoder", "RFC 3986 section 2.1", |original| {
        tails(original, ["%", "%z", "%zz", "%1", "%u002e", "%ff"])
    }),
    percent("pct-overlong", "overlong UTF-8 decoded", "RFC 3629 section 3", |original| {
        tails(original, ["/%c0%ae%c0%ae/x", "/%c1%9c", "%e0%80%af"])
    }),
    percent(
        "pct-null-ctrl",
        "text cut, split or trimmed at an escaped control",
        "RFC 3986 section 7.3",
        |original| tails(original, ["%00", "%09", "%0a", "%0d", "%20", "%7f", "%85", "%a0"]),
    ),
    percent("pct-plus-space", "form decoding in the wrong place", "RFC 6749 appendix B", |original| {
        let mut forms = tails(original, ["+", "%2B", "%20", "+x"]);
        forms.extend(["+", "%2B", " "].map(|space| original.path(|path| path.replace("%20", space))));
        forms
    })
    .needing(Kind::Escaped),
    percent("pct-nonascii-raw", "an IRI mapped to a URI", "RFC 3987 section 3.1", |original| {
        tails(original, ["\u{e9}", "%C3%A9"])
    }),
];
