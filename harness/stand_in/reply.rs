//! What a stand-in answers, before it is put on the wire.

use crate::{
    behaviour::{BodyShape, ErrorAnswer},
    protocol::{Parameters, encode},
};
use serde_json::{Map, Value};
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

    pub(super) fn json(status: u16, value: &Value) -> Self {
        Self {
            headers: vec![("content-type", "application/json".to_owned())],
            body: value.to_string(),
            ..Self::empty(status)
        }
    }

    pub(super) fn error(answer: &ErrorAnswer) -> Self {
        let status = answer.status.unwrap_or(400);
        let members = answer.or(&ErrorAnswer::code("invalid_request")).body_members(status);
        match answer.body.unwrap_or(BodyShape::Json) {
            BodyShape::Json => Self::json(status, &members.into()),
            BodyShape::JsonAsHtml => Self::json(status, &members.into()).of_type("text/html; charset=utf-8"),
            BodyShape::Form | BodyShape::FormUnlessJsonAccepted => Self::form(status, &members),
            BodyShape::FormAsText => Self::form(status, &members).of_type("text/plain; charset=utf-8"),
            BodyShape::Html => {
                Self::page(status, "Error", answer.error.as_ref().map_or("", |error| error.as_str()))
            }
        }
    }

    /// Members as a form: what is no text is written as JSON writes it.
    pub(super) fn form(status: u16, members: &Map<String, Value>) -> Self {
        let written = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut form = Parameters::default();
        members.iter().for_each(|(name, value)| form.push(name, &written(value)));
        Self { body: form.to_string(), ..Self::empty(status) }.of_type("application/x-www-form-urlencoded")
    }

    /// The same with another media type.
    pub(super) fn of_type(mut self, media_type: &str) -> Self {
        self.headers.retain(|(name, _)| *name != "content-type");
        self.headers.insert(0, ("content-type", media_type.to_owned()));
        self
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
