//! Clients: what a server lets one register, and how it reads their credentials.

use super::{AuthenticationPolicy, SecretPlace};
use serde::{Deserialize, Serialize};

/// Clients and their credentials.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientPolicy {
    /// How many redirect URIs one may have: what is given beyond that is not registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uris: Option<u32>,
    /// How a client authenticates at the token endpoint, by the names of RFC 7591 section 2. What
    /// [`AuthenticationPolicy::methods`] says of a secret comes before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication: Option<Vec<AuthenticationMethod>>,
    /// Whether white space around the id and the secret is ignored at the token endpoint; it is not
    /// if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trims_credentials: Option<bool>,
    /// What a request of a client without a registered redirect URI comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unregistered: Option<Unregistered>,
}

/// A way in which a client authenticates (RFC 7591 section 2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthenticationMethod {
    /// It does not: a public client.
    None,
    /// Its secret is in the header, by HTTP Basic.
    ClientSecretBasic,
    /// Its secret is in the body.
    ClientSecretPost,
    /// It signs an assertion with its secret (RFC 7523); no stand-in reads one.
    ClientSecretJwt,
    /// It signs an assertion with its private key (RFC 7523); no stand-in reads one.
    PrivateKeyJwt,
    /// It has a certificate (RFC 8705); no stand-in asks for one.
    TlsClientAuth,
}

/// What a request of a client without a registered redirect URI comes to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unregistered {
    /// A mismatch, whatever it asks for, and also if it names no redirect URI.
    Mismatch,
}

impl AuthenticationMethod {
    /// Its name (RFC 7591 section 2).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretJwt => "client_secret_jwt",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::TlsClientAuth => "tls_client_auth",
        }
    }
}

impl ClientPolicy {
    /// Whether a secret is accepted there, as far as `policy` leaves that open.
    #[must_use]
    pub fn takes(&self, policy: &AuthenticationPolicy, place: SecretPlace) -> bool {
        let method = match place {
            SecretPlace::Basic => AuthenticationMethod::ClientSecretBasic,
            SecretPlace::Post => AuthenticationMethod::ClientSecretPost,
        };
        match (&policy.methods, &self.authentication) {
            (None, Some(methods)) => methods.contains(&method),
            _ => policy.takes(place),
        }
    }

    /// Id or secret as it is looked up.
    #[must_use]
    pub fn read<'a>(&self, credential: &'a str) -> &'a str {
        if self.trims_credentials == Some(true) { credential.trim() } else { credential }
    }
}
