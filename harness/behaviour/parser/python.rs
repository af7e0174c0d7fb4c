//! Python's `urllib.parse.urlparse`, as of 3.11.

use super::{grammar, number};
use crate::protocol::{Authority, Parameters, UriParts};

/// Characters that compatibility normalisation turns into one of `/?#@:`; a host with one is
/// refused since CVE-2019-9636.
const SPLIT_BY_NORMALISING: &str = "\u{ff0f}\u{ff1a}\u{ff20}\u{ff03}\u{ff1f}\u{2100}\u{2101}\u{2105}\u{2106}\u{2047}\u{2048}\u{2049}\u{fe16}\u{fe56}\u{fe5f}\u{fe6b}\u{fe55}\u{fe13}\u{2a74}";

pub(super) fn urlparse(text: &str) -> Option<UriParts> {
    let text = stripped(text);
    let (scheme, rest) = scheme_of(&text);
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

/// What stands before anything is split: without leading controls, and without line breaks and tabs.
fn stripped(text: &str) -> String {
    text.trim_start_matches(|c| c <= ' ').replace(['\t', '\r', '\n'], "")
}

fn scheme_of(text: &str) -> (Option<String>, &str) {
    match text.split_once(':') {
        Some((scheme, rest)) if grammar::is_scheme(scheme) => (Some(scheme.to_ascii_lowercase()), rest),
        _ => (None, text),
    }
}

/// `urlsplit(text)`, its authority read by `authority`.
pub(super) fn urlsplit(text: &str, authority: fn(&str) -> Option<Authority>) -> Option<UriParts> {
    let text = stripped(text);
    let (scheme, rest) = scheme_of(&text);
    let split = UriParts::split(&format!("x:{rest}"));
    let netloc = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let authority = match netloc {
        Some(netloc) if is_refused(netloc) => return None,
        Some(netloc) => Some(authority(netloc)?),
        None => None,
    };
    Some(UriParts { scheme, authority, ..split })
}

/// `hostname`, `port` and the userinfo, for a server that asks for them.
pub(super) fn netloc_in_parts(text: &str) -> Option<Authority> {
    let (userinfo, host) = match text.rsplit_once('@') {
        Some((userinfo, host)) => (Some(userinfo.to_owned()), host),
        None => (None, text),
    };
    let (host, port) = super::host_and_port(host);
    let port = match port {
        None | Some("") => None,
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            let digits = port.trim_start_matches('0');
            Some(if digits.is_empty() { "0" } else { digits }.to_owned())
        }
        Some(_) => return None,
    };
    Some(Authority { userinfo, host: host.to_lowercase(), port })
}

/// `netloc`, for a server that compares it alone.
pub(super) fn netloc_as_it_stands(text: &str) -> Authority {
    UriParts::split(&format!("x://{text}")).authority.unwrap_or_default()
}

/// What `urlunparse` makes of what `urlparse` made of a text, with its query written anew as a form; a
/// text that is refused stays as it is.
pub(in super::super) fn unparse(text: &str) -> String {
    let text = stripped(text);
    let (scheme, rest) = scheme_of(&text);
    let mut parts = UriParts { scheme, ..UriParts::split(&format!("x:{rest}")) };
    let pairs = Parameters::parse(&parts.query.unwrap_or_default());
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|pair| (pair.decoded_name(), pair.decoded_value())).collect();
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    parts.query = Some(form).filter(|query| !query.is_empty());
    parts.fragment = parts.fragment.filter(|fragment| !fragment.is_empty());
    parts.to_string()
}

/// Whether an authority is one that `urlsplit` refuses.
fn is_refused(text: &str) -> bool {
    text.contains('[') != text.contains(']') || text.contains(|c| SPLIT_BY_NORMALISING.contains(c))
}

fn netloc(text: &str) -> Option<Authority> {
    if is_refused(text) {
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
