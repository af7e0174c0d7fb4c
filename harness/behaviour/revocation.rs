//! Token revocation.

use super::{
    answer::ErrorAnswer,
    presented::{DeadToken, HintUse, TokenSort},
    span::Lifetime,
};
use serde::{Deserialize, Serialize};

/// What the revocation endpoint does (RFC 7009).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RevocationPolicy {
    /// Whether a client that has a secret has to show it (section 2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticates: Option<bool>,
    /// Whether a client can revoke none but its own tokens (section 2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound_to_client: Option<bool>,
    /// Whether the token of another client, which lives on, is answered like one that nobody knows;
    /// it is refused with `invalid_grant` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hides_foreign: Option<bool>,
    /// The answer to a client that fails to authenticate; 401 and `invalid_client` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unauthorized: Option<ErrorAnswer>,
    /// Whether a GET is answered like a POST (section 2.1 wants a form).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers_get: Option<bool>,
    /// Whether a repeated parameter is taken at its first value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
    /// Which sorts of token are revoked; both if absent (section 2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revokes: Option<Vec<TokenSort>>,
    /// The answer to a token of another sort; `unsupported_token_type` if absent (section 2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<ErrorAnswer>,
    /// The answer to a request without a token; `invalid_request` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_token: Option<ErrorAnswer>,
    /// Which tokens that are no good any more are answered with an error (section 2.2 wants 200
    /// for all of them).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuses: Option<Vec<DeadToken>>,
    /// What a `token_type_hint` does; advice if absent (section 2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<HintUse>,
    /// The answer to a hint that it does not know, where that is an error; `unsupported_token_type`
    /// if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_hint: Option<ErrorAnswer>,
    /// How long a revoked token still works; not at all if absent (section 2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Lifetime>,
    /// Whether revoking a refresh token ends the access tokens of its grant as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_access_tokens: Option<bool>,
    /// Whether revoking an access token ends the refresh tokens of its grant as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_refresh_tokens: Option<bool>,
    /// Whether revoking a token ends all that its client holds, of other grants too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_other_grants: Option<bool>,
    /// Whether a refresh token lives on although its revocation is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spares_refresh_tokens: Option<bool>,
}
