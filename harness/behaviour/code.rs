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
    /// How its text is made (RFC 6749 section 10.10 and appendix A.11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<CodeValues>,
    /// How many bits of one that is made at random are random (RFC 6749 section 10.10); 256 if
    /// absent.
    #[serde(deserialize_with = "super::wire_value::entropy", skip_serializing_if = "Option::is_none")]
    pub entropy: Option<u16>,
    /// How the text that is presented is compared with the one that was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<CodeCompare>,
    /// Whether a code is refused for any client but the one it was issued to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound_to_client: Option<bool>,
    /// Whether that holds too for a client without a secret, which only says its id (RFC 6749
    /// section 4.1.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound_to_public_client: Option<bool>,
    /// Whether a scope in the token request takes the place of the one that was granted (RFC 6749
    /// section 4.1.3 knows no such parameter).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_scope: Option<bool>,
    /// What a code passes for that it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub works_as: Option<Vec<CodeUse>>,
    /// Whether a failed attempt to redeem a code uses it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burnt_by_failure: Option<bool>,
    /// What was wrong with a failed attempt that uses it up, where not every one does; nothing if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burnt_by: Option<Vec<Wrong>>,
    /// When a code that was used up is refused as one; first if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_judged: Option<UseJudged>,
    /// What becomes of a PKCE challenge (RFC 7636 section 4.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkce: Option<PkceCheck>,
    /// How long after its first use a used code still works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Lifetime>,
    /// How long a redemption takes to be committed, in real time: until then another one that
    /// arrives sees the code as unused. The answer to it is held back for as long. `never` is no
    /// window at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race_window: Option<Lifetime>,
}

impl CodePolicy {
    /// Whether an attempt that failed for this reason uses a code up.
    #[must_use]
    pub fn ends_by(&self, wrong: Wrong) -> bool {
        self.burnt_by.as_ref().is_some_and(|burnt_by| burnt_by.contains(&wrong))
    }
}

/// How the text of a code is made.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeValues {
    /// At random, of letters and digits.
    #[default]
    Random,
    /// By counting, behind a beginning that stays the same.
    Counter,
    /// At random, with a character that is not printable ASCII.
    NonAscii,
}

/// How a code that is presented is looked up.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeCompare {
    /// Character by character.
    #[default]
    Exact,
    /// Whatever the case of its letters.
    IgnoringCase,
}

/// What a code can pass for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeUse {
    /// An access token, at a resource.
    AccessToken,
    /// A refresh token of the client that it was issued to.
    RefreshToken,
}

/// When it is looked whether a code was used up.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseJudged {
    /// Before the redirect URI and the verifier that come with it.
    #[default]
    First,
    /// After them.
    Last,
}

/// A token that stems from a code.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Descendant {
    /// The access token that the code brought.
    AccessToken,
    /// The refresh token that the code brought.
    RefreshToken,
    /// Whatever a refresh has brought since then.
    Refreshed,
}

/// What can be wrong with a token request for a code.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    /// It comes from a client that the code was not issued to.
    Client,
    /// The client does not prove who it is.
    Secret,
    /// The redirect URI is not that of the authorization request.
    RedirectUri,
    /// The PKCE verifier is missing, or not the one of the challenge.
    Verifier,
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
