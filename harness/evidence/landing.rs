//! Where a browser that follows an answer lands, and how bad that is.

use crate::{
    behaviour::normalise::{decode_unreserved, without_parameters},
    mutation::Severity,
    protocol::{Parameters, RedirectUri},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use url::{Host, Url};

/// Where a browser would land.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Landing {
    /// The target as a browser resolves it; none where it can make nothing of it.
    pub url: Option<String>,
    /// How bad that is; none if it is the registered URI, byte for byte.
    pub severity: Option<Severity>,
    /// Whether the server was seen sending the browser there.
    pub seen: Seen,
}

/// How a landing is known.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// An answer sent the browser there.
    Observed,
    /// The requested URI as a browser parses it: no answer sent the browser on yet.
    Assumed,
}

impl fmt::Debug for Landing {
    /// Place without query: a code may be in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.url.as_deref().and_then(|url| url.split(['?', '#']).next());
        write!(f, "Landing({place:?}, {:?}, {:?})", self.severity, self.seen)
    }
}

impl Landing {
    /// The landing of an answer that leads to `target`; `expected` are the names of response
    /// parameters that the server adds by itself.
    #[must_use]
    pub fn observed(registered: &RedirectUri, target: &str, server: &Url, expected: &[String]) -> Self {
        Self {
            url: server.join(target).ok().map(String::from),
            severity: severity_of(registered, target, server, expected),
            seen: Seen::Observed,
        }
    }

    /// The landing to be expected once a request for `requested` is granted.
    #[must_use]
    pub fn assumed(registered: &RedirectUri, requested: &str, server: &Url) -> Self {
        Self { seen: Seen::Assumed, ..Self::observed(registered, requested, server, &[]) }
    }
}

/// How bad it is that a browser at `server` is sent to `target` instead of `registered`; none
/// if it is the registered URI, apart from one each of the `expected` response parameters.
///
/// ```
/// use oauth_litmus::{evidence::severity_of, mutation::Severity, protocol::RedirectUri};
/// let server = "https://as.example/".parse().unwrap();
/// let registered = RedirectUri::new("https://app.example/callback");
/// let severity = |target| severity_of(&registered, target, &server, &[]);
/// assert_eq!(severity("https://evil.example\\@app.example/callback"), Some(Severity::S4));
/// assert_eq!(severity("https://app.example/callback/../x"), Some(Severity::S3));
/// assert_eq!(severity("https://app.example/callback?x=1"), Some(Severity::S2));
/// assert_eq!(severity("HTTPS://app.example/callback"), Some(Severity::S1));
/// assert_eq!(severity("https://app.example/callback"), None);
/// ```
#[must_use]
pub fn severity_of(
    registered: &RedirectUri,
    target: &str,
    server: &Url,
    expected: &[String],
) -> Option<Severity> {
    if target == registered.as_str() {
        return None;
    }
    let Ok(lands) = server.join(target) else { return Some(Severity::S0) };
    let home = Url::parse(registered.as_str()).ok();
    if lands.origin() == server.origin() && home.as_ref().is_none_or(|home| home.origin() != server.origin())
    {
        return Some(Severity::S0);
    }
    if lands.scheme() == "urn" {
        return Some(Severity::S2);
    }
    let Some(home) = home else { return Some(Severity::S4) };
    if let Some(severity) = place_differs(&home, &lands) {
        return Some(severity);
    }
    if query_differs(home.query(), lands.query(), expected) || fragment_differs(&home, &lands, expected) {
        return Some(Severity::S2);
    }
    let rest = target.strip_prefix(registered.as_str());
    let same_bytes = rest.is_some_and(|rest| !expected.is_empty() && rest.starts_with(['?', '&', '#']));
    (!same_bytes).then_some(Severity::S1)
}

/// How bad the difference in scheme, host, port or path is, if there is any.
fn place_differs(home: &Url, lands: &Url) -> Option<Severity> {
    let web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let (path, home_path) = (decode_unreserved(lands.path()), decode_unreserved(home.path()));
    let path_differs = || {
        let only_parameters = without_parameters(&path) == without_parameters(&home_path);
        (path != home_path).then_some(if only_parameters { Severity::S2 } else { Severity::S3 })
    };
    if !web(home) && lands.scheme() == home.scheme() {
        // The same app opens, whatever the slashes.
        let bare =
            |url: &Url| format!("{}/{}", url.host_str().unwrap_or_default(), url.path().trim_matches('/'));
        return (bare(home).trim_matches('/') != bare(lands).trim_matches('/')).then_some(Severity::S3);
    }
    if !(web(home) && web(lands)) {
        return Some(Severity::S4);
    }
    if is_loopback(home) && is_loopback(lands) {
        return (path != home_path).then_some(Severity::S2);
    }
    if site(lands) != site(home) {
        return Some(Severity::S4);
    }
    let origin =
        |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    if origin(lands) == origin(home) { path_differs() } else { Some(Severity::S3) }
}

/// Whether a browser stays on this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => {
            let mapped = address.to_ipv4_mapped();
            address.is_loopback()
                || address.is_unspecified()
                || mapped.is_some_and(|address| address.is_loopback())
        }
        None => false,
    }
}

/// The registrable domain, or the host itself where there is none.
fn site(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    match psl::domain(host.as_bytes()) {
        Some(domain) if url.domain().is_some() => String::from_utf8_lossy(domain.as_bytes()).into_owned(),
        _ => host,
    }
}

/// Whether something beyond the registered parameters and one of each expected name is left,
/// or a registered one is missing.
fn query_differs(home: Option<&str>, lands: Option<&str>, expected: &[String]) -> bool {
    let home = Parameters::parse(home.unwrap_or_default());
    let mut left: Vec<(String, String)> = Parameters::parse(lands.unwrap_or_default())
        .iter()
        .map(|p| (p.decoded_name(), p.decoded_value()))
        .collect();
    for known in home.iter() {
        let (name, value) = (known.decoded_name(), known.decoded_value());
        match left.iter().position(|pair| *pair == (name.clone(), value.clone())) {
            Some(at) => drop(left.remove(at)),
            None => return true,
        }
    }
    for name in expected {
        if let Some(at) = left.iter().rposition(|(left, _)| left == name) {
            left.remove(at);
        }
    }
    !left.is_empty()
}

/// A fragment is the response's own only where the query holds no response.
fn fragment_differs(home: &Url, lands: &Url, expected: &[String]) -> bool {
    let in_query = Parameters::parse(lands.query().unwrap_or_default());
    let answered = ["code", "error"].iter().any(|name| in_query.first(name).is_some());
    match lands.fragment() {
        None | Some("" | "_=_" | "_") => false,
        fragment if fragment == home.fragment() => false,
        fragment => query_differs(None, fragment, if answered { &[] } else { expected }),
    }
}
