//! A resource that wants an access token.

use serde::{Deserialize, Serialize};

/// What a resource does with bearer tokens (RFC 6750).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ResourcePolicy {
    /// Whether a token in the query is taken (RFC 9700 section 4.3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_query: Option<bool>,
}
