//! What the authorization endpoint sends back, apart from the redirect URI itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The authorization endpoint in general.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizationPolicy {
    /// Parameters added to every successful callback, beside `code` and `state`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub callback: BTreeMap<String, String>,
    /// The scopes that exist; with them, a request for another is refused with `invalid_scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// Whether an unknown client's request is answered by a redirect to the URI it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_client_redirects: Option<bool>,
    /// The `iss` of its responses (RFC 9207 section 2); none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<IssuerSent>,
    /// The `iss` of its error responses; as `issuer` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_in_errors: Option<IssuerSent>,
}

/// What a response says in `iss` (RFC 9207 section 2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerSent {
    /// The server's issuer identifier.
    Exact,
    /// Nothing: there is no `iss`.
    Absent,
    /// The issuer identifier, with a slash at its end.
    WithSlash,
    /// The issuer identifier, with a query.
    WithQuery,
    /// The issuer identifier, two times.
    Twice,
    /// What the request said in a parameter of that name; the issuer identifier if it had none.
    Requested,
}

/// What happens to `state` (RFC 6749 sections 4.1.1 and 4.1.2).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatePolicy {
    /// What comes back on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo: Option<StateEcho>,
    /// Whether a request without `state` is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What comes back when none was sent, if anything does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_absent: Option<String>,
}

/// How faithful the returned `state` is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateEcho {
    /// The exact value.
    Exact,
    /// No `state` at all.
    Absent,
    /// The value, percent-decoded once more.
    DecodedAgain,
    /// The value put into the callback without encoding it.
    Unencoded,
    /// Only its first 128 bytes.
    Truncated,
}
