//! How a server says no: pages at the authorization endpoint, bodies at the token endpoint.

use super::{
    code::{Descendant, Wrong},
    layout::{BodyShape, Place, laid_over},
};
use crate::protocol::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An error at the token endpoint (RFC 6749 section 5.2), with a server's own dialect.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ErrorAnswer {
    /// The HTTP status; 400 if absent.
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The error code; what RFC 6749 names for the case if absent, none at all if empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
    /// The description of the error, in which `{name}` stands for that parameter of the request;
    /// none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Further members of the body, laid over those that are stated for all errors.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub members: Map<String, Value>,
    /// Where the code is; in `error` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_in: Option<Place>,
    /// Where the description is; in `error_description` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_in: Option<Place>,
    /// Where the body repeats the HTTP status, as a number; nowhere if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_in: Option<Place>,
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
            members: laid_over(&fallback.members, &self.members),
            code_in: self.code_in.clone().or_else(|| fallback.code_in.clone()),
            description_in: self.description_in.clone().or_else(|| fallback.description_in.clone()),
            status_in: self.status_in.clone().or_else(|| fallback.status_in.clone()),
            body: self.body.or(fallback.body),
            revokes_tokens: self.revokes_tokens.or(fallback.revokes_tokens),
            spares: self.spares.clone().or_else(|| fallback.spares.clone()),
            revokes_if_wrong: self.revokes_if_wrong.clone().or_else(|| fallback.revokes_if_wrong.clone()),
        }
    }

    /// All members of the body that goes with `status`: the further ones, with the code, the
    /// description and the status in their places.
    #[must_use]
    pub fn body_members(&self, status: u16) -> Map<String, Value> {
        let mut members = self.members.clone();
        let mut put = |place: Option<&Place>, usual: &str, value: Value| match place {
            Some(place) => place.put(&mut members, value),
            None => Place::from(usual).put(&mut members, value),
        };
        if let Some(error) = self.error.as_ref().filter(|error| !error.as_str().is_empty()) {
            put(self.code_in.as_ref(), "error", error.as_str().into());
        }
        if let Some(description) = &self.description {
            put(self.description_in.as_ref(), "error_description", description.as_str().into());
        }
        if self.status_in.is_some() {
            put(self.status_in.as_ref(), "status", status.into());
        }
        members
    }

    /// An answer that fixes only the code.
    #[must_use]
    pub fn code(error: &str) -> Self {
        Self { error: Some(error.into()), ..Self::default() }
    }
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
    /// A redirect to the first registered URI with an error (GitHub).
    RegisteredRedirect,
    /// A redirect to the unvalidated URI with an error: an open redirect
    /// (RFC 9700 section 4.11.2).
    Redirect,
}
