//! Tokens as the endpoints that take any of them see them (RFC 7009, RFC 7662).

use serde::{Deserialize, Serialize};

/// The two sorts of token (RFC 7009 section 2.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenSort {
    /// Access tokens.
    AccessToken,
    /// Refresh tokens.
    RefreshToken,
}

/// Why a token that is presented is no good.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadToken {
    /// It was never issued.
    Unknown,
    /// It was revoked.
    Revoked,
    /// It is a refresh token that another has replaced.
    Replaced,
}

/// What a `token_type_hint` does (RFC 7009 section 2.1, RFC 7662 section 2.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HintUse {
    /// It says where to look first; the token is found whatever it says.
    Advice,
    /// The token is looked for nowhere else.
    Trusted,
    /// It is advice, and one that the server does not know is an error.
    KnownOnly,
}
