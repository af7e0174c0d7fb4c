//! The scope that a request for a token names.

use serde::{Deserialize, Serialize};

/// Which scope a request for a token names (RFC 6749 section 6).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// None.
    #[default]
    Unnamed,
    /// What was asked for at the authorization endpoint.
    All,
    /// The first word of it.
    First,
    /// All of it, and this word.
    Beyond(String),
}

impl Scope {
    /// What it comes to where this was asked for at the authorization endpoint.
    #[must_use]
    pub fn of(&self, asked: Option<&str>) -> Option<String> {
        match self {
            Self::Unnamed => None,
            Self::All => asked.map(str::to_owned),
            Self::First => asked?.split(' ').next().map(str::to_owned),
            Self::Beyond(word) => Some(asked.map_or_else(|| word.clone(), |asked| format!("{asked} {word}"))),
        }
    }

    /// How it differs from a request that names none, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Unnamed => "",
            Self::All => " for all scopes",
            Self::First => " for the first scope only",
            Self::Beyond(_) => " for more scopes than before",
        }
    }
}
