//! Rewrites of a whole redirect URI before it is compared.

use super::components::comparison_list;
use crate::protocol::{UriParts, decode_percent};
use std::{borrow::Cow, fmt::Write as _};
use url::Url;

comparison_list! {
    /// A rewrite of the whole text before it is compared.
    Normalisation {
        /// White space and C0 controls around it are dropped.
        Trim,
        /// White space around it is dropped, and no other control (ECMAScript's `trim`).
        TrimSpace,
        /// TAB, CR and LF inside are dropped.
        DropTabsAndNewlines,
        /// It is lower-cased.
        LowerCase,
        /// Scheme and host are lower-cased (RFC 3986 section 6.2.2.1).
        LowerCaseSchemeAndHost,
        /// It is percent-decoded once more. The browser is still sent to the text before, which
        /// then need not be the text that was compared (zitadel).
        DecodePercent,
        /// It is percent-decoded until nothing changes, at most five times (Keycloak before
        /// 23.0.3).
        DecodePercentFully,
        /// Escaped unreserved characters are decoded, hex is upper-cased (RFC 3986 section 6.2.2).
        DecodeUnreserved,
        /// `.` and `..` segments are resolved (RFC 3986 section 5.2.4).
        DotSegments,
        /// The same, and their escaped forms too, as a browser does.
        EscapedDotSegments,
        /// Several slashes in a row of the path become one.
        CollapseSlashes,
        /// One trailing slash of the path is dropped (Gitea).
        DropTrailingSlash,
        /// A port that is the scheme's default is dropped (RFC 3986 section 6.2.3).
        DropDefaultPort,
        /// After `http://` and a loopback name, the text from a colon to the next slash is cut
        /// (Keycloak before 25.0.6).
        CutLoopbackPort,
        /// The userinfo is dropped.
        DropUserinfo,
        /// The query is dropped.
        DropQuery,
        /// The fragment is dropped.
        DropFragment,
        /// A text without scheme gets `https://` (Casdoor).
        AssumeHttps,
        /// It becomes what a browser makes of it (WHATWG URL Standard).
        Whatwg,
    }
}

/// `text` after one rewrite; borrowed where there is nothing to rewrite.
pub(super) fn apply(step: Normalisation, text: &str) -> Cow<'_, str> {
    if !concerns(step, text) {
        return Cow::Borrowed(text);
    }
    let in_path = |edit: fn(&str) -> String| in_parts(text, |parts| parts.path = edit(&parts.path));
    Cow::Owned(match step {
        Normalisation::Trim => text.trim_matches(|c: char| c.is_whitespace() || c <= '\u{20}').to_owned(),
        Normalisation::TrimSpace => text.trim_matches(is_script_space).to_owned(),
        Normalisation::DropTabsAndNewlines => text.replace(['\t', '\r', '\n'], ""),
        Normalisation::LowerCase => text.to_lowercase(),
        Normalisation::LowerCaseSchemeAndHost => in_parts(text, |parts| {
            parts.scheme = parts.scheme.take().map(|scheme| scheme.to_ascii_lowercase());
            if let Some(authority) = &mut parts.authority {
                authority.host.make_ascii_lowercase();
            }
        }),
        Normalisation::DecodePercent => decoded(text),
        Normalisation::DecodePercentFully => (0..5).fold(text.to_owned(), |text, _| decoded(&text)),
        Normalisation::DecodeUnreserved => decode_unreserved(text),
        Normalisation::DotSegments => in_path(dot_segments),
        Normalisation::EscapedDotSegments => in_path(|path| dot_segments(&with_bare_dots(path))),
        Normalisation::CollapseSlashes => in_path(|path| {
            let mut path = path.to_owned();
            while path.contains("//") {
                path = path.replace("//", "/");
            }
            path
        }),
        Normalisation::DropTrailingSlash => in_path(|path| path.strip_suffix('/').unwrap_or(path).to_owned()),
        Normalisation::DropDefaultPort => in_parts(text, |parts| {
            let default = match parts.scheme.as_deref() {
                Some("https") => "443",
                Some("http") => "80",
                _ => return,
            };
            if let Some(authority) = &mut parts.authority {
                authority.port.take_if(|port| port == default);
            }
        }),
        Normalisation::CutLoopbackPort => cut_loopback_port(text),
        Normalisation::DropUserinfo => in_parts(text, |parts| {
            if let Some(authority) = &mut parts.authority {
                authority.userinfo = None;
            }
        }),
        Normalisation::DropQuery => in_parts(text, |parts| parts.query = None),
        Normalisation::DropFragment => in_parts(text, |parts| parts.fragment = None),
        Normalisation::AssumeHttps if UriParts::split(text).scheme.is_none() => format!("https://{text}"),
        Normalisation::AssumeHttps => text.to_owned(),
        Normalisation::Whatwg => whatwg(text),
    })
}

/// Whether a text holds anything that a rewrite could be about.
fn concerns(step: Normalisation, text: &str) -> bool {
    match step {
        Normalisation::TrimSpace => text.starts_with(is_script_space) || text.ends_with(is_script_space),
        Normalisation::DropTabsAndNewlines => text.contains(['\t', '\r', '\n']),
        Normalisation::LowerCase | Normalisation::LowerCaseSchemeAndHost => {
            text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        }
        Normalisation::DecodePercent
        | Normalisation::DecodePercentFully
        | Normalisation::DecodeUnreserved => text.contains('%'),
        Normalisation::DotSegments => has_segment_like(text, &["."]),
        Normalisation::EscapedDotSegments => has_segment_like(text, &[".", "%2"]),
        Normalisation::CollapseSlashes => text.contains("//"),
        Normalisation::DropDefaultPort => text.contains(":443") || text.contains(":80"),
        Normalisation::CutLoopbackPort => text.starts_with("http://"),
        Normalisation::DropUserinfo => text.contains('@'),
        Normalisation::DropQuery => text.contains('?'),
        Normalisation::DropFragment => text.contains('#'),
        Normalisation::Trim
        | Normalisation::DropTrailingSlash
        | Normalisation::AssumeHttps
        | Normalisation::Whatwg => true,
    }
}

/// White space and line terminators of ECMA-262 sections 12.2 and 12.3.
fn is_script_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{85}' || c == '\u{feff}'
}

/// Whether a segment may begin with one of these.
fn has_segment_like(text: &str, beginnings: &[&str]) -> bool {
    let begins = |rest: &str| beginnings.iter().any(|beginning| rest.starts_with(beginning));
    begins(text) || text.match_indices(['/', ':']).any(|(at, _)| begins(&text[at + 1..]))
}

fn decoded(text: &str) -> String {
    if text.contains('%') {
        String::from_utf8_lossy(&decode_percent(text.as_bytes())).into_owned()
    } else {
        text.to_owned()
    }
}

fn cut_loopback_port(text: &str) -> String {
    let names = ["http://127.0.0.1", "http://[::1]", "http://localhost"];
    let lead = names.iter().find_map(|lead| Some((lead, text.strip_prefix(lead)?)));
    match lead {
        Some((lead, rest)) if rest.starts_with(':') => {
            format!("{lead}{}", rest.find('/').map_or("", |slash| &rest[slash..]))
        }
        _ => text.to_owned(),
    }
}

/// A path in which escaped dots of dot segments are bare.
fn with_bare_dots(path: &str) -> String {
    let bare = |segment: &str| {
        let decoded = segment.replace("%2e", ".").replace("%2E", ".");
        if matches!(decoded.as_str(), "." | "..") { decoded } else { segment.to_owned() }
    };
    path.split('/').map(bare).collect::<Vec<_>>().join("/")
}

pub(super) fn whatwg(text: &str) -> String {
    Url::parse(text).map_or_else(|_| text.to_owned(), String::from)
}

/// The same, and a query that there is is written anew as a form.
pub(super) fn whatwg_form(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else { return text.to_owned() };
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        if pairs.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(pairs);
        }
    }
    url.into()
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
