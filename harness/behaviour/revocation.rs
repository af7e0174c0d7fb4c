//! Token revocation.

use serde::{Deserialize, Serialize};

/// What the revocation endpoint does (RFC 7009).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RevocationPolicy {
    /// Whether revoking a refresh token ends the access tokens of its grant as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_access_tokens: Option<bool>,
    /// Whether revoking a refresh token ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_refresh_tokens: Option<bool>,
}
