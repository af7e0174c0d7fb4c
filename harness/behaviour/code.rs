//! Authorization codes: how long, how often, for whom.

use super::{answer::ErrorAnswer, span::Lifetime};
use serde::{Deserialize, Serialize};

/// The policy on authorization codes (RFC 6749 sections 4.1.2 and 4.1.3).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct CodePolicy {
    /// How long after its issue a code can be redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
    /// How many times it can be redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<u32>,
    /// The answer to a code that is too old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<ErrorAnswer>,
    /// The answer to a code that was used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replayed: Option<ErrorAnswer>,
    /// The answer to a code that was never issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<ErrorAnswer>,
    /// Whether a code is refused for any client but the one it was issued to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound_to_client: Option<bool>,
    /// Whether a failed attempt to redeem a code uses it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burnt_by_failure: Option<bool>,
    /// What becomes of a PKCE challenge (RFC 7636 section 4.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkce: Option<PkceCheck>,
    /// How long after its first use a used code still works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Lifetime>,
    /// How long two redemptions may overlap and both succeed: stated, not executed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race_window: Option<Lifetime>,
}

/// How strictly a code's PKCE challenge is checked when the code is redeemed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PkceCheck {
    /// The right verifier has to come.
    Enforced,
    /// A verifier that comes has to be right; none need come.
    Optional,
    /// It is not looked at.
    Ignored,
}
