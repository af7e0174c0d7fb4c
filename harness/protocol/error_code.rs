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

    /// Whether the code is registered for authorization responses (RFC 6749 section 11.4.1).
    #[must_use]
    pub fn is_registered_for_authorization(&self) -> bool {
        AUTHORIZATION_ERRORS.contains(&self.as_str())
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

/// Those of RFC 6749 section 4.1.2.1, `OpenID` Connect Core section 3.1.2.6, `OpenID` Connect Core
/// Unmet Authentication Requirements, RFC 8707 section 2, RFC 9396 section 5 and RFC 9449
/// section 5.
const AUTHORIZATION_ERRORS: [&str; 20] = [
    "invalid_request",
    "unauthorized_client",
    "access_denied",
    "unsupported_response_type",
    "invalid_scope",
    "server_error",
    "temporarily_unavailable",
    "interaction_required",
    "login_required",
    "account_selection_required",
    "consent_required",
    "invalid_request_uri",
    "invalid_request_object",
    "request_not_supported",
    "request_uri_not_supported",
    "registration_not_supported",
    "unmet_authentication_requirements",
    "invalid_target",
    "invalid_authorization_details",
    "invalid_dpop_proof",
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
