//! Requests before they are sent.

use crate::{
    evidence::Sent,
    protocol::{Parameters, Secret},
};
use url::Url;

/// A request to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The endpoint, perhaps with a query of its own.
    pub endpoint: Url,
    /// Parameters of the query, sent as they are.
    pub query: Parameters,
    /// What is done there, and the body it takes.
    pub action: Action,
    /// Further header fields.
    pub headers: Vec<(&'static str, Secret)>,
}

/// What a request does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// GET, without a body.
    Get,
    /// POST with a form, sent as it is.
    Form(Parameters),
    /// POST with a JSON text, sent as it is.
    Json(String),
    /// POST with a text that says it is plain.
    Text(String),
    /// DELETE, without a body.
    Delete,
}

impl Action {
    pub(super) const fn method(&self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Form(_) | Self::Json(_) | Self::Text(_) => "POST",
            Self::Delete => "DELETE",
        }
    }

    /// The media type of the body, and the body.
    pub(super) fn body(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Form(form) => Some((FORM, form.to_string())),
            Self::Json(text) => Some((JSON, text.clone())),
            Self::Text(text) => Some((TEXT, text.clone())),
            Self::Get | Self::Delete => None,
        }
    }

    /// What was done by a request, to do it again.
    pub(super) fn of(sent: &Sent) -> Self {
        let is = |media_type: &str| sent.headers.iter().any(|(_, value)| value == media_type);
        match &sent.body {
            Some(text) if is(TEXT) => Self::Text(text.clone()),
            Some(text) if is(JSON) => Self::Json(text.clone()),
            Some(text) => Self::Form(Parameters::parse(text)),
            None => Self::Get,
        }
    }
}

impl Outgoing {
    /// A plain GET.
    #[must_use]
    pub fn to(endpoint: Url) -> Self {
        Self { endpoint, query: Parameters::default(), action: Action::Get, headers: Vec::new() }
    }

    /// Gives a parameter another value wherever it stands; whether it stood anywhere.
    pub(super) fn replace(&mut self, name: &str, value: &str) -> bool {
        let own = self.endpoint.query().map(Parameters::parse).filter(|query| query.first(name).is_some());
        if let Some(mut query) = own {
            query.set(name, value);
            self.endpoint.set_query(Some(&query.to_string()));
        }
        let mut places = vec![&mut self.query];
        if let Action::Form(form) = &mut self.action {
            places.push(form);
        }
        let mut found =
            self.endpoint.query().is_some_and(|query| Parameters::parse(query).first(name).is_some());
        for place in places.into_iter().filter(|place| place.first(name).is_some()) {
            place.set(name, value);
            found = true;
        }
        found
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
