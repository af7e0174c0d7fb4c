//! Rewrites of a whole redirect URI before it is compared, and the gates that refuse some.

use super::redirect::{Gate, Normalisation};
use crate::protocol::{Parameters, UriParts, decode_percent};
use std::fmt::Write as _;
use url::Url;

/// Parameters a response of the authorization endpoint may hold (RFC 6749 sections 4.1.2 and
/// 4.2.2, RFC 9207 section 2).
const RESPONSE_PARAMETERS: [&str; 9] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "access_token",
    "id_token",
    "response",
];

pub(super) fn apply(step: Normalisation, text: &str) -> String {
    match step {
        Normalisation::Trim => text.trim_matches(|c: char| c.is_whitespace() || c <= '\u{20}').to_owned(),
        Normalisation::DropTabsAndNewlines => text.replace(['\t', '\r', '\n'], ""),
        Normalisation::LowerCase => text.to_lowercase(),
        Normalisation::LowerCaseSchemeAndHost => in_parts(text, |parts| {
            parts.scheme = parts.scheme.take().map(|scheme| scheme.to_ascii_lowercase());
            if let Some(authority) = &mut parts.authority {
                authority.host.make_ascii_lowercase();
            }
        }),
        Normalisation::DecodeUnreserved => decode_unreserved(text),
        Normalisation::DotSegments => in_parts(text, |parts| parts.path = dot_segments(&parts.path)),
        Normalisation::DropTrailingSlash => in_parts(text, |parts| {
            if let Some(shorter) = parts.path.strip_suffix('/') {
                parts.path = shorter.to_owned();
            }
        }),
        Normalisation::DropQuery => in_parts(text, |parts| parts.query = None),
        Normalisation::DropFragment => in_parts(text, |parts| parts.fragment = None),
        Normalisation::Whatwg => whatwg(text),
    }
}

pub(super) fn whatwg(text: &str) -> String {
    Url::parse(text).map_or_else(|_| text.to_owned(), String::from)
}

/// Removes dot segments (RFC 3986 section 5.2.4).
pub(super) fn dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len() - 1;
    for (index, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." && kept.len() > 1 {
                    kept.pop();
                }
                if index == last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    kept.join("/")
}

/// A path without the `;parameters` of its segments (RFC 3986 section 3.3).
#[must_use]
pub fn without_parameters(path: &str) -> String {
    let bare = path.split('/').map(|segment| segment.split(';').next().unwrap_or_default());
    bare.collect::<Vec<_>>().join("/")
}

pub(super) fn gate_refuses(gate: Gate, requested: &str) -> bool {
    let parts = UriParts::split(requested);
    match gate {
        Gate::Fragment => parts.fragment.is_some(),
        Gate::Userinfo => parts.authority.is_some_and(|authority| authority.userinfo.is_some()),
        Gate::DotSegments => {
            let decoded = decode_percent(parts.path.as_bytes());
            decoded.split(|byte| matches!(byte, b'/' | b'\\')).any(|segment| matches!(segment, b"." | b".."))
        }
        Gate::ResponseParameters => parts.query.is_some_and(|query| {
            let parameters = Parameters::parse(&query);
            parameters.iter().any(|parameter| {
                RESPONSE_PARAMETERS.contains(&parameter.decoded_name().to_lowercase().as_str())
            })
        }),
        Gate::OtherSchemes => !matches!(parts.scheme.as_deref(), Some("http" | "https")),
        Gate::Whitespace => requested.contains(|c: char| c.is_whitespace() || c.is_control()),
    }
}

/// Decodes escaped unreserved characters and upper-cases the hex of the others
/// (RFC 3986 sections 6.2.2.1 and 6.2.2.2).
#[must_use]
pub fn decode_unreserved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let byte = escape.get(1..3).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
            }
            Some(byte) => {
                let _ = write!(out, "%{byte:02X}");
            }
            None => out.push('%'),
        }
        rest = &escape[if byte.is_some() { 3 } else { 1 }..];
    }
    out + rest
}

fn in_parts(text: &str, edit: impl FnOnce(&mut UriParts)) -> String {
    let mut parts = UriParts::split(text);
    edit(&mut parts);
    parts.to_string()
}

#[cfg(test)]
mod tests {
    use super::{decode_unreserved, dot_segments};

    #[test]
    fn dot_segments_resolve_and_stop_at_the_root() {
        let cases =
            [("/a/./b", "/a/b"), ("/a/../b", "/b"), ("/../../b", "/b"), ("/a/..", "/"), ("/a/b/.", "/a/b/")];
        for (path, resolved) in cases {
            assert_eq!(dot_segments(path), resolved, "{path}");
        }
    }

    #[test]
    fn only_unreserved_escapes_are_decoded() {
        assert_eq!(decode_unreserved("/c%61ll%2fback%7e%"), "/call%2Fback~%");
    }
}
