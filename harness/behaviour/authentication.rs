//! How clients show who they are to the endpoints that ask for it.

use serde::{Deserialize, Serialize};

/// Client authentication with a secret (RFC 6749 section 2.3); whether secrets are looked at at
/// all is said by [`TokenPolicy::checks_secret`](super::TokenPolicy).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthenticationPolicy {
    /// The places in which a secret is accepted; both if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<SecretPlace>>,
    /// What it does not check; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<AuthenticationGap>>,
    /// What becomes of a secret in a place in which none is accepted; it is refused if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<UnreadSecret>,
    /// Whether the body has to name the client that the header names (RFC 6749 section 2.3.1 wants
    /// the header alone); it need not if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_body_id: Option<bool>,
    /// When a refusal with status 401 comes with a challenge (RFC 6749 section 5.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<ClientChallenge>,
}

/// Where a client puts its secret (RFC 6749 section 2.3.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretPlace {
    /// Into the header, by HTTP Basic.
    Basic,
    /// Into the body.
    Post,
}

/// What becomes of a secret in a place in which none is accepted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadSecret {
    /// The client is refused.
    Refused,
    /// It is not looked at, nor is the id beside it in a header.
    Ignored,
}

/// When a client that is refused with status 401 is sent a challenge.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientChallenge {
    /// If it used the header, as RFC 6749 section 5.2 has it.
    ByHeader,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Something about a client's credentials that a server does not check.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthenticationGap {
    /// A client that has a secret may leave it out (RFC 6749 section 3.2.1).
    MissingSecret,
    /// Its secret may be empty (RFC 6749 section 2.3.1).
    EmptySecret,
    /// Its secret may come in another letter case.
    SecretCase,
    /// A secret may come in the header and in the body at once (RFC 6749 section 2.3).
    SecondMethod,
    /// Header and body may name two clients; the one in the header counts.
    BodyId,
    /// The secret is taken from HTTP Basic without decoding it (RFC 6749 section 2.3.1).
    BasicEncoding,
}

impl AuthenticationPolicy {
    /// Whether it leaves that unchecked.
    #[must_use]
    pub fn skips(&self, gap: AuthenticationGap) -> bool {
        self.unchecked.as_ref().is_some_and(|gaps| gaps.contains(&gap))
    }

    /// Whether a secret is accepted there.
    #[must_use]
    pub fn takes(&self, place: SecretPlace) -> bool {
        self.methods.as_ref().is_none_or(|methods| methods.contains(&place))
    }

    /// Whether what was given will do for the secret that is known.
    #[must_use]
    pub fn accepts(&self, known: &str, given: Option<&str>) -> bool {
        match given {
            None => self.skips(AuthenticationGap::MissingSecret),
            Some("") => self.skips(AuthenticationGap::EmptySecret),
            Some(given) => {
                given == known
                    || self.skips(AuthenticationGap::SecretCase) && given.eq_ignore_ascii_case(known)
            }
        }
    }
}
