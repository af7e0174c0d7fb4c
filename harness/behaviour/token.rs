//! The token endpoint: the shapes of its answers and of its errors.

use super::{
    answer::ErrorAnswer,
    layout::{Place, ScopeSeparator, TokenBody},
    span::Lifetime,
    token_request::{
        AccessTokenMember, BodyType, ClientCredentials, EmptyParameters, GrantType, JudgedFirst, LetterCase,
        Taken, UnknownParameters,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// The layout of a success, and of errors that state none; JSON if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<TokenBody>,
    /// The member that holds what a success says; the body itself if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside: Option<Place>,
    /// Further members of a success.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub members: Map<String, Value>,
    /// What stands between scopes that are told; a space if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope_separator: Option<ScopeSeparator>,
    /// The `token_type` of a success; `Bearer` if absent, left out if empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// How the `access_token` of a success is written; as a string if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<AccessTokenMember>,
    /// How `expires_in` is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<ExpiresIn>,
    /// What `expires_in` says; how long the access token does live if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_lifetime: Option<Lifetime>,
    /// The `Cache-Control` of a success; `no-store` if absent, left out if empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// The `Pragma` of a success; `no-cache` if absent, left out if empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub pragma: Option<String>,
    /// The grants there are; `authorization_code` and `refresh_token` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<GrantType>>,
    /// The client credentials grant, where it is one of them.
    #[serde(skip_serializing_if = "super::is_default")]
    pub client_credentials: ClientCredentials,
    /// The bodies whose parameters are read; forms alone if absent (RFC 6749 appendix B).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bodies: Option<Vec<BodyType>>,
    /// What becomes of a request with a parameter that it does not know (RFC 6749 section 3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_parameters: Option<UnknownParameters>,
    /// What a parameter without a value counts as (RFC 6749 section 3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_parameters: Option<EmptyParameters>,
    /// What may be written in any letter case; nothing if absent (RFC 6749 section 1.9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_case: Option<Vec<LetterCase>>,
    /// Whether the client or its grant is judged first; the client if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judges_first: Option<JudgedFirst>,
    /// Whether parameters in the query of a POST are read (RFC 6749 section 2.3.1 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_query: Option<bool>,
    /// Whether a GET is answered like a POST (RFC 6749 section 3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers_get: Option<bool>,
    /// Whether a repeated parameter is taken (RFC 6749 section 3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
    /// What counts of a repeated parameter that is taken; its first value if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_several: Option<Taken>,
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

impl TokenPolicy {
    /// The grants there are.
    #[must_use]
    pub fn grants(&self) -> &[GrantType] {
        self.grants.as_deref().unwrap_or(&[GrantType::AuthorizationCode, GrantType::RefreshToken])
    }
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
    /// The `Cache-Control` of an error; `no-store` if absent, left out if empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// The `Pragma` of an error; left out if absent or empty.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub pragma: Option<String>,
    /// No `grant_type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_grant_type: Option<ErrorAnswer>,
    /// A `grant_type` the server does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported_grant_type: Option<ErrorAnswer>,
    /// No `code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_code: Option<ErrorAnswer>,
    /// A grant that this client may not use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_not_allowed: Option<ErrorAnswer>,
    /// A value with a control character in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed: Option<ErrorAnswer>,
    /// No client at all; as for an unknown one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_client: Option<ErrorAnswer>,
    /// A client id nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_client: Option<ErrorAnswer>,
    /// A wrong client secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong_secret: Option<ErrorAnswer>,
    /// A client that fails to authenticate without the header (RFC 6749 section 5.2 wants 401 for
    /// the header only); as for its cause if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_header: Option<ErrorAnswer>,
    /// A client with two secrets, or under two ids (RFC 6749 section 2.3); `invalid_request` if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ambiguous_client: Option<ErrorAnswer>,
    /// A code issued to another client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_code: Option<ErrorAnswer>,
    /// A wrong or missing `code_verifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong_verifier: Option<ErrorAnswer>,
    /// A missing `code_verifier`; as for a wrong one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_verifier: Option<ErrorAnswer>,
    /// A `code_verifier` with other characters or of another length than one has (RFC 7636 section
    /// 4.1); as for a wrong one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed_verifier: Option<ErrorAnswer>,
}
