//! What the text of a code or token looks like, without the text itself: its length, its
//! characters, and what anyone can read off a JWT. No value is in it.

use crate::behaviour::TokenFormat;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a code or token looks like.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Shape {
    /// How many characters it has.
    pub length: usize,
    /// The smallest of the usual alphabets that holds them all.
    pub alphabet: Alphabet,
    /// What it is.
    pub format: TokenFormat,
    /// What is read off it, if it is a JWT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwt: Option<Claims>,
}

/// What is told of the claims of a JWT; never what they say.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Claims {
    /// Their names, in order of the alphabet.
    pub names: Vec<String>,
    /// The seconds from `iat` to `exp` (RFC 7519 section 4.1), where both are times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<u64>,
}

/// The characters that values are made of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alphabet {
    /// `0` to `9`.
    Digits,
    /// Digits and `a` to `f`.
    Hex,
    /// Digits and `A` to `F`.
    UpperHex,
    /// `A` to `Z` and `2` to `7` (RFC 4648 section 6).
    Base32,
    /// Digits and lower-case letters.
    LowerAlphanumeric,
    /// Digits and upper-case letters.
    UpperAlphanumeric,
    /// Digits and letters.
    Alphanumeric,
    /// Those, `-` and `_` (RFC 4648 section 5).
    Base64Url,
    /// Those, `+` and `/` (RFC 4648 section 4).
    Base64,
    /// Printable ASCII.
    Printable,
    /// Whatever there is.
    Any,
}

/// The longest text that is looked into; none that goes into a header field is longer.
const LONGEST: usize = 64 << 10;

/// How many names of claims are told, and how long each may be.
const MOST_NAMES: usize = 64;
const LONGEST_NAME: usize = 128;

/// The latest time that is taken for one: the year 10889, and exact in any number format.
const LATEST: f64 = 281_474_976_710_656.0;

impl Shape {
    /// What this text looks like.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let jwt = if text.len() <= LONGEST { claims(text) } else { None };
        let format = match &jwt {
            Some(_) => TokenFormat::Jwt,
            None if is_uuid(text) => TokenFormat::Uuid,
            None => TokenFormat::Opaque,
        };
        let alphabet = Alphabet::of(text.trim_end_matches('=').chars());
        Self { length: text.chars().count(), alphabet, format, jwt }
    }
}

impl Alphabet {
    /// Every one, the smallest first.
    const ALL: [Self; 11] = [
        Self::Digits,
        Self::Hex,
        Self::UpperHex,
        Self::Base32,
        Self::LowerAlphanumeric,
        Self::UpperAlphanumeric,
        Self::Alphanumeric,
        Self::Base64Url,
        Self::Base64,
        Self::Printable,
        Self::Any,
    ];

    /// The smallest that has all these characters.
    #[must_use]
    pub fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut left = Self::ALL.to_vec();
        chars.into_iter().for_each(|c| left.retain(|alphabet| alphabet.has(c)));
        left.first().copied().unwrap_or(Self::Any)
    }

    /// How many characters it has; of one that has any, as many as a byte has values.
    #[must_use]
    pub const fn size(self) -> u16 {
        match self {
            Self::Digits => 10,
            Self::Hex | Self::UpperHex => 16,
            Self::Base32 => 32,
            Self::LowerAlphanumeric | Self::UpperAlphanumeric => 36,
            Self::Alphanumeric => 62,
            Self::Base64Url | Self::Base64 => 64,
            Self::Printable => 95,
            Self::Any => 256,
        }
    }

    const fn has(self, c: char) -> bool {
        match self {
            Self::Digits => c.is_ascii_digit(),
            Self::Hex => matches!(c, '0'..='9' | 'a'..='f'),
            Self::UpperHex => matches!(c, '0'..='9' | 'A'..='F'),
            Self::Base32 => matches!(c, 'A'..='Z' | '2'..='7'),
            Self::LowerAlphanumeric => matches!(c, '0'..='9' | 'a'..='z'),
            Self::UpperAlphanumeric => matches!(c, '0'..='9' | 'A'..='Z'),
            Self::Alphanumeric => c.is_ascii_alphanumeric(),
            Self::Base64Url => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
            Self::Base64 => c.is_ascii_alphanumeric() || matches!(c, '+' | '/'),
            Self::Printable => matches!(c, ' '..='~'),
            Self::Any => true,
        }
    }
}

/// The signature of a JWT, which is what nobody else can make of it; nothing of another text.
pub(super) fn signature(text: &str) -> Option<&str> {
    let is_jwt = text.len() <= LONGEST && claims(text).is_some();
    text.rsplit_once('.').filter(|_| is_jwt).map(|(_, signature)| signature)
}

/// What is told of a JWT in the compact form of a signed one (RFC 7515 section 3.1): three parts,
/// the first a header that names an algorithm, the second an object. One that is encrypted is
/// opaque to who holds it.
fn claims(text: &str) -> Option<Claims> {
    let mut parts = text.split('.');
    let (header, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    object(header)?.get("alg")?.as_str()?;
    let claims = object(claims)?;
    let [issued, ends] = ["iat", "exp"].map(|name| claims.get(name).and_then(time));
    let lifetime = ends.zip(issued).and_then(|(ends, issued)| ends.checked_sub(issued));
    let mut names: Vec<String> = claims.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| name.len() <= LONGEST_NAME);
    names.sort();
    names.truncate(MOST_NAMES);
    Some(Claims { names, lifetime })
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Whole seconds of a `NumericDate` (RFC 7519 section 2); nothing where it is none.
fn time(value: &Value) -> Option<u64> {
    let seconds = value.as_f64().filter(|seconds| (0.0..=LATEST).contains(seconds))?;
    value.as_u64().or_else(|| format!("{seconds:.0}").parse().ok())
}

/// Whether it is a UUID in groups of hex digits (RFC 9562 section 4).
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, Shape};
    use crate::behaviour::TokenFormat;
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    fn jwt(header: &str, claims: &str) -> String {
        [header, claims, "not looked at"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
    }

    fn lifetime(claims: &str) -> Option<u64> {
        let shape = Shape::of(&jwt(r#"{"alg":"RS256"}"#, claims));
        assert_eq!(shape.format, TokenFormat::Jwt, "{claims}");
        shape.jwt.expect("claims").lifetime
    }

    #[test]
    fn a_jwt_tells_the_names_of_its_claims_and_how_long_it_says_it_lives() {
        let text = jwt(r#"{"typ":"JWT","alg":"RS256"}"#, r#"{"sub":"alice","exp":90000,"iat":3600}"#);
        let shape = Shape::of(&text);
        let claims = shape.jwt.clone().expect("claims");
        assert_eq!(
            (claims.names.as_slice(), claims.lifetime),
            (&["exp", "iat", "sub"].map(str::to_owned)[..], Some(86_400))
        );
        assert!(!serde_json::to_string(&shape).expect("JSON").contains("alice"));
    }

    #[test]
    fn times_that_are_none_are_passed_over() {
        assert_eq!(lifetime(r#"{"iat":1.5,"exp":61.6}"#), Some(60));
        for odd in [
            r#"{"iat":0,"exp":"3600"}"#,
            r#"{"iat":0}"#,
            r#"{"iat":7200,"exp":3600}"#,
            r#"{"iat":-1,"exp":3600}"#,
            r#"{"iat":0,"exp":1e300}"#,
            r#"{"iat":0,"exp":18446744073709551615}"#,
            r#"{"iat":0,"exp":null}"#,
            r#"{"iat":[0],"exp":{"s":1}}"#,
        ] {
            assert_eq!(lifetime(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_only_looks_like_a_jwt_is_opaque() {
        let header = r#"{"alg":"RS256"}"#;
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
        let odd = [
            "..".to_owned(),
            "a.b.c".to_owned(),
            "1000.0123456789abcdef.fedcba9876543210".to_owned(),
            "!!!.???.\u{e9}".to_owned(),
            jwt("not JSON", "{}"),
            jwt(header, "[1]"),
            jwt(header, "{\"exp\":"),
            jwt(r#"{"typ":"JWT"}"#, "{}"),
            jwt(r#"{"alg":5}"#, "{}"),
            jwt(header, &deep),
            jwt(header, &huge),
            format!("{}.more.parts", jwt(header, "{}")),
        ];
        for text in odd {
            let shape = Shape::of(&text);
            assert_eq!(
                (shape.format, shape.jwt),
                (TokenFormat::Opaque, None),
                "{}",
                &text[..text.len().min(40)]
            );
        }
    }

    #[test]
    fn names_of_claims_are_few_and_short() {
        let many: Vec<String> = (0..200).map(|number| format!("\"c{number:03}\":0")).collect();
        let long = format!("{{\"{}\":0,{}}}", "x".repeat(500), many.join(","));
        let names = Shape::of(&jwt(r#"{"alg":"none"}"#, &long)).jwt.expect("claims").names;
        assert_eq!((names.len(), names.last().map(String::as_str)), (64, Some("c063")));
    }

    #[test]
    fn uuids_and_alphabets_are_told_apart() {
        let format = |text| Shape::of(text).format;
        assert_eq!(format("bd8ae6d1-1cbf-47ba-ba23-ed1a1e6b1ca7"), TokenFormat::Uuid);
        assert_eq!(format("bd8ae6d1-1cbf-47ba-ba23-ed1a1e6b1cag"), TokenFormat::Opaque);
        assert_eq!(format("bd8ae6d11cbf47baba23ed1a1e6b1ca7"), TokenFormat::Opaque);
        let alphabet = |text| Shape::of(text).alphabet;
        assert_eq!(alphabet("0421"), Alphabet::Digits);
        assert_eq!(alphabet("0f21"), Alphabet::Hex);
        assert_eq!(alphabet("ab_Z"), Alphabet::Base64Url);
        assert_eq!(alphabet("ab+Z=="), Alphabet::Base64);
        assert_eq!(alphabet("1000.ab"), Alphabet::Printable);
        assert_eq!(alphabet("\u{e9}"), Alphabet::Any);
    }
}
