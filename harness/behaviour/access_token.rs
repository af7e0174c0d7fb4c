//! Access tokens: how long they live, and what they look like.

use super::span::Lifetime;
use serde::{Deserialize, Serialize};

/// Access tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessTokenPolicy {
    /// How long one works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
    /// What each begins with; with nothing of its own if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Whether a further code brings the token that the client has already, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated: Option<bool>,
    /// `opaque`, `jwt`, `uuid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// How many can live at once for one refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_at_once: Option<u32>,
    /// The authentication scheme the provider's API wants, such as `Bearer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
}
