//! Server metadata.

use serde::{Deserialize, Serialize};

/// The metadata document (RFC 8414).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetadataPolicy {
    /// The HTTP status of the document; 200 if absent.
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}
