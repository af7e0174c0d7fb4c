//! Behaviour that a scenario states and a matrix shows, and that no stand-in executes yet.

use super::span::Lifetime;
use serde::{Deserialize, Serialize};

/// Access tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessTokenPolicy {
    /// How long one works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
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

/// Refresh tokens (RFC 6749 section 6, RFC 9700 section 4.14).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RefreshPolicy {
    /// Whether there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<RefreshIssued>,
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
    pub revoked: Option<super::ErrorAnswer>,
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

/// Clients and their credentials.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientPolicy {
    /// How many redirect URIs one may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uris: Option<u32>,
    /// How a client authenticates at the token endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication: Option<Vec<String>>,
    /// Whether white space around credentials is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trims_credentials: Option<bool>,
    /// Whether a client can do without a registered redirect URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unregistered: Option<String>,
}

/// Separate deployments whose clients and tokens do not mix.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DataCentres {
    /// Their hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosts: Option<Vec<String>>,
    /// The error for a token of another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_token: Option<super::ErrorAnswer>,
}

/// The accounts behind clients and tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// What happens when client and token belong to different accounts: `accepted` or `refused`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_client: Option<String>,
    /// Whether each user has to authorize the client for a token of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_per_user: Option<bool>,
}
