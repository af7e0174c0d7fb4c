//! `java.net.URI` and `java.net.URL`.

use super::{grammar, host_and_port};
use crate::protocol::{Authority, UriParts};

/// The protocols a Java runtime has handlers for.
const PROTOCOLS: [&str; 6] = ["http", "https", "file", "ftp", "jar", "mailto"];

/// `new URI(text)`: RFC 2396 with characters beyond ASCII. An authority that is no
/// `userinfo@host:port` is kept as a whole, and then there is neither host nor userinfo.
pub(super) fn uri(text: &str) -> Option<UriParts> {
    let (before, fragment) = cut(text, '#');
    let (scheme, rest) = match before.split_once([':', '/', '?']) {
        Some((scheme, _)) if before[scheme.len()..].starts_with(':') => {
            if !grammar::is_scheme(scheme) {
                return None;
            }
            (Some(scheme.to_owned()), &before[scheme.len() + 1..])
        }
        _ => (None, before),
    };
    if !is_legal(fragment.unwrap_or_default(), "") || scheme.is_some() && rest.is_empty() {
        return None;
    }
    let opaque = scheme.is_some() && !rest.starts_with('/');
    let (path, query) = if opaque { (rest, None) } else { cut(rest, '?') };
    let (authority, path) = match path.strip_prefix("//") {
        Some(path) => {
            let (authority, path) = path.split_at(path.find('/').unwrap_or(path.len()));
            if authority.is_empty() && path.is_empty() && query.is_none() {
                return None;
            }
            (Some(authority).filter(|authority| !authority.is_empty()), path)
        }
        None => (None, path),
    };
    let legal = is_legal(path, "") && is_legal(query.unwrap_or_default(), "[]");
    let authority = match authority {
        Some(authority) => Some(server_based(authority).or_else(|| registry_based(authority))?),
        None => None,
    };
    legal.then(|| UriParts {
        scheme,
        authority,
        path: path.to_owned(),
        query: query.map(str::to_owned),
        fragment: fragment.map(str::to_owned),
    })
}

fn server_based(authority: &str) -> Option<Authority> {
    let (userinfo, rest) = match authority.split_once('@') {
        Some((userinfo, rest)) => (Some(userinfo), rest),
        None => (None, authority),
    };
    let (host, port) = host_and_port(rest);
    let digits = port.is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_legal(userinfo.unwrap_or_default(), "") || userinfo.is_some_and(|it| it.contains('@')) || !digits {
        return None;
    }
    let port = match port {
        None | Some("") => None,
        Some(port) => Some(port.parse::<i32>().ok()?.to_string()),
    };
    (is_literal(host) || is_address(host) || is_hostname(host)).then(|| Authority {
        userinfo: userinfo.map(str::to_owned),
        host: host.to_owned(),
        port,
    })
}

/// An authority of which only the text is known.
fn registry_based(authority: &str) -> Option<Authority> {
    is_legal(authority, "").then(Authority::default)
}

fn is_literal(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let address = inner.split('%').next().unwrap_or_default();
        address.parse::<std::net::Ipv6Addr>().is_ok()
    })
}

fn is_address(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let byte = |part: &&str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u8>().is_ok()
    };
    parts.len() == 4 && parts.iter().all(byte)
}

/// Labels of letters, digits and hyphens, the last of which begins with a letter (RFC 2396
/// section 3.2.2).
fn is_hostname(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = |label: &str| {
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        ends(label.chars().next())
            && ends(label.chars().last())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    host.split('.').all(label)
        && host.rsplit('.').next().is_some_and(|top| top.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// RFC 2396 characters, escapes, and characters beyond ASCII that are neither controls nor space.
fn is_legal(text: &str, further: &str) -> bool {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || "_-!.~'()*;/?:@&=+$,%".contains(c)
            || further.contains(c)
            || !c.is_ascii() && !c.is_control() && !c.is_whitespace()
    };
    text.chars().all(allowed) && grammar::escapes_hold(text)
}

/// `new URL(text)`: it wants a protocol it knows and a port that is a number, and keeps the rest
/// as it is.
pub(super) fn url(text: &str) -> Option<UriParts> {
    let text = text.trim_matches(|c| c <= ' ');
    let (before, fragment) = cut(text, '#');
    let (protocol, rest) = before.split_once(':')?;
    let protocol = protocol.to_ascii_lowercase();
    if !PROTOCOLS.contains(&protocol.as_str()) {
        return None;
    }
    let (rest, query) = cut(rest, '?');
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            (Some(lenient(authority)?), path)
        }
        None => (Some(Authority::default()), rest),
    };
    Some(UriParts {
        scheme: Some(protocol),
        authority,
        path: path.to_owned(),
        query: query.map(str::to_owned),
        fragment: fragment.map(str::to_owned),
    })
}

fn lenient(authority: &str) -> Option<Authority> {
    let (userinfo, rest) = match authority.split_once('@') {
        Some((_, rest)) if rest.contains('@') => return Some(Authority::default()),
        Some((userinfo, rest)) => (Some(userinfo.to_owned()), rest),
        None => (None, authority),
    };
    if rest.starts_with('[') && !is_literal(rest.split_inclusive(']').next().unwrap_or_default()) {
        return None;
    }
    let (host, port) = host_and_port(rest);
    let port = match port {
        None | Some("") => None,
        Some(port) => match port.parse::<i32>().ok()? {
            -1 => None,
            port if port >= 0 => Some(port.to_string()),
            _ => return None,
        },
    };
    Some(Authority { userinfo, host: host.to_owned(), port })
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}
