//! Refresh tokens: whether there are any, how long they live, and what their use does.

use super::{answer::ErrorAnswer, span::Lifetime};
use serde::{Deserialize, Serialize};

/// Refresh tokens (RFC 6749 section 6, RFC 9700 section 4.14).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RefreshPolicy {
    /// Whether there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<RefreshIssued>,
    /// What each begins with; with nothing of its own if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// How many bits of one are random (RFC 6749 section 10.10); 256 if absent.
    #[serde(deserialize_with = "super::wire_value::entropy", skip_serializing_if = "Option::is_none")]
    pub entropy: Option<u16>,
    /// How many a user can hold for one client: the next one ends the oldest. Any number if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_at_once: Option<u32>,
    /// How long one works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
    /// Whether each use replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation: Option<bool>,
    /// Whether the answer to a refresh tells the refresh token again where it is not replaced (RFC
    /// 6749 section 6); it does if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_again: Option<bool>,
    /// What using a replaced one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reuse: Option<RefreshReuse>,
    /// How long a replaced one still works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Lifetime>,
    /// Whether a refresh brings revoked access tokens of its grant back to life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revives_access_tokens: Option<bool>,
    /// How many replaced ones of a grant the server still knows; all of them if absent. What it
    /// has forgotten it refuses as unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remembered: Option<usize>,
    /// The error when a revoked one is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<ErrorAnswer>,
    /// The error when one is used that was never issued; that of a revoked one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<ErrorAnswer>,
    /// The error when one is used that was issued to another client; that of a revoked one if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<ErrorAnswer>,
    /// The error when one is used that another has replaced; that of a revoked one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced: Option<ErrorAnswer>,
    /// What is not checked when one is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<RefreshCheck>>,
    /// The failed attempts to use one that end it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<Vec<FailedRefresh>>,
    /// What asking for less than was granted does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrowed: Option<Narrowed>,
    /// The scope where a refresh names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub omitted_scope: Option<OmittedScope>,
    /// Whether a resource takes one as if it were an access token (RFC 6749 section 1.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_bearer: Option<bool>,
}

impl RefreshPolicy {
    /// Whether this is checked when a token is used.
    #[must_use]
    pub fn checks(&self, check: RefreshCheck) -> bool {
        self.unchecked.as_ref().is_none_or(|unchecked| !unchecked.contains(&check))
    }

    /// Whether an attempt that failed for this reason ends the token.
    #[must_use]
    pub fn ends_by(&self, failed: FailedRefresh) -> bool {
        self.ended_by.as_ref().is_some_and(|ended_by| ended_by.contains(&failed))
    }
}

/// When refresh tokens are issued.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshIssued {
    /// With every code.
    Always,
    /// Only when a scope or parameter asks for it.
    OnRequest,
    /// Never.
    Never,
}

/// What happens when a rotated refresh token is used again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshReuse {
    /// It is refused, nothing else.
    Refused,
    /// It works.
    Accepted,
    /// It is refused and the whole family dies.
    RevokesFamily,
    /// It is refused and the refresh tokens of the family die; its access tokens live on.
    RevokesRefreshTokens,
    /// It is refused and everything the client was ever issued dies.
    RevokesEveryFamily,
}

/// Something to check of a refresh.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshCheck {
    /// That the token was issued to the client that uses it (RFC 6749 section 6).
    Client,
    /// The secret of a confidential client (RFC 6749 section 6).
    Authentication,
    /// That a public client names itself (OAuth 2.1 sections 3.2.2 and 4.3.1).
    ClientId,
    /// That no more scope is asked for than was granted (RFC 6749 section 6).
    Scope,
    /// The end of the token: what begins like it is taken for it (RFC 6749 section 10.4).
    SecondHalf,
    /// That it is a refresh token and not an access token (RFC 6749 section 1.5).
    Kind,
}

/// Why an attempt to refresh failed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailedRefresh {
    /// Another client made it.
    ForeignClient,
    /// The client failed to authenticate.
    Authentication,
    /// It asked for more scope than was granted.
    Scope,
}

/// What a refresh does that asks for less than was granted (RFC 6749 section 6).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Narrowed {
    /// The access token is good for that, and the refresh token for as much as before.
    Once,
    /// The access token is good for all that was granted.
    Ignored,
    /// The access token and all later ones are good for that.
    ForGood,
}

/// The scope of a refresh that names none.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OmittedScope {
    /// All that was granted, as RFC 6749 section 6 has it.
    Granted,
    /// The first of several.
    FirstWord,
}
