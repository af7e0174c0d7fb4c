//! Registration of clients.

use serde::{Deserialize, Serialize};

/// How clients are registered, and held to what was registered (RFC 7591).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RegistrationPolicy {
    /// What is not looked at; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<RegistrationGap>>,
}

impl RegistrationPolicy {
    /// Whether that is not looked at.
    #[must_use]
    pub fn skips(&self, gap: RegistrationGap) -> bool {
        self.unchecked.as_ref().is_some_and(|unchecked| unchecked.contains(&gap))
    }
}

/// Something about a registered client that is not looked at.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationGap {
    /// A fragment of a redirect URI (RFC 6749 section 3.1.2 forbids it).
    Fragment,
    /// A redirect URI by `http` off the machine (RFC 9700 section 2.6 forbids it).
    PlainHttp,
    /// A scheme of its own without a period (RFC 8252 section 8.4 wants it refused).
    SchemeWithoutPeriod,
    /// A redirect URI that is not complete (RFC 6749 section 3.1.2.2 wants it complete).
    IncompleteUri,
    /// That a client without a secret has no redirect URI: it may use any (RFC 6749 section 3.1.2.2
    /// wants it registered).
    MissingUri,
    /// A `client_id` in the request: it is taken (RFC 9700 section 4.15.1 warns of it).
    ClientId,
    /// How the client is to authenticate.
    Method,
    /// Which grants it is for.
    Grants,
    /// Which response types it is for.
    ResponseTypes,
    /// Which scopes it may ask for.
    Scope,
    /// That it was deleted, at the authorization endpoint (RFC 7592 section 2.3).
    Deleted,
    /// That it was deleted, when its codes are redeemed (RFC 7592 section 2.3).
    DeletedAtToken,
}
