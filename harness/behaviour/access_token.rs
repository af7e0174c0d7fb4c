//! Access tokens: how long they live, and what they look like.

use super::span::Lifetime;
use serde::{Deserialize, Serialize};

/// Access tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessTokenPolicy {
    /// How long one works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Lifetime>,
    /// What each begins with; with nothing of its own if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Whether a further code brings the token that the client has already, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated: Option<bool>,
    /// What it is made of; an opaque text if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<TokenFormat>,
    /// The claims of one that is a JWT, by their names; those of RFC 9068 section 2.2 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<String>>,
    /// How many bits of an opaque one are random (RFC 6749 section 10.10); 256 if absent.
    #[serde(deserialize_with = "super::wire_value::entropy", skip_serializing_if = "Option::is_none")]
    pub entropy: Option<u16>,
    /// How many can live at once for one refresh token: the next one ends the oldest. Any number if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_at_once: Option<u32>,
    /// The only authentication scheme that the provider's API takes, in a header; `Bearer` if
    /// absent.
    #[serde(deserialize_with = "super::wire_value::scheme", skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
}

/// What the text of a token is.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenFormat {
    /// A text that means something to the server only.
    #[default]
    Opaque,
    /// A UUID (RFC 9562), its hex digits in groups.
    Uuid,
    /// A signed JWT (RFC 7519, RFC 9068): whoever holds it can read its claims.
    Jwt,
}

impl TokenFormat {
    /// Its name in a scenario.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opaque => "opaque",
            Self::Uuid => "uuid",
            Self::Jwt => "jwt",
        }
    }
}
