//! The grammar of RFC 3986 appendix A, as far as the strict parsers hold to it.

use std::net::Ipv6Addr;

/// Whether a text is an absolute URI by the grammar: a scheme, and only characters, escapes,
/// userinfo, host and port that are allowed where they stand.
pub(in super::super) fn is_absolute_uri(text: &str) -> bool {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (before, query) = before.split_once('?').unwrap_or((before, ""));
    let Some((scheme, rest)) = before.split_once(':') else { return false };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    is_scheme(scheme)
        && is_authority(authority)
        && is_made_of(path, "/:@!$&'()*+,;=")
        && is_made_of(query, "/?:@!$&'()*+,;=")
        && is_made_of(fragment, "/?:@!$&'()*+,;=")
}

/// RFC 3986 section 3.1.
pub(super) fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// RFC 3986 section 3.2.
fn is_authority(authority: &str) -> bool {
    let (userinfo, rest) = authority.split_once('@').unwrap_or(("", authority));
    let (host, port) = super::host_and_port(rest);
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host_holds = match literal {
        Some(literal) => literal.parse::<Ipv6Addr>().is_ok() || is_future_address(literal),
        None => is_made_of(host, "!$&'()*+,;="),
    };
    is_made_of(userinfo, ":!$&'()*+,;=") && host_holds && port.is_none_or(is_number)
}

fn is_future_address(literal: &str) -> bool {
    let mut halves = literal.strip_prefix(['v', 'V']).unwrap_or_default().splitn(2, '.');
    let (version, rest) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
    !version.is_empty() && version.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty()
}

fn is_number(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text holds only unreserved characters, escapes, and those of `further`.
pub(super) fn is_made_of(text: &str, further: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c) || further.contains(c);
    text.chars().all(allowed) && escapes_hold(text)
}

/// Whether every `%` begins an escape.
pub(super) fn escapes_hold(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|after| after.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)))
}
