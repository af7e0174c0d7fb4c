//! Server metadata.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The metadata document (RFC 8414).
///
/// What a stand-in can say of itself, it says: its issuer, its endpoints, what it supports.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetadataPolicy {
    /// The HTTP status of the document; 200 if absent.
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Its `Content-Type`; `application/json` if absent.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Members that are missing, whatever the standard says (RFC 8414 section 2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Members beside, or instead of, those that it has by itself; `{base}` in a text is the
    /// server.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, toml::Value>,
}
