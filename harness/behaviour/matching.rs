//! The pure matcher: does a policy admit a requested redirect URI, and where is the browser sent?

use super::{
    branch::Branch,
    failing::FailsAt,
    normalise, parser,
    redirect::{Duplicates, Emission, LoopbackPort, Missing, NoneRegistered, RedirectUriPolicy},
    whole::Whole,
};
use crate::protocol::{RedirectUri, UriParts, decode_percent};
use std::borrow::Cow;

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
    /// Takes in the decoded values of all `redirect_uri` parameters of one request, those of its
    /// query and those of its form body.
    #[must_use]
    pub fn intake(&self, query: &[String], body: &[String]) -> Requested {
        let order = self.duplicate.unwrap_or(Duplicates::Refuse);
        let places = if order == Duplicates::BodyThenQuery { [body, query] } else { [query, body] };
        let value = match (places.concat().as_slice(), order) {
            ([], _) => return Requested::Missing,
            ([only], _) => only.clone(),
            ([first, ..], Duplicates::First | Duplicates::QueryThenBody | Duplicates::BodyThenQuery) => {
                first.clone()
            }
            ([.., last], Duplicates::Last) => last.clone(),
            (_, Duplicates::Refuse) => return Requested::Several,
        };
        let mut value = value;
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
        if let Some(admitted) = self.excepted(registered, requested) {
            return admitted.then(|| Admission { emitted: requested.to_owned() });
        }
        if self.fails.as_ref().is_some_and(|failing| failing.concerns(requested)) {
            return None;
        }
        self.compared(registered, requested)
    }

    /// The status with which the server fails over `requested`, if it does.
    ///
    /// ```
    /// use oauth_litmus::{behaviour::{Failing, FailsAt, RedirectUriPolicy, Unfit}, protocol::RedirectUri};
    /// let on = vec![Unfit::NotUrl];
    /// let fails = Some(Failing { at: FailsAt::Reading, on, status: None });
    /// let policy = RedirectUriPolicy { fails, ..RedirectUriPolicy::default() };
    /// let registered = [RedirectUri::new("https://app.example/callback")];
    /// assert_eq!(policy.failure(&registered, "//app.example/callback"), Some(500));
    /// assert_eq!(policy.failure(&registered, "https://evil.example/callback"), None);
    /// ```
    #[must_use]
    pub fn failure(&self, registered: &[RedirectUri], requested: &str) -> Option<u16> {
        let failing = self.fails.as_ref().filter(|failing| failing.concerns(requested))?;
        let fails = self.excepted(registered, requested).is_none()
            && (failing.at == FailsAt::Reading || self.compared(registered, requested).is_some());
        fails.then(|| failing.status.unwrap_or(500))
    }

    /// What comes of a value about which nothing is said by itself.
    fn compared(&self, registered: &[RedirectUri], requested: &str) -> Option<Admission> {
        if self.refuse.iter().flatten().any(|gate| gate.refuses(requested)) {
            return None;
        }
        let branches = self.compare.as_ref().map_or(&[Branch::Whole(Whole::Exact)][..], |compare| &compare.0);
        let unregistered = registered.is_empty() && self.none_registered == Some(NoneRegistered::Anything);
        if unregistered || branches.iter().any(|branch| branch.admits_always(requested)) {
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

    /// Whether a request with that one value, decoded once, is accepted.
    #[must_use]
    pub fn accepts(&self, registered: &[RedirectUri], requested: &str) -> bool {
        self.decide(registered, &[requested.to_owned()]).is_some()
    }

    /// What becomes of a request with these decoded values in its query: taken in, admitted or replaced by a
    /// default, or refused.
    #[must_use]
    pub fn decide(&self, registered: &[RedirectUri], values: &[String]) -> Option<Admission> {
        match self.intake(values, &[]) {
            Requested::One(requested) => self.admits(registered, &requested),
            Requested::Missing => {
                self.default_of(registered).map(|uri| Admission { emitted: uri.to_string() })
            }
            Requested::Several => None,
        }
    }

    /// What an exception says of a value, if one is about it.
    fn excepted(&self, registered: &[RedirectUri], requested: &str) -> Option<bool> {
        let about = |uri: &str| registered.iter().any(|known| known.as_str() == uri);
        let found = self
            .exceptions
            .iter()
            .find(|exception| exception.requested == requested && about(&exception.registered));
        found.map(|exception| exception.admitted)
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

    /// `text` after every step of `normalise`.
    #[must_use]
    pub fn rewrite<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.normalise.iter().flatten().fold(Cow::Borrowed(text), |text, step| {
            match normalise::apply(*step, &text) {
                Cow::Owned(rewritten) => Cow::Owned(rewritten),
                Cow::Borrowed(_) => text,
            }
        })
    }

    fn differs_in_loopback_port(&self, registered: &RedirectUri, requested: &str) -> bool {
        let localhost = match self.loopback_port {
            Some(LoopbackPort::Any) => false,
            Some(LoopbackPort::AnyAlsoLocalhost) => true,
            Some(LoopbackPort::AnyNumber) => {
                let port = UriParts::split(requested).authority.and_then(|authority| authority.port);
                if port.is_some_and(|port| port.is_empty()) {
                    return false;
                }
                false
            }
            Some(LoopbackPort::AnyIfNoneRegistered) => {
                if registered.parts().authority.is_some_and(|authority| authority.port.is_some()) {
                    return false;
                }
                true
            }
            Some(LoopbackPort::Exact) | None => return false,
        };
        same_but_loopback_port(registered, requested, localhost)
    }

    fn emission(&self, registered: Option<&RedirectUri>, requested: &str) -> String {
        match (self.emit.unwrap_or(Emission::Requested), registered) {
            (Emission::Registered, Some(registered)) => registered.to_string(),
            (Emission::RegisteredWithQuery, Some(registered)) => {
                let mut parts = registered.parts();
                parts.query = UriParts::split(requested).query;
                parts.to_string()
            }
            (Emission::Normalised, _) => self.rewrite(requested).into_owned(),
            (Emission::Whatwg, _) => normalise::whatwg(requested),
            (Emission::WhatwgForm, _) => normalise::whatwg_form(requested),
            (Emission::Python, _) => parser::python_unparse(requested),
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
