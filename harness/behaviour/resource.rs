//! A resource that wants an access token.

use super::answer::ErrorAnswer;
use serde::{Deserialize, Serialize};

/// What a resource does with bearer tokens (RFC 6750).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ResourcePolicy {
    /// Whether a token in the query is taken (RFC 9700 section 4.3.2 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_query: Option<bool>,
    /// The `Cache-Control` of the answer to a token in the query; `private` if absent, left out if
    /// empty (section 2.3).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// Whether a token in a form is taken; it is if absent (section 2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_form: Option<bool>,
    /// Whether the scheme is known in no letter case but `Bearer` (RFC 9110 section 11.1 knows it
    /// in any).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact_scheme: Option<bool>,
    /// Whether a token that comes in two ways is taken (section 3.1 makes that an error).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
    /// The scheme of the challenge in a refusal; `Bearer` if absent, no challenge if empty
    /// (section 3).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// Where a refusal tells its error; in the challenge if absent (section 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_in: Option<ErrorPlace>,
    /// The answer to a request without a token; 401 and no error code if absent (section 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<ErrorAnswer>,
    /// The answer to a token that comes in a way in which none is taken; as to none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untaken: Option<ErrorAnswer>,
    /// The answer to a token that comes in two ways, where that is an error; 400 and
    /// `invalid_request` if absent (section 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated: Option<ErrorAnswer>,
    /// The answer to a token that is no good; 401 and `invalid_token` if absent (section 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid: Option<ErrorAnswer>,
    /// Scopes that do not open it, for a token that has no others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insufficient_scopes: Option<Vec<String>>,
    /// The answer to such a token; 403 and `insufficient_scope` if absent (section 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insufficient: Option<ErrorAnswer>,
}

/// Where a resource tells the error of a refusal.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorPlace {
    /// In the challenge.
    Challenge,
    /// In the body, as a token endpoint does.
    Body,
    /// In both.
    Both,
}
