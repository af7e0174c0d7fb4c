//! Spring's `UriComponentsBuilder`, as it was before version 6.2: one regular expression.

use crate::protocol::{Authority, UriParts};
use regex::Regex;
use std::sync::LazyLock;

static URI: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let host = r"\[[0-9A-Fa-f:.]*[%0-9A-Za-z]*\]|[^\[/?#:]*";
    let port = r"\{[^}]+\}?|[^/?#]*";
    let text = format!(
        r"(?s)^(?:([^:/?#]+):)?(?://(?:([^@\[/?#]*)@)?({host})(?::({port}))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$"
    );
    Regex::new(&text).ok()
});

/// `UriComponentsBuilder.fromUriString(text).build()`, and its port asked for.
pub(super) fn uri_components(text: &str) -> Option<UriParts> {
    let found = URI.as_ref()?.captures(text)?;
    let part = |index| found.get(index).map(|part| part.as_str().to_owned());
    let (scheme, path, query, fragment) = (part(1), part(5).unwrap_or_default(), part(6), part(7));
    let rest = scheme.as_ref().map_or(text, |scheme| &text[scheme.len() + 1..]);
    if scheme.is_some() && !rest.starts_with('/') {
        // Opaque: neither host nor path.
        return Some(UriParts { scheme, fragment, ..UriParts::default() });
    }
    let web = matches!(scheme.as_deref(), Some("http" | "https"));
    let host = part(3).filter(|host| !host.is_empty());
    if web && host.is_none() {
        return None;
    }
    let number = match part(4).filter(|digits| !digits.is_empty()) {
        Some(digits) => Some(digits.parse::<i32>().ok()?.to_string()),
        None => None,
    };
    let authority = host.map(|host| Authority {
        userinfo: part(2),
        host: if web { host.to_lowercase() } else { host },
        port: number,
    });
    Some(UriParts { scheme, authority, path, query, fragment })
}
