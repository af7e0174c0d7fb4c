//! Refresh tokens: whether there are any, how long they live, and what their use does.

use super::{answer::ErrorAnswer, span::Lifetime};
use serde::{Deserialize, Serialize};

/// Refresh tokens (RFC 6749 section 6, RFC 9700 section 4.14).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RefreshPolicy {
    /// Whether there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<RefreshIssued>,
    /// What each begins with; with nothing of its own if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// How long one works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
    /// Whether each use replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation: Option<bool>,
    /// What using a replaced one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reuse: Option<RefreshReuse>,
    /// How long a replaced one still works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Lifetime>,
    /// The error when a revoked one is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<ErrorAnswer>,
}

/// When refresh tokens are issued.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshIssued {
    /// With every code.
    Always,
    /// Only when a scope or parameter asks for it.
    OnRequest,
    /// Never.
    Never,
}

/// What happens when a rotated refresh token is used again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshReuse {
    /// It is refused, nothing else.
    Refused,
    /// It works.
    Accepted,
    /// It is refused and the whole family dies.
    RevokesFamily,
}
