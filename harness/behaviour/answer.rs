//! How a server says no: pages at the authorization endpoint, bodies at the token endpoint.

use super::code::{Descendant, Wrong};
use crate::protocol::ErrorCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An error at the token endpoint (RFC 6749 section 5.2), with a server's own dialect.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ErrorAnswer {
    /// The HTTP status; 400 if absent.
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The `error` code; what RFC 6749 names for the case if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
    /// The `error_description`, in which `{name}` stands for that parameter of the request; none
    /// if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Further members of a JSON body.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, String>,
    /// The shape of the body; JSON if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyShape>,
    /// Whether tokens already issued for this code are revoked (`replayed` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revokes_tokens: Option<bool>,
    /// Which of them live on all the same (`replayed` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spares: Option<Vec<Descendant>>,
    /// What may be wrong with a replay that revokes them all the same (`replayed` only; OAuth 2.1
    /// section 7.5.3 wants nothing to be wrong with it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revokes_if_wrong: Option<Vec<Wrong>>,
}

impl ErrorAnswer {
    /// This answer, with what it leaves open taken from `fallback`.
    #[must_use]
    pub fn or(&self, fallback: &Self) -> Self {
        Self {
            status: self.status.or(fallback.status),
            error: self.error.clone().or_else(|| fallback.error.clone()),
            description: self.description.clone().or_else(|| fallback.description.clone()),
            members: if self.members.is_empty() { &fallback.members } else { &self.members }.clone(),
            body: self.body.or(fallback.body),
            revokes_tokens: self.revokes_tokens.or(fallback.revokes_tokens),
            spares: self.spares.clone().or_else(|| fallback.spares.clone()),
            revokes_if_wrong: self.revokes_if_wrong.clone().or_else(|| fallback.revokes_if_wrong.clone()),
        }
    }

    /// An answer that fixes only the code.
    #[must_use]
    pub fn code(error: &str) -> Self {
        Self { error: Some(error.into()), ..Self::default() }
    }
}

/// The media type and layout of an error body.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyShape {
    /// `application/json`, an object with `error`.
    Json,
    /// The same JSON text, sent as `text/html`.
    JsonAsHtml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// An HTML page that names the code.
    Html,
}

/// How a redirect URI that does not match is answered, at each endpoint.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mismatch {
    /// At the authorization endpoint (RFC 6749 section 4.1.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_authorization: Option<MismatchAnswer>,
    /// At the token endpoint (RFC 6749 section 4.1.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_token: Option<ErrorAnswer>,
}

/// The answer of the authorization endpoint to a redirect URI it does not admit.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MismatchAnswer {
    /// What kind of answer it is.
    pub answer: AnswerKind,
    /// The HTTP status of a page; 400 if absent.
    #[serde(
        default,
        deserialize_with = "super::wire_value::status",
        skip_serializing_if = "Option::is_none"
    )]
    pub status: Option<u16>,
    /// The title of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Path and query of the server's own error page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The `error` code sent along with a redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
    /// Whether it comes only after the user pressed "grant": stated, not executed yet, since a
    /// stand-in grants by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_consent: Option<bool>,
}

impl MismatchAnswer {
    /// An error page with status 400, what RFC 6749 section 3.1.2.4 asks for.
    #[must_use]
    pub fn page() -> Self {
        Self {
            answer: AnswerKind::Page,
            status: None,
            title: None,
            to: None,
            error: None,
            after_consent: None,
        }
    }
}

/// The kinds of answer to a redirect URI that does not match.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// A page of the server's own.
    Page,
    /// A redirect to a page of the server's own.
    OwnRedirect,
    /// A redirect to the unvalidated URI with an error: an open redirect
    /// (RFC 9700 section 4.11.2).
    Redirect,
}
