//! What a token endpoint answered, read leniently: providers have many dialects.

use super::exchange::Received;
use crate::protocol::{ErrorCode, Parameters, Secret};
use serde_json::Value;
use std::fmt;

/// The answer of a token endpoint.
#[derive(Clone)]
pub struct TokenAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The media type without parameters.
    pub media_type: Option<String>,
    /// The body, if it is a JSON object.
    pub json: Option<serde_json::Map<String, Value>>,
    /// The access token, if one was issued.
    pub access_token: Option<Secret>,
    /// The refresh token, if one was issued.
    pub refresh_token: Option<Secret>,
    /// The error code, wherever the dialect puts it.
    pub error: Option<ErrorCode>,
}

impl fmt::Debug for TokenAnswer {
    /// Status and error: the body may hold tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenAnswer({}, {:?})", self.status, self.error)
    }
}

impl TokenAnswer {
    /// Reads an answer: JSON whatever its media type, else a form.
    #[must_use]
    pub fn read(received: &Received) -> Self {
        let text = received.text();
        let json = serde_json::from_str::<Value>(&text).ok().and_then(|value| match value {
            Value::Object(members) => Some(members),
            _ => None,
        });
        let member = |name: &str| match &json {
            Some(members) => members.get(name).and_then(Value::as_str).map(str::to_owned),
            None if !text.trim_start().starts_with('<') => Parameters::parse(text.trim()).first(name),
            None => None,
        };
        let filled = |name: &str| member(name).filter(|value| !value.is_empty());
        Self {
            status: received.status,
            media_type: received.media_type(),
            access_token: filled("access_token").map(Secret::new),
            refresh_token: filled("refresh_token").map(Secret::new),
            error: filled("error").map(ErrorCode::new),
            json,
        }
    }

    /// Whether a token was issued.
    #[must_use]
    pub const fn succeeded(&self) -> bool {
        self.access_token.is_some()
    }

    /// Whether it is a refusal by the server's own decision, and recognisably one: no token, but
    /// an error code, or a client error that is no throttle (RFC 9110 section 15.5).
    #[must_use]
    pub fn refused(&self) -> bool {
        let client_error = (400..500).contains(&self.status);
        self.decided() && !self.succeeded() && (client_error || self.error.is_some())
    }

    /// Whether the server decided at all: it neither failed nor put us off.
    #[must_use]
    pub fn decided(&self) -> bool {
        self.succeeded() || self.status < 500 && !matches!(self.status, 408 | 425 | 429)
    }
}
