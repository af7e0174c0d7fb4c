//! Redirect URIs as raw text, and a split of any text into URI parts that loses nothing.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A redirect URI as it was registered or requested: raw text, compared as bytes
/// (RFC 3986 section 6.2.1).
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Takes the text as it is; nothing is parsed or normalised.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The raw text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text split into parts; see [`UriParts::split`].
    #[must_use]
    pub fn parts(&self) -> UriParts {
        UriParts::split(&self.0)
    }

    /// Whether this is `http` on a loopback IP literal or `localhost` (RFC 8252 sections 7.3, 8.3).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let parts = self.parts();
        let host = parts.authority.map(|authority| authority.host).unwrap_or_default();
        parts.scheme.as_deref() == Some("http")
            && matches!(host.as_str(), "127.0.0.1" | "[::1]" | "localhost")
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Any text, split as RFC 3986 appendix B splits it: always possible, and displaying
/// the parts gives the text back.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct UriParts {
    /// The scheme without its colon.
    pub scheme: Option<String>,
    /// What stands between `//` and the path.
    pub authority: Option<Authority>,
    /// The path, possibly empty.
    pub path: String,
    /// The query without its `?`.
    pub query: Option<String>,
    /// The fragment without its `#`.
    pub fragment: Option<String>,
}

/// The authority of a URI, split as RFC 3986 section 3.2 does, without checking it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Authority {
    /// What stands before the last `@`.
    pub userinfo: Option<String>,
    /// The host; an IP literal keeps its brackets.
    pub host: String,
    /// What stands after the host's colon, possibly empty or no number at all.
    pub port: Option<String>,
}

impl UriParts {
    /// Splits `text`; `UriParts::split(text).to_string() == text` for every text.
    ///
    /// ```
    /// use oauth_litmus::protocol::UriParts;
    /// let parts = UriParts::split("https://me@app.example:8443/cb?a=b#c");
    /// assert_eq!(parts.host(), "app.example");
    /// assert_eq!(parts.query.as_deref(), Some("a=b"));
    /// ```
    #[must_use]
    pub fn split(text: &str) -> Self {
        let (before, fragment) = cut(text, '#');
        let (before, query) = cut(before, '?');
        let (scheme, rest) = match before.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme.to_owned()), rest),
            _ => (None, before),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(Authority::split(&rest[..end])), &rest[end..])
            }
            None => (None, rest),
        };
        Self { scheme, authority, path: path.to_owned(), query, fragment }
    }

    /// The host, or nothing where there is no authority.
    #[must_use]
    pub fn host(&self) -> &str {
        self.authority.as_ref().map_or("", |authority| &authority.host)
    }

    /// The authority, made if there is none.
    pub fn authority_mut(&mut self) -> &mut Authority {
        self.authority.get_or_insert_default()
    }
}

impl Authority {
    fn split(text: &str) -> Self {
        let (userinfo, rest) = match text.rsplit_once('@') {
            Some((userinfo, rest)) => (Some(userinfo.to_owned()), rest),
            None => (None, text),
        };
        let bracket = rest.starts_with('[').then(|| rest.find(']')).flatten().map_or(0, |at| at + 1);
        let (host, port) = match rest[bracket..].split_once(':') {
            Some((host, port)) => (&rest[..bracket + host.len()], Some(port.to_owned())),
            None => (rest, None),
        };
        Self { userinfo, host: host.to_owned(), port }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(userinfo) = &self.userinfo {
            write!(f, "{userinfo}@")?;
        }
        f.write_str(&self.host)?;
        self.port.iter().try_for_each(|port| write!(f, ":{port}"))
    }
}

impl fmt::Display for UriParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheme.iter().try_for_each(|scheme| write!(f, "{scheme}:"))?;
        self.authority.iter().try_for_each(|authority| write!(f, "//{authority}"))?;
        f.write_str(&self.path)?;
        self.query.iter().try_for_each(|query| write!(f, "?{query}"))?;
        self.fragment.iter().try_for_each(|fragment| write!(f, "#{fragment}"))
    }
}

fn cut(text: &str, mark: char) -> (&str, Option<String>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after.to_owned())),
        None => (text, None),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{RedirectUri, UriParts};
    use proptest::{prop_assert_eq, prop_oneof, proptest};

    proptest! {
        #[test]
        fn splitting_loses_nothing(text in prop_oneof![".*", "[a-z:/@?#\\[\\].%]{0,24}"]) {
            prop_assert_eq!(UriParts::split(&text).to_string(), text);
        }
    }

    #[test]
    fn the_last_at_sign_ends_the_userinfo() {
        let authority = UriParts::split("http://a@b@[::1]:80/x").authority.expect("an authority");
        assert_eq!(authority.userinfo.as_deref(), Some("a@b"));
        assert_eq!((authority.host.as_str(), authority.port.as_deref()), ("[::1]", Some("80")));
    }

    #[test]
    fn only_http_on_a_loopback_name_is_loopback() {
        assert!(RedirectUri::new("http://[::1]:9/cb").is_loopback());
        assert!(!RedirectUri::new("https://127.0.0.1/cb").is_loopback());
        assert!(!RedirectUri::new("http://localhost.evil.example/cb").is_loopback());
    }
}
