//! How it is known where an endpoint is.

use serde::{Deserialize, Serialize};

/// How it is known where an endpoint is.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Located {
    /// The scenario says so.
    #[default]
    Stated,
    /// The metadata document that was fetched last says so; of metadata itself, it follows from
    /// the issuer that the document names (RFC 8414 section 3.1).
    Advertised,
    /// It is at another data centre of the same provider.
    Elsewhere,
}

impl Located {
    /// How it is known if not from the scenario, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Stated => "",
            Self::Advertised => " where metadata says it is",
            Self::Elsewhere => " at another data centre",
        }
    }
}
