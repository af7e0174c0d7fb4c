//! Data centres: deployments of one provider that share clients, and neither users nor tokens.

use super::ErrorAnswer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Separate deployments whose users, codes and tokens do not mix.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DataCentres {
    /// The one that the provider's endpoints are at; the first by name if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// By the name of each, its host or its base URL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hosts: BTreeMap<String, String>,
    /// The error for a code, or a refresh token, of another one; 401 and `invalid_client` if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_code: Option<ErrorAnswer>,
    /// The error of a resource for an access token of another one; as for any bad token if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_token: Option<ErrorAnswer>,
}

impl DataCentres {
    /// The name of the one that the provider's endpoints are at, if there are any.
    #[must_use]
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref().or_else(|| self.hosts.keys().next().map(String::as_str))
    }

    /// The names of the others.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.hosts.keys().map(String::as_str).filter(|name| self.home() != Some(name))
    }
}
