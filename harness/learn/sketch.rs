//! What an observation of a flow comes to, without what differs from server to server by chance.

use crate::{
    evidence::{Authorized, Exchange, Happened, Observation, TokenAnswer},
    probe::Service,
};
use serde_json::Value;
use std::fmt::Write as _;

/// What an observation comes to, a line for each step. Two servers that behave the same give the
/// same sketch of the same probe; texts for people, values of codes and tokens, and addresses are
/// not in it.
///
/// Nothing comes back where the observation says nothing: a step could not be taken, a control
/// was lost, or the server failed.
#[must_use]
pub fn sketch(observation: &Observation) -> Option<Vec<String>> {
    let failed = |exchange: &Exchange| {
        exchange.received.as_ref().map_or(true, |received| received.status >= 500 || received.status == 429)
    };
    let says_nothing = observation.control_lost.is_some()
        || observation.skipped().is_some()
        || observation.everything().any(failed);
    if says_nothing {
        return None;
    }
    observation.happened.iter().map(line).collect()
}

fn line(happened: &Happened) -> Option<String> {
    match happened {
        Happened::Authorized(authorized) => Some(answered(authorized)),
        Happened::Redeemed(exchange, answer) | Happened::Called(Service::Token, exchange, answer) => {
            Some(token(exchange, answer.as_deref()?))
        }
        Happened::Called(service, exchange, answer) => Some(called(*service, exchange, answer.as_deref()?)),
        Happened::Passed(span) => Some(format!("{} s later", span.as_secs())),
        // What a race comes to is a matter of luck.
        Happened::Raced(_) | Happened::Skipped(_) => None,
    }
}

/// An answer of the authorization endpoint: where it leads, and the parameters it carries.
fn answered(authorized: &Authorized) -> String {
    let mut text = authorized.outcome.to_string();
    for exit in &authorized.exits {
        let _ = write!(text, ", {}", exit.channel);
        let mut carried: Vec<String> = exit
            .parameters
            .iter()
            .map(|parameter| {
                let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
                if matches!(name.as_str(), "state" | "error" | "scope" | "token_type") {
                    format!("{name}={value}")
                } else {
                    name
                }
            })
            .collect();
        carried.sort();
        let _ = write!(text, " {}", carried.join("&"));
    }
    text
}

/// An answer of the token endpoint: its status, media type, error and members.
fn token(exchange: &Exchange, answer: &TokenAnswer) -> String {
    let mut text = if answer.succeeded() { "a token".to_owned() } else { "no token".to_owned() };
    let _ = write!(text, ", {} {}", answer.status, answer.media_type.as_deref().unwrap_or("-"));
    if let Some(error) = &answer.error {
        let _ = write!(text, ", {error}");
    }
    let members = answer.json.iter().flatten().filter(|(name, _)| name.as_str() != "error_description");
    for (name, value) in members {
        let _ = match (name.as_str(), value) {
            ("scope", Value::String(scope)) => write!(text, ", {name}={scope}"),
            (_, value) => write!(text, ", {name}: {}", kind(value)),
        };
    }
    text + &headers(exchange)
}

/// An answer of another endpoint.
fn called(service: Service, exchange: &Exchange, answer: &TokenAnswer) -> String {
    let mut text = format!("{service} {}", answer.status);
    if service == Service::Metadata {
        return text;
    }
    if let Some(error) = &answer.error {
        let _ = write!(text, ", {error}");
    }
    if let Some(active) = answer.json.as_ref().and_then(|members| members.get("active")) {
        let _ = write!(text, ", active: {active}");
    }
    text + &headers(exchange)
}

/// The header fields that say something to a client.
fn headers(exchange: &Exchange) -> String {
    let Ok(received) = &exchange.received else { return String::new() };
    let mut text = String::new();
    for name in ["cache-control", "pragma"] {
        if let Some(value) = received.header(name) {
            let _ = write!(text, ", {name}: {value}");
        }
    }
    if let Some(challenge) = received.header("www-authenticate") {
        let _ = write!(text, ", challenge {}", challenge.split(' ').next().unwrap_or_default());
    }
    text
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
