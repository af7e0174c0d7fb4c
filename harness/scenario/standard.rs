//! What a server is judged by, and the documents that make it up.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A standard: a set of documents.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Standard {
    /// RFC 6749 with its extension RFCs.
    #[serde(rename = "rfc6749")]
    Rfc6749,
    /// The same, and RFC 9700 where they differ.
    #[default]
    #[serde(rename = "rfc9700")]
    Rfc9700,
    /// The OAuth 2.1 draft, with the extension RFCs.
    #[serde(rename = "oauth2.1")]
    OAuth21,
}

/// A document that a rule cites.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Document {
    /// An RFC by its number.
    Rfc(u16),
    /// The OAuth 2.1 draft; section numbers are those of draft-ietf-oauth-v2-1-16.
    OAuth21,
    /// OAuth 2.0 Multiple Response Type Encoding Practices.
    ResponseTypes,
    /// OAuth 2.0 Form Post Response Mode.
    FormPost,
}

impl Standard {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Rfc6749, Self::Rfc9700, Self::OAuth21];

    /// Whether the document is part of this standard.
    #[must_use]
    pub fn includes(self, document: Document) -> bool {
        match (self, document) {
            (Self::OAuth21, Document::OAuth21) => true,
            (_, Document::OAuth21) | (Self::OAuth21, Document::Rfc(6749 | 6819)) => false,
            (standard, Document::Rfc(9700)) => standard != Self::Rfc6749,
            (_, Document::Rfc(_) | Document::ResponseTypes | Document::FormPost) => true,
        }
    }

    /// Its name in a scenario and in a profile.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rfc6749 => "rfc6749",
            Self::Rfc9700 => "rfc9700",
            Self::OAuth21 => "oauth2.1",
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rfc(number) => write!(f, "RFC {number}"),
            Self::OAuth21 => f.write_str("OAuth 2.1"),
            Self::ResponseTypes => f.write_str("Multiple Response Types"),
            Self::FormPost => f.write_str("Form Post"),
        }
    }
}
