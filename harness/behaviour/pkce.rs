//! Proof Key for Code Exchange: what a server understands, demands and checks.

use crate::protocol::ErrorCode;
use serde::{Deserialize, Serialize};

/// What becomes of challenges and verifiers (RFC 7636); whether they are checked at all is
/// said by [`CodePolicy::pkce`](super::CodePolicy).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct PkcePolicy {
    /// The methods it understands (RFC 7636 section 4.2); both if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<PkceMethod>>,
    /// What a challenge without a method is taken for (RFC 7636 section 4.3; OAuth 2.1 section 4.1.1
    /// wants a method); `plain` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_method: Option<PkceMethod>,
    /// The clients that get no code without a challenge (OAuth 2.1 section 4.1.2.1); none if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_for: Option<Vec<ClientType>>,
    /// The clients whose codes are not redeemed where they were asked for without a challenge
    /// (OAuth 2.1 section 4.1.3); none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_at_token: Option<Vec<ClientType>>,
    /// The error where a challenge is missing (RFC 7636 section 4.4.1); `invalid_request` if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<ErrorCode>,
    /// What it does not check; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<PkceGap>>,
    /// How it writes the hash of a verifier to compare it with an S256 challenge (RFC 7636
    /// section 4.6); `base64url` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s256: Option<HashText>,
    /// Whether the challenge can be read from the code (RFC 7636 section 4.4 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge_in_code: Option<bool>,
    /// How many wrong verifiers end a code; any number may be tried if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries: Option<u32>,
    /// The methods that metadata names (RFC 8414 section 2); those it understands if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advertised: Option<Vec<PkceMethod>>,
}

/// How a challenge is made from a verifier (RFC 7636 section 4.2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum PkceMethod {
    /// It is the hash of the verifier.
    S256,
    /// It is the verifier.
    #[serde(rename = "plain")]
    Plain,
}

/// Whether a client can keep a secret (RFC 6749 section 2.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientType {
    /// It can.
    Confidential,
    /// It cannot.
    Public,
}

/// How the bytes of a hash are written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum HashText {
    /// In the alphabet that is safe in URLs, without padding (RFC 7636 appendix A).
    #[serde(rename = "base64url")]
    Base64Url,
    /// In the usual alphabet (RFC 4648 section 4), without padding.
    #[serde(rename = "base64")]
    Base64,
    /// In hexadecimal digits.
    #[serde(rename = "hex")]
    Hex,
}

/// Something about challenges and verifiers that a server does not check.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PkceGap {
    /// A challenge that is given twice counts with its first value (RFC 6749 section 3.1).
    DuplicateChallenge,
    /// An empty challenge will do where one is required (RFC 6749 section 3.1).
    EmptyChallenge,
    /// An unknown method is taken for `plain` (RFC 7636 section 4.4.1).
    UnknownMethod,
    /// Methods are known in any letter case (RFC 6749 section 1.9).
    MethodCase,
    /// The challenge itself is a verifier for it, whatever the method (RFC 7636 section 4.6).
    MethodBinding,
    /// Any challenge of the client will do, whichever code it belongs to (RFC 7636 section 4.4).
    CodeBinding,
    /// A verifier may come for a code that has no challenge (RFC 9700 section 4.8.2).
    VerifierWithoutChallenge,
    /// A verifier may have fewer than 43 characters (RFC 7636 section 4.1).
    VerifierMinLength,
    /// A verifier may have more than 128 characters (RFC 7636 section 4.1).
    VerifierMaxLength,
    /// A verifier may have any characters (RFC 7636 section 4.1).
    VerifierCharacters,
    /// White space around a verifier is ignored (RFC 7636 section 4.6).
    VerifierWhitespace,
    /// Padding after a challenge is ignored (RFC 7636 section 4.6).
    ChallengePadding,
}

impl PkcePolicy {
    /// Whether it leaves that unchecked.
    #[must_use]
    pub fn skips(&self, gap: PkceGap) -> bool {
        self.unchecked.as_ref().is_some_and(|gaps| gaps.contains(&gap))
    }

    /// The methods it understands.
    #[must_use]
    pub fn methods(&self) -> &[PkceMethod] {
        self.methods.as_deref().unwrap_or(&[PkceMethod::S256, PkceMethod::Plain])
    }
}

impl PkceMethod {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::S256 => "S256",
            Self::Plain => "plain",
        }
    }
}
