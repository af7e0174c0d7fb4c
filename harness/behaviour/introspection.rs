//! Token introspection.

use serde::{Deserialize, Serialize};

/// What the introspection endpoint tells (RFC 7662).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct IntrospectionPolicy {
    /// Whether who asks has to authenticate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticates: Option<bool>,
}
