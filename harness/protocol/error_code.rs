//! Error codes: an open set, because providers invent their own.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The `error` of an authorization or token response (RFC 6749 sections 4.1.2.1 and 5.2).
///
/// Any text is allowed: Zoho says `invalid_code` where the RFC says `invalid_grant`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// Wraps a code as it was sent.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether RFC 6749 section 5.2 defines this code for the token endpoint.
    #[must_use]
    pub fn is_defined_for_token(&self) -> bool {
        TOKEN_ERRORS.contains(&self.as_str())
    }
}

const TOKEN_ERRORS: [&str; 6] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}
