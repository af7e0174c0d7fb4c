//! Go's `net/url`.

use super::{grammar, host_and_port};
use crate::protocol::{Authority, UriParts, decode_percent};

/// `url.Parse(text)` with what `Hostname` and `Port` say of it: an empty port is none.
pub(super) fn net_url(text: &str) -> Option<UriParts> {
    let mut parts = url_host(text)?;
    if let Some(authority) = &mut parts.authority {
        authority.port.take_if(|port| port.is_empty());
    }
    Some(parts)
}

/// `url.Parse(text)` with its `Host`: the path and the fragment are decoded, scheme in lower case.
pub(super) fn url_host(text: &str) -> Option<UriParts> {
    if text.is_empty() || text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return None;
    }
    let (text, fragment) = text.split_once('#').map_or((text, None), |(before, after)| (before, Some(after)));
    let (scheme, rest) = scheme(text)?;
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(before, after)| (before, Some(after)));
    let query = query.map(str::to_owned);
    let fragment = match fragment {
        Some(fragment) => Some(decoded(fragment)?).filter(|fragment| !fragment.is_empty()),
        None => None,
    };
    if !rest.starts_with('/') {
        if scheme.is_some() {
            // Opaque: everything after the colon is one text, which is neither host nor path.
            return Some(UriParts { scheme, query, fragment, ..UriParts::default() });
        }
        if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
            return None;
        }
    }
    let (authority, path) = match rest.strip_prefix("//") {
        Some(after) if scheme.is_some() || !rest.starts_with("///") => {
            let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
            (Some(server(authority)?), path)
        }
        _ => (None, rest),
    };
    Some(UriParts { scheme, authority, path: decoded(path)?, query, fragment })
}

fn scheme(text: &str) -> Option<(Option<String>, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
    match end {
        Some(0) if text.starts_with(':') => None,
        Some(at) if text[at..].starts_with(':') && text.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Some((Some(text[..at].to_ascii_lowercase()), &text[at + 1..]))
        }
        _ => Some((None, text)),
    }
}

fn server(authority: &str) -> Option<Authority> {
    let (userinfo, rest) = match authority.rsplit_once('@') {
        Some((userinfo, rest)) => {
            if !grammar::is_made_of(userinfo, ":!$&'()*+,;=@") {
                return None;
            }
            (Some(userinfo.to_owned()), rest)
        }
        None => (None, authority),
    };
    let (host, port) = host_and_port(rest);
    if rest.starts_with('[') != rest.contains(']')
        || rest.starts_with('[') && !host.ends_with(']')
        || port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit()))
        || !host_holds(host)
    {
        return None;
    }
    let host = String::from_utf8_lossy(&decode_percent(host.as_bytes())).into_owned();
    Some(Authority { userinfo, host, port: port.map(str::to_owned) })
}

/// Whether a host holds only characters that Go lets stand there; escapes only of bytes beyond
/// ASCII, or of a zone.
fn host_holds(host: &str) -> bool {
    let zone = host.starts_with('[') && host.contains("%25");
    let allowed =
        |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_.~!$&'()*+,;=:[]<>\"%".contains(c);
    let escapes =
        || host.split('%').skip(1).all(|after| after.starts_with(|c: char| "89abcdefABCDEF".contains(c)));
    host.chars().all(allowed) && grammar::escapes_hold(host) && (zone || escapes())
}

fn decoded(text: &str) -> Option<String> {
    grammar::escapes_hold(text)
        .then(|| String::from_utf8_lossy(&decode_percent(text.as_bytes())).into_owned())
}
