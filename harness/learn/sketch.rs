//! What an observation of a flow comes to, without what differs from server to server by chance.

use crate::{
    evidence::{Authorized, Exchange, Exit, Happened, Observation, Outcome, TokenAnswer},
    probe::Service,
    protocol::Parameters,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What one step came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// Whether the server did what was asked, or said that a token is alive; nothing where no more
    /// than time passed.
    pub accepted: Option<bool>,
    /// What was decided: status, error code, liveness.
    pub decided: String,
    /// How it was told: a facet for each header field, member and parameter.
    pub told: BTreeSet<String>,
    /// The status and the error code, if it is a refusal: one of the authorization endpoint only
    /// if it is told to the client.
    pub refusal: Option<(u16, Option<String>)>,
}

impl Line {
    /// In how many ways it differs from what is expected of the same step.
    #[must_use]
    pub fn parts_from(&self, expected: Option<&Self>) -> usize {
        let Some(expected) = expected else { return MISSING + self.told.len() };
        let decided =
            usize::from(self.accepted != expected.accepted) + usize::from(self.decided != expected.decided);
        decided * DECISIVE + self.told.symmetric_difference(&expected.told).count()
    }

    /// In which ways it differs from what is expected of the same step, in words.
    #[must_use]
    pub fn differences(&self, expected: Option<&Self>) -> BTreeSet<String> {
        let Some(expected) = expected else { return BTreeSet::from(["it was not taken".to_owned()]) };
        let told = self.told.difference(&expected.told).map(|facet| format!("{facet} is told"));
        let untold = expected.told.difference(&self.told).map(|facet| format!("{facet} is not told"));
        let decided =
            (!self.decides_as(expected)).then(|| format!("{}, not {}", self.decided, expected.decided));
        told.chain(untold).chain(decided).collect()
    }

    /// Whether the same was decided, however it was told.
    #[must_use]
    pub fn decides_as(&self, other: &Self) -> bool {
        self.accepted == other.accepted && self.decided == other.decided
    }
}

/// How much more a decision counts than how it is told.
const DECISIVE: usize = 3;

/// What a step counts that was not taken although it could have been.
const MISSING: usize = 2 * DECISIVE;

/// What an observation comes to, a line for each step. Two servers that behave the same give the
/// same sketch of the same probe; texts for people, values of codes and tokens, and addresses are
/// not in it.
///
/// It ends before the first step that says nothing: one that could not be taken, or at which the
/// server failed. Nothing comes back where that is the first, or where a control was lost.
#[must_use]
pub fn sketch(observation: &Observation) -> Option<Vec<Line>> {
    let lines: Vec<Line> = observation.happened.iter().map_while(line).collect();
    (observation.control_lost.is_none() && !lines.is_empty()).then_some(lines)
}

fn line(happened: &Happened) -> Option<Line> {
    match happened {
        Happened::Authorized(authorized) => answered(authorized),
        Happened::Redeemed(exchange, answer) | Happened::Called(Service::Token, exchange, answer) => {
            Some(token(exchange, answer.as_deref().filter(|answer| !failed(answer.status))?))
        }
        Happened::Called(service, exchange, answer) => {
            let answer = answer.as_deref().filter(|answer| !failed(answer.status))?;
            Some(called(*service, exchange, answer, happened.liveness()))
        }
        Happened::Passed(_) => {
            let decided = "time passed".to_owned();
            Some(Line { accepted: None, decided, told: BTreeSet::new(), refusal: None })
        }
        // What a race comes to is a matter of luck.
        Happened::Raced(_) | Happened::Skipped(_) => None,
    }
}

/// Whether the server failed, or put us off.
const fn failed(status: u16) -> bool {
    status >= 500 || status == 429
}

/// An answer of the authorization endpoint: where it leads, and the parameters it carries.
fn answered(authorized: &Authorized) -> Option<Line> {
    let journey = &authorized.journey;
    let mut exchanges = [&journey.first].into_iter().chain(&journey.walk);
    if exchanges.any(|exchange| exchange.received.as_ref().map_or(true, |received| failed(received.status))) {
        return None;
    }
    // What a stand-in shows to the person that it was asked for is a page of its own.
    let asked = journey.walk.iter().any(|exchange| exchange.sent.method == "POST");
    if asked && asks_for_login(&journey.first) {
        return None;
    }
    let mut told = BTreeSet::new();
    for exit in &authorized.exits {
        told.insert(exit.channel.to_string());
        for parameter in exit.parameters.iter() {
            let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
            told.insert(match name.as_str() {
                "scope" => format!("{name}={}", in_order(&value)),
                "state" | "error" | "token_type" => format!("{name}={value}"),
                _ => name,
            });
        }
    }
    let accepted = authorized.outcome == Outcome::Accepted;
    let error = authorized.exits.iter().find_map(Exit::error).filter(|_| !accepted);
    let status = authorized.answer().received.as_ref().map_or(0, |received| received.status);
    let refusal = error.map(|error| (status, Some(error)));
    Some(Line { accepted: Some(accepted), decided: authorized.outcome.to_string(), told, refusal })
}

/// Whether a request wants someone to log in anew (`OpenID` Connect Core section 3.1.2.1).
fn asks_for_login(request: &Exchange) -> bool {
    let query = request.sent.url.split_once('?').map_or("", |(_, query)| query);
    Parameters::parse(query)
        .first("prompt")
        .is_some_and(|prompt| prompt.split(' ').any(|word| word == "login"))
}

/// The words of a list in order, which stand in any.
fn in_order(words: &str) -> String {
    let mut words: Vec<&str> = words.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// An answer of the token endpoint: its status and error; media type, members and header fields.
fn token(exchange: &Exchange, answer: &TokenAnswer) -> Line {
    let error = answer.error.as_ref().map_or_else(String::new, |error| format!(", {error}"));
    let mut told = headers(exchange);
    let is_text = answer.json.is_none() && answer.form.is_none();
    told.insert(if is_text { "text".to_owned() } else { answer.media_type.clone().unwrap_or_default() });
    let accepted = answer.succeeded();
    // An ID token is of OpenID Connect, which is not compared; texts beside an error are for people.
    let is_compared = |(name, value): &(&String, &Value)| {
        name.as_str() != "id_token" && (accepted || name.as_str() == "error" || !value.is_string())
    };
    told.extend(answer.json.iter().flatten().filter(is_compared).map(|(name, value)| {
        match (name.as_str(), value) {
            ("scope", Value::String(text)) => format!("{name}={}", in_order(text)),
            ("token_type", Value::String(text)) => format!("{name}={text}"),
            (_, value) => format!("{name}: {}", kind(value)),
        }
    }));
    let decided = format!("{}{error}", answer.status);
    Line { accepted: Some(accepted), decided, told, refusal: (!accepted).then(|| refusal(answer)) }
}

/// An answer of another endpoint.
fn called(service: Service, exchange: &Exchange, answer: &TokenAnswer, alive: Option<bool>) -> Line {
    let accepted = Some(alive.unwrap_or((200..300).contains(&answer.status)));
    let mut decided = format!("{service} {}", answer.status);
    if service == Service::Metadata {
        return Line { accepted, decided, told: BTreeSet::new(), refusal: None };
    }
    if let Some(error) = &answer.error {
        decided = format!("{decided}, {error}");
    }
    let active = answer.json.as_ref().and_then(|members| members.get("active"));
    if let Some(active) = active {
        decided = format!("{decided}, active: {active}");
    }
    let mut told = headers(exchange);
    if active.is_some() {
        let members = answer.json.iter().flatten();
        told.extend(members.filter_map(|(name, value)| match (name.as_str(), value) {
            ("scope", Value::String(text)) => Some(format!("{name}={}", in_order(text))),
            _ => None,
        }));
    }
    Line { accepted, decided, told, refusal: (answer.status >= 400).then(|| refusal(answer)) }
}

fn refusal(answer: &TokenAnswer) -> (u16, Option<String>) {
    (answer.status, answer.error.as_ref().map(ToString::to_string))
}

/// The header fields that say something to a client.
fn headers(exchange: &Exchange) -> BTreeSet<String> {
    let Ok(received) = &exchange.received else { return BTreeSet::new() };
    let field = |name: &str| Some(format!("{name}: {}", received.header(name)?));
    let challenge = received.header("www-authenticate").map(|challenge| {
        // To a client its answer says what is wrong, not the challenge.
        if challenge.starts_with("Basic") {
            return "challenge Basic".to_owned();
        }
        let error = challenge.split("error=").nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or("-");
        format!("challenge {} {error}", challenge.split(' ').next().unwrap_or_default())
    });
    [field("cache-control"), field("pragma"), challenge].into_iter().flatten().collect()
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
