//! Python's `urllib.parse.urlparse`, as of 3.11.

use super::{grammar, number};
use crate::protocol::{Authority, UriParts};

/// Characters that compatibility normalisation turns into one of `/?#@:`; a host with one is
/// refused since CVE-2019-9636.
const SPLIT_BY_NORMALISING: &str = "\u{ff0f}\u{ff1a}\u{ff20}\u{ff03}\u{ff1f}\u{2100}\u{2101}\u{2105}\u{2106}\u{2047}\u{2048}\u{2049}\u{fe16}\u{fe56}\u{fe5f}\u{fe6b}\u{fe55}\u{fe13}\u{2a74}";

pub(super) fn urlparse(text: &str) -> Option<UriParts> {
    let text = text.trim_start_matches(|c| c <= ' ').replace(['\t', '\r', '\n'], "");
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if grammar::is_scheme(scheme) => (Some(scheme.to_ascii_lowercase()), rest),
        _ => (None, text.as_str()),
    };
    let (authority, rest) = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            (Some(netloc(authority)?), rest)
        }
        None => (None, rest),
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some(UriParts {
        scheme,
        authority,
        path: without_last_parameters(path),
        query: Some(query.to_owned()).filter(|query| !query.is_empty()),
        fragment: Some(fragment.to_owned()).filter(|fragment| !fragment.is_empty()),
    })
}

fn netloc(text: &str) -> Option<Authority> {
    if text.contains('[') != text.contains(']') || text.contains(|c| SPLIT_BY_NORMALISING.contains(c)) {
        return None;
    }
    let (userinfo, host) = match text.rsplit_once('@') {
        Some((userinfo, host)) => (Some(userinfo.to_owned()), host),
        None => (None, text),
    };
    let (name, port) = match host.split_once('[') {
        Some((_, bracketed)) => {
            let (name, after) = bracketed.split_once(']').unwrap_or((bracketed, ""));
            (name, after.split_once(':').map(|(_, port)| port))
        }
        None => host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let port = port.filter(|port| !port.is_empty());
    if port.is_some_and(|port| !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    Some(Authority { userinfo, host: name.to_lowercase(), port: number(port).ok()? })
}

/// The path without the `;parameters` of its last segment.
fn without_last_parameters(path: &str) -> String {
    let last = path.rfind('/').map_or(0, |at| at + 1);
    match path[last..].find(';') {
        Some(at) => path[..last + at].to_owned(),
        None => path.to_owned(),
    }
}
