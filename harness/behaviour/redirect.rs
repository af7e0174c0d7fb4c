//! The redirect-URI policy: five stages, kept apart because most flaws sit between two of them.

use super::{answer::Mismatch, branch::Match};
use serde::{Deserialize, Serialize};

/// Which redirect URIs a server admits, and what it does with them (RFC 6749 section 3.1.2,
/// RFC 9700 sections 2.1 and 4.1.3).
///
/// A request passes five stages in this order: `duplicate`, `missing` and `decodes` take the
/// value in; `normalise` rewrites it for comparison; `refuse` turns some values away; `match`
/// and `loopback_port` compare it with each registered URI; `emit` says which text the browser
/// is sent to.
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
    /// Which text the browser is sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emit: Option<Emission>,
    /// What the token request's redirect URI is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_token: Option<AtToken>,
    /// What happens when another error stands beside an inadmissible URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_error: Option<SecondError>,
    /// How a mismatch is answered.
    #[serde(skip_serializing_if = "super::is_default")]
    pub mismatch: Mismatch,
}

/// Whether the port of a loopback redirect URI may vary.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoopbackPort {
    /// Any port, for the IP literals `127.0.0.1` and `[::1]` only.
    Any,
    /// Any port, for `localhost` too.
    AnyAlsoLocalhost,
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
}

/// A rewrite of the whole text before it is compared.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalisation {
    /// White space and C0 controls around it are dropped.
    Trim,
    /// TAB, CR and LF inside are dropped.
    DropTabsAndNewlines,
    /// It is lower-cased.
    LowerCase,
    /// Scheme and host are lower-cased (RFC 3986 section 6.2.2.1).
    LowerCaseSchemeAndHost,
    /// Escaped unreserved characters are decoded, hex is upper-cased (RFC 3986 section 6.2.2).
    DecodeUnreserved,
    /// `.` and `..` segments are resolved (RFC 3986 section 5.2.4).
    DotSegments,
    /// One trailing slash of the path is dropped.
    DropTrailingSlash,
    /// The query is dropped.
    DropQuery,
    /// The fragment is dropped.
    DropFragment,
    /// It becomes what a browser makes of it (WHATWG URL Standard).
    Whatwg,
}

/// A kind of value that is refused whatever is registered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// A fragment, even an empty one (RFC 6749 section 3.1.2).
    Fragment,
    /// A userinfo.
    Userinfo,
    /// A `.` or `..` segment, raw or escaped.
    DotSegments,
    /// A query parameter named like one of the response (RFC 6749 section 10.14).
    ResponseParameters,
    /// Anything but `http` and `https`.
    OtherSchemes,
    /// White space or a control character.
    Whitespace,
}

/// Which text the browser is sent to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emission {
    /// What was requested.
    Requested,
    /// What was requested, as the WHATWG URL Standard serialises it.
    Whatwg,
    /// The registered URI that matched.
    Registered,
}

/// What the redirect URI of a token request is compared with (RFC 6749 section 4.1.3).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtToken {
    /// With the one of the authorization request; required if it was sent there.
    Authorized,
    /// With the registered ones, whichever was authorized.
    Registered,
    /// With the one of the authorization request, if it is sent at all.
    Optional,
    /// With nothing.
    None,
}

/// What a second error beside an inadmissible redirect URI does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondError {
    /// Nothing: the URI is checked first.
    Refused,
    /// It is redirected to the unchecked URI (RFC 9700 section 4.11.2 forbids it).
    Redirected,
}
