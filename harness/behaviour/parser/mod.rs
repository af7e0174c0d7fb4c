//! The parsers behind real matchers: each splits a text as its library does, or refuses it.
//!
//! They differ in what they repair, refuse, lower-case, decode and leave out; where a server
//! compares what one of them says and a browser obeys another, a redirect goes astray.

mod go;
pub(super) mod grammar;
mod java;
mod python;
mod ruby;
mod spring;

pub(super) use python::unparse as python_unparse;

use super::components::comparison;
use crate::protocol::UriParts;
use url::Url;

comparison! {
    /// What splits a text into parts.
    Parser {
        /// RFC 3986 appendix B, without checking anything.
        Rfc3986,
        /// A browser's parser (WHATWG URL Standard).
        Whatwg,
        /// Python's `urllib.parse.urlparse`: strips controls, lower-cases scheme and host, takes
        /// `;parameters` off the path.
        Python,
        /// Python's `urllib.parse.urlsplit`: the same, but parameters stay, and it is seen whether
        /// there is a query or fragment; a port is a number of any size (django-oauth-toolkit).
        PythonSplit,
        /// The same, with the authority as it stands (idpyoidc).
        PythonNetloc,
        /// `java.net.URI`: strict, and without host or userinfo where the authority is odd.
        JavaUri,
        /// `java.net.URL`: lenient, keeps what it does not understand.
        JavaUrl,
        /// Spring's `UriComponentsBuilder` before its WHATWG parser: one regular expression.
        Spring,
        /// Go's `net/url`: decodes the path, refuses odd hosts.
        Go,
        /// The same with its field `Host`, in which an empty port still has its colon (go-oauth2).
        GoHost,
        /// Ruby's `URI`: strict, compares as `URI#==` does, after normalising.
        Ruby,
    }
}

impl Parser {
    /// The parts of `text`; none where this parser refuses it.
    ///
    /// ```
    /// use oauth_litmus::behaviour::Parser;
    /// let odd = "https://evil.example\\@app.example/callback";
    /// let host = |parser: Parser| parser.split(odd).map(|parts| parts.host().to_owned());
    /// assert_eq!(host(Parser::Whatwg).as_deref(), Some("evil.example"));
    /// assert_eq!(host(Parser::Python).as_deref(), Some("app.example"));
    /// assert_eq!(host(Parser::JavaUri), None);
    /// ```
    #[must_use]
    pub fn split(self, text: &str) -> Option<UriParts> {
        match self {
            Self::Rfc3986 => Some(UriParts::split(text)),
            Self::Whatwg => Url::parse(text).ok().map(|url| UriParts::split(url.as_str())),
            Self::Python => python::urlparse(text),
            Self::PythonSplit => python::urlsplit(text, python::netloc_in_parts),
            Self::PythonNetloc => python::urlsplit(text, |netloc| Some(python::netloc_as_it_stands(netloc))),
            Self::JavaUri => java::uri(text),
            Self::JavaUrl => java::url(text),
            Self::Spring => spring::uri_components(text),
            Self::Go => go::net_url(text),
            Self::GoHost => go::url_host(text),
            Self::Ruby => ruby::uri(text),
        }
    }
}

/// A port as a number without leading zeros; none where it is empty.
///
/// # Errors
/// If it is no number of 16 bits.
fn number(port: Option<&str>) -> Result<Option<String>, std::num::ParseIntError> {
    match port {
        None | Some("") => Ok(None),
        Some(port) => port.parse::<u16>().map(|port| Some(port.to_string())),
    }
}

/// What stands before and after the last colon that can begin a port.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    let bracket = authority.rfind(']').map_or(0, |at| at + 1);
    match authority[bracket..].split_once(':') {
        Some((host, port)) => (&authority[..bracket + host.len()], Some(port)),
        None => (authority, None),
    }
}
