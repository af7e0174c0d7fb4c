//! Token introspection.

use super::{
    answer::ErrorAnswer,
    presented::{DeadToken, HintUse},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the introspection endpoint tells (RFC 7662).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct IntrospectionPolicy {
    /// Whether who asks has to authenticate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticates: Option<bool>,
    /// The answer to who fails to; 401 and `invalid_client` if absent (section 2.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unauthorized: Option<ErrorAnswer>,
    /// Whether a GET is answered like a POST (section 4 lets a server refuse it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers_get: Option<bool>,
    /// What is not looked at before a token is said to be active (section 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<UncheckedToken>>,
    /// Which tokens that are no good are answered with an error, not as inactive (section 2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuses: Option<Vec<DeadToken>>,
    /// What a `token_type_hint` does; advice if absent (section 2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<HintUse>,
    /// How `active` is written; as a boolean if absent (section 2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<ActiveForm>,
    /// Members of the answer about an active token that say this, whatever is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<BTreeMap<String, String>>,
    /// What the answer about an inactive token says beside that (section 2.2 wants nothing).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inactive: Option<BTreeMap<String, String>>,
}

/// What introspection can fail to look at.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UncheckedToken {
    /// Whether the token is too old.
    Expiry,
    /// Whether it was revoked at the revocation endpoint.
    Revocation,
    /// Whether it was issued to the client that asks.
    Client,
    /// The second half of the token, where a signed one has its signature.
    Signature,
}

/// How `active` is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActiveForm {
    /// A JSON boolean.
    Boolean,
    /// A JSON string that says the same.
    String,
}

impl IntrospectionPolicy {
    /// Whether that is looked at.
    pub(crate) fn checks(&self, what: UncheckedToken) -> bool {
        !self.unchecked.as_ref().is_some_and(|unchecked| unchecked.contains(&what))
    }
}
