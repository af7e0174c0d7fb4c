//! What a token endpoint answered, read leniently: providers have many dialects.

use super::{exchange::Received, token_error::TokenError};
use crate::protocol::{ErrorCode, Parameters, Secret};
use serde_json::{Map, Value};
use std::fmt;

/// The answer of a token endpoint.
#[derive(Clone)]
pub struct TokenAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The media type without parameters.
    pub media_type: Option<String>,
    /// The body, if it is a JSON object.
    pub json: Option<Map<String, Value>>,
    /// The body, if it is a form.
    pub form: Option<Map<String, Value>>,
    /// The access token, if one was issued.
    pub access_token: Option<Secret>,
    /// The member in which the access token is, if it is not in the body itself.
    pub inside: Option<String>,
    /// The refresh token, if one was issued.
    pub refresh_token: Option<Secret>,
    /// The error code, wherever the dialect puts it.
    pub error: Option<ErrorCode>,
    /// All that is said of the error, and where.
    pub told: Option<TokenError>,
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
        let text = text.trim_start_matches('\u{feff}').trim();
        let json = match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Some(members),
            _ => None,
        };
        let form = if json.is_none() { form(text) } else { None };
        let members = json.as_ref().or(form.as_ref());
        let inside = members.and_then(|members| holder(members).map(|(name, _)| name.to_owned()));
        let holder =
            members.and_then(|members| holder(members).map_or(Some(members), |(_, inner)| Some(inner)));
        let filled = |name: &str| {
            let value = holder.and_then(|members| members.get(name)).and_then(Value::as_str);
            value.filter(|value| !value.is_empty()).map(Secret::new)
        };
        let access_token = filled("access_token");
        let told = members.and_then(|members| {
            if access_token.is_some() {
                // A token that works is no refusal, whatever else is said beside it.
                let error = members.get("error").and_then(Value::as_str).filter(|error| !error.is_empty())?;
                let code_in = vec!["error".to_owned()];
                Some(TokenError { code: Some(error.to_owned()), code_in, ..TokenError::default() })
            } else {
                TokenError::read(members, received.status)
            }
        });
        Self {
            status: received.status,
            media_type: received.media_type(),
            refresh_token: filled("refresh_token"),
            access_token,
            inside,
            error: told.as_ref().and_then(|told| told.code.clone()).map(ErrorCode::new),
            told,
            json,
            form,
        }
    }

    /// A member of the body, be it JSON or a form, and wherever its token is.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        let members = self.json.as_ref().or(self.form.as_ref())?;
        let beside = self.inside.as_ref().and_then(|inside| members.get(inside)?.as_object()?.get(name));
        beside.or_else(|| members.get(name))
    }

    /// The text for people that an error has, wherever the dialect puts it.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.told.as_ref()?.description.as_deref()
    }

    /// The scope that it tells, with spaces between its words whatever stands there.
    #[must_use]
    pub fn scope(&self) -> Option<String> {
        let scope = self.member("scope")?.as_str()?;
        Some(if scope.contains(' ') { scope.to_owned() } else { scope.replace(',', " ") })
    }

    /// Whether a token was issued.
    #[must_use]
    pub const fn succeeded(&self) -> bool {
        self.access_token.is_some()
    }

    /// Whether it is a refusal by the server's own decision, and recognisably one: no token, but
    /// an error, or a client error that is no throttle (RFC 9110 section 15.5).
    #[must_use]
    pub fn refused(&self) -> bool {
        let client_error = (400..500).contains(&self.status);
        self.decided() && !self.succeeded() && (client_error || self.told.is_some())
    }

    /// Whether the server decided at all: it neither failed nor put us off.
    #[must_use]
    pub fn decided(&self) -> bool {
        self.succeeded() || self.status < 500 && !matches!(self.status, 408 | 425 | 429)
    }
}

/// The member that holds the access token, if the body itself does not (Slack's `authed_user`).
fn holder(members: &Map<String, Value>) -> Option<(&str, &Map<String, Value>)> {
    let has_token = |members: &Map<String, Value>| {
        members.get("access_token").and_then(Value::as_str).is_some_and(|token| !token.is_empty())
    };
    if has_token(members) {
        return None;
    }
    members.iter().find_map(|(name, value)| {
        let inner = value.as_object().filter(|inner| has_token(inner))?;
        Some((name.as_str(), inner))
    })
}

/// A body that is a form, as members: the first of a name counts, and the digits of `expires_in`
/// are a number, since a form has no other way to write one.
fn form(text: &str) -> Option<Map<String, Value>> {
    if text.starts_with(['<', '{', '[', '"']) || !text.contains('=') {
        return None;
    }
    let mut members = Map::new();
    for parameter in Parameters::parse(text).iter() {
        let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
        let number = (name == "expires_in").then(|| value.parse::<u64>().ok()).flatten();
        members.entry(name).or_insert_with(|| number.map_or(Value::String(value), Value::from));
    }
    Some(members)
}

#[cfg(test)]
mod tests {
    use super::TokenAnswer;
    use crate::evidence::Received;
    use rstest::rstest;

    fn answer(status: u16, media_type: &str, body: &[u8]) -> TokenAnswer {
        let headers = vec![("content-type".to_owned(), media_type.as_bytes().to_vec())];
        TokenAnswer::read(&Received::new(status, headers, body.to_vec()))
    }

    fn access(answer: &TokenAnswer) -> Option<&str> {
        answer.access_token.as_ref().map(crate::protocol::Secret::reveal)
    }

    #[rstest]
    #[case::json("application/json", r#"{"access_token":"t","scope":"a,b"}"#)]
    #[case::with_a_mark("application/json", "\u{feff} {\"access_token\":\"t\",\"scope\":\"a b\"}")]
    #[case::as_html("text/html", r#"{"access_token":"t","scope":"a b"}"#)]
    #[case::form("application/x-www-form-urlencoded", "access_token=t&scope=a%2Cb&expires_in=5")]
    #[case::form_as_text("text/plain", "access_token=t&scope=a+b\r\n")]
    #[case::inside("application/json", r#"{"ok":true,"authed_user":{"access_token":"t","scope":"a,b"}}"#)]
    #[case::twice("application/json", r#"{"access_token":"s","access_token":"t","scope":"a b"}"#)]
    fn a_token_is_found_in_every_dialect(#[case] media_type: &str, #[case] body: &str) {
        let answer = answer(200, media_type, body.as_bytes());
        assert_eq!(access(&answer), Some("t"));
        assert_eq!(answer.scope().as_deref(), Some("a b"));
        assert!(answer.succeeded() && !answer.refused() && answer.error.is_none());
    }

    #[rstest]
    #[case::empty(b"")]
    #[case::blank(b" \n")]
    #[case::text(b"Service is busy = try later")]
    #[case::half(br#"{"access_token":"t""#)]
    #[case::null(b"null")]
    #[case::list(br#"[{"access_token":"t"}]"#)]
    #[case::number(br#"{"access_token":17}"#)]
    #[case::no_text(br#"{"access_token":null,"error":null}"#)]
    #[case::object(br#"{"access_token":{"value":"t"}}"#)]
    #[case::no_utf8(b"\xff\xfe{\"access_token\":\"t\"}")]
    fn a_body_that_says_nothing_is_neither_a_token_nor_an_error(#[case] body: &[u8]) {
        let said = answer(200, "application/json", body);
        assert!(!said.succeeded() && !said.refused(), "{said:?}");
        assert!(answer(400, "application/json", body).refused());
        assert!(!answer(503, "application/json", body).refused());
    }

    #[test]
    fn what_is_nested_beyond_reason_is_no_json() {
        let deep = format!("{}\"access_token\":\"t\"{}", "{\"a\":".repeat(5000) + "{", "}".repeat(5001));
        let answer = answer(200, "application/json", deep.as_bytes());
        assert!(answer.json.is_none() && !answer.succeeded() && !answer.refused());
    }

    #[test]
    fn a_token_beside_an_error_is_a_token() {
        let both = answer(200, "application/json", br#"{"access_token":"t","error":"odd"}"#);
        assert!(both.succeeded() && !both.refused());
        assert_eq!(both.error.as_ref().map(crate::protocol::ErrorCode::as_str), Some("odd"));
    }

    #[test]
    fn a_plain_no_with_200_is_a_refusal() {
        let no = answer(200, "application/json", br#"{"ok":false}"#);
        assert!(no.refused() && no.error.is_none());
        let form = answer(200, "text/html", b"error=bad_verification_code&error_description=gone");
        assert!(form.refused());
        assert_eq!(form.description(), Some("gone"));
    }
}
