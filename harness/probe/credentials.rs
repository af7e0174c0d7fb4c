//! How a client shows who it is, in the right way and in wrong ones.

use super::call::Alteration;
use serde::{Deserialize, Serialize};

/// How a client authenticates in a token request (RFC 6749 section 2.3.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// As it is registered to.
    #[default]
    Usual,
    /// With this secret instead of its own.
    Wrong(String),
    /// With its own secret, altered.
    Altered(Alteration),
    /// In the same way, but by an id that nobody has.
    Unknown,
    /// By HTTP Basic, whatever it is registered to.
    InHeader,
    /// By its id and secret in the body, whatever it is registered to.
    InBody,
    /// By both at once.
    Twice,
    /// By its id and secret in the query.
    InQuery,
    /// By its id alone.
    Withheld,
    /// Not at all: neither its id nor its secret is there.
    Anonymous,
}

impl Credentials {
    /// How they differ from the client's usual ones, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Wrong(secret) if secret.is_empty() => " with an empty secret",
            Self::Wrong(_) => " with a wrong secret",
            Self::Altered(Alteration::Extended) => " with the secret extended by a character",
            Self::Altered(Alteration::Shortened) => " with the secret cut by a character",
            Self::Altered(Alteration::Changed) => " with one character of the secret changed",
            Self::Altered(Alteration::CaseSwapped) => " with the secret in the other letter case",
            Self::Unknown => " as a client that nobody knows",
            Self::InHeader => " with the client's credentials in the header",
            Self::InBody => " with the client's credentials in the body",
            Self::Twice => " with the client's credentials in the header and in the body",
            Self::InQuery => " with the client's credentials in the query",
            Self::Withheld => " without the client's secret",
            Self::Anonymous => " without saying which client asks",
        }
    }
}
