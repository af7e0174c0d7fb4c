//! Behaviour that a scenario states and a matrix shows, and that no stand-in executes yet.

use serde::{Deserialize, Serialize};

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
