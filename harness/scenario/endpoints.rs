//! Where a server's endpoints are.

use serde::{Deserialize, Serialize};

/// The endpoints of a server: paths, or absolute URLs.
///
/// A path is resolved against the sandbox's `base` (RFC 3986 section 5); a stand-in serves the
/// path of an absolute one.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Endpoints {
    /// The authorization endpoint (RFC 6749 section 3.1).
    pub authorization: Option<String>,
    /// The token endpoint (RFC 6749 section 3.2).
    pub token: Option<String>,
    /// Token revocation (RFC 7009).
    pub revocation: Option<String>,
    /// Token introspection (RFC 7662).
    pub introspection: Option<String>,
    /// The userinfo endpoint (`OpenID` Connect Core section 5.3).
    pub userinfo: Option<String>,
    /// Any resource that wants an access token.
    pub resource: Option<String>,
    /// Dynamic client registration (RFC 7591).
    pub registration: Option<String>,
    /// Pushed authorization requests (RFC 9126).
    pub pushed_authorization: Option<String>,
    /// Logout at the request of a client (`OpenID` Connect RP-Initiated Logout section 2).
    pub end_session: Option<String>,
    /// Server metadata (RFC 8414).
    pub metadata: Option<String>,
}

impl Endpoints {
    /// The authorization endpoint, `/authorize` if none is named.
    #[must_use]
    pub fn authorization(&self) -> &str {
        self.authorization.as_deref().unwrap_or("/authorize")
    }

    /// The token endpoint, `/token` if none is named.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or("/token")
    }
}
