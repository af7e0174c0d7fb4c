//! The pure matcher: does a policy admit a requested redirect URI, and where is the browser sent?

use super::{
    branch::{
        Branch, Components, FragmentMatch, HostMatch, Parser, PathMatch, PortMatch, QueryMatch, SchemeMatch,
        UserinfoMatch, Whole,
    },
    normalise,
    redirect::{Duplicates, Emission, LoopbackPort, Missing, RedirectUriPolicy},
};
use crate::protocol::{RedirectUri, UriParts, decode_percent};
use url::Url;

/// What a request's `redirect_uri` parameters amount to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Requested {
    /// This value counts.
    One(String),
    /// There is none, or an empty one (RFC 6749 section 3.1).
    Missing,
    /// There are several and the server refuses that.
    Several,
}

/// An admitted request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Admission {
    /// The text the browser is sent to.
    pub emitted: String,
}

impl RedirectUriPolicy {
    /// Takes in the decoded values of all `redirect_uri` parameters of one request.
    #[must_use]
    pub fn intake(&self, values: &[String]) -> Requested {
        let value = match (values, self.duplicate.unwrap_or(Duplicates::Refuse)) {
            ([], _) => return Requested::Missing,
            ([only], _) => only,
            ([first, ..], Duplicates::First) => first,
            ([.., last], Duplicates::Last) => last,
            (_, Duplicates::Refuse) => return Requested::Several,
        };
        let mut value = value.clone();
        for _ in 0..self.decodes.unwrap_or(0) {
            value = String::from_utf8_lossy(&decode_percent(value.as_bytes())).into_owned();
        }
        if value.is_empty() { Requested::Missing } else { Requested::One(value) }
    }

    /// Whether `requested` is admitted for a client with these `registered` URIs.
    ///
    /// ```
    /// use oauth_litmus::{behaviour::RedirectUriPolicy, protocol::RedirectUri};
    /// let exact = RedirectUriPolicy::default();
    /// let registered = [RedirectUri::new("https://app.example/callback")];
    /// assert!(exact.admits(&registered, "https://app.example/callback").is_some());
    /// assert!(exact.admits(&registered, "https://app.example/callback/").is_none());
    /// ```
    #[must_use]
    pub fn admits(&self, registered: &[RedirectUri], requested: &str) -> Option<Admission> {
        if self.refuse.iter().flatten().any(|gate| normalise::gate_refuses(*gate, requested)) {
            return None;
        }
        let branches = self.compare.as_ref().map_or(&[Branch::Whole(Whole::Exact)][..], |compare| &compare.0);
        let literal = branches.iter().any(|branch| match branch {
            Branch::Literal(values) => values.iter().any(|value| value == requested),
            Branch::Whole(whole) => *whole == Whole::Anything,
            Branch::Parts(_) => false,
        });
        if literal {
            return Some(Admission { emitted: self.emission(None, requested) });
        }
        let rewritten = self.rewrite(requested);
        registered
            .iter()
            .find(|registered| {
                let candidate = self.rewrite(registered.as_str());
                branches.iter().any(|branch| branch.admits(&candidate, &rewritten))
                    || self.differs_in_loopback_port(registered, requested)
            })
            .map(|registered| Admission { emitted: self.emission(Some(registered), requested) })
    }

    /// The registered URI used for a request without one, if there is any.
    #[must_use]
    pub fn default_of<'a>(&self, registered: &'a [RedirectUri]) -> Option<&'a RedirectUri> {
        match (self.missing.unwrap_or(Missing::Refuse), registered) {
            (Missing::SoleRegistered, [only]) => Some(only),
            (Missing::FirstRegistered, [first, ..]) => Some(first),
            _ => None,
        }
    }

    fn rewrite(&self, text: &str) -> String {
        self.normalise.iter().flatten().fold(text.to_owned(), |text, step| normalise::apply(*step, &text))
    }

    fn differs_in_loopback_port(&self, registered: &RedirectUri, requested: &str) -> bool {
        let localhost = match self.loopback_port {
            Some(LoopbackPort::Any) => false,
            Some(LoopbackPort::AnyAlsoLocalhost) => true,
            Some(LoopbackPort::Exact) | None => return false,
        };
        same_but_loopback_port(registered, requested, localhost)
    }

    fn emission(&self, registered: Option<&RedirectUri>, requested: &str) -> String {
        match (self.emit.unwrap_or(Emission::Requested), registered) {
            (Emission::Registered, Some(registered)) => registered.to_string(),
            (Emission::Whatwg, _) => normalise::whatwg(requested),
            _ => requested.to_owned(),
        }
    }
}

/// Whether the two differ in nothing but the port of a loopback `http` URI (RFC 8252
/// section 7.3), which no rule may call a mismatch; with `localhost`, that name counts too.
#[must_use]
pub fn same_but_loopback_port(registered: &RedirectUri, requested: &str, localhost: bool) -> bool {
    let (mut known, mut asked) = (registered.parts(), UriParts::split(requested));
    let port = asked.authority_mut().port.take();
    known.authority_mut().port = None;
    registered.is_loopback()
        && (localhost || known.host() != "localhost")
        && known == asked
        && port.is_none_or(|port| {
            port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok())
        })
}

impl Branch {
    fn admits(&self, registered: &str, requested: &str) -> bool {
        match self {
            Self::Whole(whole) => whole.admits(registered, requested),
            Self::Parts(components) => components.admits(registered, requested),
            Self::Literal(values) => values.iter().any(|value| value == requested),
        }
    }
}

impl Whole {
    fn admits(self, registered: &str, requested: &str) -> bool {
        match self {
            Self::Exact => requested == registered,
            Self::IgnoreCase => requested.to_lowercase() == registered.to_lowercase(),
            Self::Prefix => requested.starts_with(registered),
            Self::Suffix => requested.ends_with(registered),
            Self::Contains => requested.contains(registered),
            Self::Contained => registered.contains(requested),
            Self::Whatwg => match (Url::parse(registered), Url::parse(requested)) {
                (Ok(registered), Ok(requested)) => registered == requested,
                _ => false,
            },
            Self::Anything => true,
        }
    }
}

impl Components {
    fn admits(&self, registered: &str, requested: &str) -> bool {
        if self.loopback_only && !RedirectUri::new(registered).is_loopback() {
            return false;
        }
        let (Some(known), Some(asked)) = (self.parser.split(registered), self.parser.split(requested)) else {
            return false;
        };
        let (known_at, asked_at) =
            (known.authority.clone().unwrap_or_default(), asked.authority.clone().unwrap_or_default());
        self.scheme.admits(known.scheme.as_deref(), asked.scheme.as_deref())
            && (self.userinfo == UserinfoMatch::Any || known_at.userinfo == asked_at.userinfo)
            && self.host.admits(&known_at.host, &asked_at.host)
            && self.port.admits(known_at.port.as_deref(), asked_at.port.as_deref(), known.scheme.as_deref())
            && self.path.admits(&known.path, &asked.path)
            && self.query.admits(known.query.as_deref(), asked.query.as_deref())
            && (self.fragment == FragmentMatch::Any || known.fragment == asked.fragment)
    }
}

impl Parser {
    fn split(self, text: &str) -> Option<UriParts> {
        match self {
            Self::Rfc3986 => Some(UriParts::split(text)),
            Self::Whatwg => Url::parse(text).ok().map(|url| UriParts::split(url.as_str())),
        }
    }
}

impl SchemeMatch {
    fn admits(self, known: Option<&str>, asked: Option<&str>) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => known.map(str::to_lowercase) == asked.map(str::to_lowercase),
            Self::HttpOrHttps => {
                let web = |scheme: Option<&str>| matches!(scheme, Some("http" | "https"));
                known == asked || web(known) && web(asked)
            }
            Self::Any => true,
        }
    }
}

impl HostMatch {
    fn admits(self, known: &str, asked: &str) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => known.eq_ignore_ascii_case(asked),
            Self::Subdomain => {
                asked == known || asked.strip_suffix(known).is_some_and(|label| label.ends_with('.'))
            }
            Self::Suffix => asked.ends_with(known),
            Self::Prefix => asked.starts_with(known),
            Self::WildcardLabel => match known.strip_prefix('*') {
                Some(parent) => {
                    asked.strip_suffix(parent).is_some_and(|label| !label.is_empty() && !label.contains('.'))
                }
                None => known == asked,
            },
            Self::AnyLoopback => {
                let loopback = |host: &str| matches!(host, "127.0.0.1" | "[::1]" | "localhost");
                known == asked || loopback(known) && loopback(asked)
            }
            Self::DotIsAnyCharacter => {
                known.chars().count() == asked.chars().count()
                    && known.chars().zip(asked.chars()).all(|(known, asked)| known == '.' || known == asked)
            }
            Self::Any => true,
        }
    }
}

impl PortMatch {
    fn admits(self, known: Option<&str>, asked: Option<&str>, scheme: Option<&str>) -> bool {
        let default = match scheme {
            Some("https") => Some("443"),
            Some("http") => Some("80"),
            _ => None,
        };
        match self {
            Self::Exact => known == asked,
            Self::DefaultAware => known.or(default) == asked.filter(|port| !port.is_empty()).or(default),
            Self::Any => true,
        }
    }
}

impl PathMatch {
    fn admits(self, known: &str, asked: &str) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => known.eq_ignore_ascii_case(asked),
            Self::TrailingSlash => {
                known.strip_suffix('/').unwrap_or(known) == asked.strip_suffix('/').unwrap_or(asked)
            }
            Self::Prefix => asked.starts_with(known),
            Self::SegmentPrefix => asked
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || known.ends_with('/')),
            Self::DotSegments => normalise::dot_segments(known) == normalise::dot_segments(asked),
            Self::Decoded => decode_percent(known.as_bytes()) == decode_percent(asked.as_bytes()),
            Self::ParametersIgnored => {
                normalise::without_parameters(known) == normalise::without_parameters(asked)
            }
            Self::Parent => known.starts_with(asked),
            Self::Any => true,
        }
    }
}

impl QueryMatch {
    fn admits(self, known: Option<&str>, asked: Option<&str>) -> bool {
        let pairs = |query: Option<&str>| -> Vec<String> {
            query.into_iter().flat_map(|query| query.split('&')).map(str::to_owned).collect()
        };
        match self {
            Self::Exact => known == asked,
            Self::Unordered => {
                let (mut known, mut asked) = (pairs(known), pairs(asked));
                known.sort();
                asked.sort();
                known == asked
            }
            Self::Superset => {
                let asked = pairs(asked);
                pairs(known).iter().all(|pair| asked.contains(pair))
            }
            Self::AnyIfNoneRegistered => known.is_none() || known == asked,
            Self::Any => true,
        }
    }
}
