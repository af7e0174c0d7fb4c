//! The exits of an answer: every way in which it sends a browser elsewhere by itself.

use super::{exchange::Received, page::refresh_url};
use crate::protocol::Parameters;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where the response parameters travel.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In the query of the redirect.
    Query,
    /// In its fragment.
    Fragment,
    /// In a form the browser posts.
    FormPost,
    /// In the answer of the token endpoint.
    Token,
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
            Self::Token => "token",
        })
    }
}

/// One way in which an answer sends the browser on.
#[derive(Clone)]
pub struct Exit {
    /// The target as it was written.
    pub target: String,
    /// Where its parameters travel.
    pub channel: Channel,
    /// The parameters that travel, those already in the target included.
    pub parameters: Parameters,
}

impl fmt::Debug for Exit {
    /// Target without query: a code may be in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.target.split(['?', '#']).next().unwrap_or_default();
        write!(f, "Exit({} by {})", place.escape_debug(), self.channel)
    }
}

impl Exit {
    /// The code it carries.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.parameters.first("code").filter(|code| !code.is_empty())
    }

    /// The error it carries.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        self.parameters.first("error")
    }

    /// Parameters in query and fragment; the channel is the fragment only where the response is
    /// there and nowhere else, so that a forged fragment hides nothing.
    fn to(target: String) -> Self {
        let (before, fragment) = target.split_once('#').unwrap_or((&target, ""));
        let query = Parameters::parse(before.split_once('?').map_or("", |(_, query)| query));
        // A query that is put behind a URI without looking lands behind its fragment.
        let fragment = Parameters::parse(fragment.trim_start_matches(['?', '&']));
        let holds = |parameters: &Parameters| parameters.iter().any(|p| is_response(&p.name));
        let (channel, parameters) = if holds(&fragment) && !holds(&query) {
            (Channel::Fragment, fragment)
        } else {
            (Channel::Query, query)
        };
        Self { target, channel, parameters }
    }
}

/// Whether a parameter of that name makes an exit a response of the authorization endpoint.
fn is_response(name: &str) -> bool {
    matches!(name, "code" | "error" | "access_token" | "id_token" | "response")
}

/// All exits of an answer: `Location` of a 3xx, `Refresh`, `<meta http-equiv="refresh">`, scripts
/// that set the location, and forms that post themselves.
#[must_use]
pub fn exits(received: &Received) -> Vec<Exit> {
    let mut found = Vec::new();
    if (300..400).contains(&received.status) {
        found.extend(received.header("location").map(Exit::to));
    }
    found.extend(received.header("refresh").and_then(|value| refresh_url(&value)).map(Exit::to));
    let html = received.media_type().is_none_or(|kind| kind.contains("html"));
    if html && !received.body.is_empty() {
        let page = received.page();
        found.extend(page.refresh.clone().map(Exit::to));
        found.extend(page.script_target.clone().map(Exit::to));
        for form in &page.forms {
            if page.submits_itself && form.fields.iter().any(|(name, _)| is_response(name)) {
                let fields = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                found.push(Exit {
                    parameters: fields.collect(),
                    channel: Channel::FormPost,
                    target: form.action.clone(),
                });
            }
        }
    }
    found
}
