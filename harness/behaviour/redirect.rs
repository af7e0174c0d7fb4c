//! The redirect-URI policy: five stages, kept apart because most flaws sit between two of them.

use super::{answer::Mismatch, branch::Match, failing::Failing, gate::Gate, normalise::Normalisation};
use crate::protocol::ErrorCode;
use serde::{Deserialize, Serialize};

/// Which redirect URIs a server admits, and what it does with them (RFC 6749 section 3.1.2,
/// RFC 9700 sections 2.1 and 4.1.3).
///
/// A request passes five stages in this order: `duplicate`, `missing` and `decodes` take the
/// value in; `normalise` rewrites it for comparison; `refuse` turns some values away; `match`
/// and `loopback_port` compare it with each registered URI; `emit` says which text the browser
/// is sent to. Where it `fails`, it does so at the beginning or at the end.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedirectUriPolicy {
    /// How requested and registered are compared.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub compare: Option<Match>,
    /// Whether the port of a registered loopback `http` URI may vary (RFC 8252 section 7.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loopback_port: Option<LoopbackPort>,
    /// What a request without the parameter, or with an empty one, gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// What a client that has no URI registered may ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none_registered: Option<NoneRegistered>,
    /// What a request with several gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<Duplicates>,
    /// How often the value is percent-decoded beyond the once that is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decodes: Option<u8>,
    /// Rewrites applied to requested and registered before they are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalise: Option<Vec<Normalisation>>,
    /// Values refused whatever is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuse: Option<Vec<Gate>>,
    /// Values over which the server fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails: Option<Failing>,
    /// Which text the browser is sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emit: Option<Emission>,
    /// What the token request's redirect URI is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_token: Option<AtToken>,
    /// What happens when another error stands beside an inadmissible URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_error: Option<SecondError>,
    /// Single values that are decided otherwise than all the rest says: what was seen and nothing
    /// explains.
    #[serde(rename = "exception", skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// How a mismatch is answered.
    #[serde(skip_serializing_if = "super::is_default")]
    pub mismatch: Mismatch,
}

/// Whether the port of a loopback redirect URI may vary.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoopbackPort {
    /// Any port, for the IP literals `127.0.0.1` and `[::1]` only.
    Any,
    /// Any port, for `localhost` too.
    AnyAlsoLocalhost,
    /// Any port, for `localhost` too, where the registered URI has none: the requested port is
    /// cut off, the registered one is not (Gitea).
    AnyIfNoneRegistered,
    /// Any port, for the IP literals only, and a colon without a number is none.
    AnyNumber,
    /// Only the registered one.
    Exact,
}

/// The answer to a request without `redirect_uri` (RFC 6749 section 3.1.2.3).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// It is refused.
    Refuse,
    /// The only registered one is used; with several it is refused.
    SoleRegistered,
    /// The first registered one is used, however many there are.
    FirstRegistered,
}

/// What a client without any registered redirect URI gets (RFC 6749 section 3.1.2.2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoneRegistered {
    /// Every request is refused.
    Refuse,
    /// Every URI is admitted (`LemonLDAP::NG` before 2.0.6).
    Anything,
    /// The first URI that is asked for becomes the registered one (authentik before 2024.8.5).
    FirstUsed,
}

/// The answer to a request with more than one `redirect_uri` (RFC 6749 section 3.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// It is refused.
    Refuse,
    /// The first value counts.
    First,
    /// The last value counts.
    Last,
    /// One in the query counts before one in the body.
    QueryThenBody,
    /// One in the body counts before one in the query.
    BodyThenQuery,
}

/// Which text the browser is sent to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emission {
    /// What was requested.
    Requested,
    /// What was requested, as the WHATWG URL Standard serialises it.
    Whatwg,
    /// The same, and its query is written anew as a form (`URLSearchParams` of that standard).
    WhatwgForm,
    /// What was requested, as Python's `urlparse` and `urlunparse` write it, and its query anew as
    /// a form.
    Python,
    /// What was requested, after `normalise`.
    Normalised,
    /// The registered URI that matched.
    Registered,
    /// The registered URI that matched, with the query that was requested (UAA).
    RegisteredWithQuery,
}

impl Emission {
    /// All of them, the most usual first.
    pub const ALL: &[Self] = &[
        Self::Requested,
        Self::Registered,
        Self::Whatwg,
        Self::WhatwgForm,
        Self::Python,
        Self::Normalised,
        Self::RegisteredWithQuery,
    ];
}

/// What the redirect URI of a token request is compared with (RFC 6749 section 4.1.3).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtToken {
    /// With the one of the authorization request; required if it was sent there.
    Authorized,
    /// With the registered ones, whichever was authorized.
    Registered,
    /// With the one of the authorization request, by the comparison that holds there.
    SameMatch,
    /// With the one of the authorization request, if it is sent at all.
    Optional,
    /// With nothing.
    None,
}

/// What a second error beside an inadmissible redirect URI does: `"refused"`, `"redirected"`, or
/// a list of the error codes that are redirected.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged, expecting = "\"refused\", \"redirected\" or a list of error codes")]
pub enum SecondError {
    /// It is the same for every error.
    Every(Checked),
    /// These errors are redirected to the unchecked URI, no others.
    RedirectedOn(Vec<ErrorCode>),
}

/// Whether the redirect URI is checked before an error is redirected to it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// It is: the second error changes nothing.
    Refused,
    /// It is not: the error goes to the unchecked URI (RFC 9700 section 4.11.2 forbids it).
    Redirected,
}

impl SecondError {
    /// Whether an error of that code is redirected to an unchecked URI.
    #[must_use]
    pub fn redirects(&self, error: &str) -> bool {
        match self {
            Self::Every(checked) => *checked == Checked::Redirected,
            Self::RedirectedOn(errors) => errors.iter().any(|known| known.as_str() == error),
        }
    }
}

/// One redirect URI that is decided apart from all others.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The registered URI it was asked for.
    pub registered: String,
    /// The requested one.
    pub requested: String,
    /// Whether it is admitted.
    pub admitted: bool,
}
