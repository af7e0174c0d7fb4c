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
}

/// What happens to `state` (RFC 6749 sections 4.1.1 and 4.1.2).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatePolicy {
    /// What comes back on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo: Option<StateEcho>,
    /// What comes back with an error (RFC 6749 section 4.1.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_error: Option<StateEcho>,
    /// Whether an empty one comes back as if it were a value (RFC 6749 section 3.1 takes it for
    /// none).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echoes_empty: Option<bool>,
    /// Whether a repeated one is taken at its first value (RFC 6749 section 3.1 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
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
    /// The value encoded, except for what separates parameters.
    DelimitersUnencoded,
    /// Only its first 128 bytes.
    Truncated,
    /// Only its printable ASCII characters.
    Printable,
}
