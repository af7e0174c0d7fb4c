//! The token endpoint: the shapes of its answers and of its errors.

use super::answer::ErrorAnswer;
use serde::{Deserialize, Serialize};

/// What the token endpoint answers (RFC 6749 sections 5.1 and 5.2).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct TokenPolicy {
    /// The HTTP status of a success; 200 if absent.
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The `Content-Type` of a success; `application/json` if absent.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The `token_type` of a success; `Bearer` if absent, left out if empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// How `expires_in` is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<ExpiresIn>,
    /// The `Cache-Control` of a success; `no-store` if absent, left out if empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// The `Pragma` of a success; `no-cache` if absent, left out if empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub pragma: Option<String>,
    /// Whether parameters in the query of a POST are read (RFC 6749 section 2.3.1 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_query: Option<bool>,
    /// Whether a GET is answered like a POST (RFC 6749 section 3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers_get: Option<bool>,
    /// Whether a repeated parameter is taken at its first value (RFC 6749 section 3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
    /// Whether a client's secret is checked at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checks_secret: Option<bool>,
    /// Which scripts may read its answers; none if absent (RFC 9700 section 2.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cors: Option<Cors>,
    /// Its errors.
    #[serde(skip_serializing_if = "super::is_default")]
    pub errors: TokenErrors,
}

/// Which scripts of other origins may read an answer (the CORS protocol of the Fetch Standard).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cors {
    /// None.
    None,
    /// Those of any origin, without cookies.
    AnyOrigin,
    /// Those of any origin, with cookies.
    AnyOriginWithCredentials,
}

/// How a lifetime is written into a token answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpiresIn {
    /// A JSON number, as RFC 6749 appendix A.14 has it.
    Number,
    /// A JSON string of digits.
    String,
    /// Not at all.
    Absent,
}

/// Errors of the token endpoint by their cause; what a cause leaves open comes from `all`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct TokenErrors {
    /// What all of them share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<ErrorAnswer>,
    /// No `grant_type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_grant_type: Option<ErrorAnswer>,
    /// A `grant_type` the server does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported_grant_type: Option<ErrorAnswer>,
    /// No `code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_code: Option<ErrorAnswer>,
    /// A client id nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_client: Option<ErrorAnswer>,
    /// A wrong client secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong_secret: Option<ErrorAnswer>,
    /// A code issued to another client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_code: Option<ErrorAnswer>,
    /// A wrong or missing `code_verifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong_verifier: Option<ErrorAnswer>,
}
