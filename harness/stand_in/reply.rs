//! What a stand-in answers, before it is put on the wire.

use crate::{
    behaviour::{BodyShape, ErrorAnswer},
    protocol::{Parameters, encode},
};
use std::{fmt::Write as _, time::Duration};

/// An answer: status, header fields, body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The header fields in order.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// How long it is held back, in real time.
    pub delay: Duration,
}

impl Reply {
    pub(super) fn page(status: u16, title: &str, text: &str) -> Self {
        let (title, text) = (escape(title), escape(text));
        let body = format!(
            "<!doctype html>\n<html lang=\"en\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n</html>\n"
        );
        Self {
            headers: vec![("content-type", "text/html; charset=utf-8".to_owned())],
            body,
            ..Self::empty(status)
        }
    }

    /// A status and nothing else.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new(), delay: Duration::ZERO }
    }

    pub(super) fn redirect(target: &str) -> Self {
        Self { headers: vec![("location", on_one_line(target))], ..Self::empty(302) }
    }

    /// A page that posts `parameters` to `target` by itself (OAuth 2.0 Form Post Response Mode);
    /// `bare` leaves the values as they are.
    pub(super) fn form_post(target: &str, parameters: &Parameters, bare: bool) -> Self {
        let written = |value: String| if bare { value } else { escape(&value) };
        let mut inputs = String::new();
        for parameter in parameters.iter() {
            let (name, value) = (escape(&parameter.decoded_name()), written(parameter.decoded_value()));
            let _ = writeln!(inputs, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        let body = format!(
            "<!doctype html>\n<title>Submit</title>\n<body onload=\"document.forms[0].submit()\">\n<form method=\"post\" action=\"{}\">\n{inputs}</form>\n",
            escape(target)
        );
        Self {
            headers: vec![("content-type", "text/html; charset=utf-8".to_owned())],
            body,
            ..Self::empty(200)
        }
    }

    pub(super) fn json(status: u16, value: &serde_json::Value) -> Self {
        Self {
            headers: vec![("content-type", "application/json".to_owned())],
            body: value.to_string(),
            ..Self::empty(status)
        }
    }

    pub(super) fn error(answer: &ErrorAnswer) -> Self {
        let error = answer.error.as_ref().map_or("invalid_request", |error| error.as_str());
        let status = answer.status.unwrap_or(400);
        let mut members = serde_json::Map::from_iter([("error".to_owned(), error.into())]);
        members.extend(
            answer.description.iter().map(|text| ("error_description".to_owned(), text.as_str().into())),
        );
        members.extend(answer.members.iter().map(|(name, value)| (name.clone(), value.as_str().into())));
        let json = Self::json(status, &members.into());
        match answer.body.unwrap_or(BodyShape::Json) {
            BodyShape::Json => json,
            BodyShape::JsonAsHtml => {
                Self { headers: vec![("content-type", "text/html; charset=utf-8".to_owned())], ..json }
            }
            BodyShape::Form => Self {
                headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
                body: format!("error={}", encode(error)),
                ..Self::empty(status)
            },
            BodyShape::Html => Self::page(status, "Error", error),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.headers.push((name, value.to_owned()));
        }
        self
    }
}

/// A header value that cannot split a response: controls and non-ASCII are percent-encoded
/// (RFC 6749 section 10.14).
fn on_one_line(value: &str) -> String {
    let keep = |c: char| c.is_ascii_graphic() || c == ' ';
    value.chars().map(|c| if keep(c) { c.to_string() } else { encode(&c.to_string()) }).collect()
}

/// Text that is only text in HTML, also within a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
