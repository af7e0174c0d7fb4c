//! One observation as a line, and back.

use super::{exchange, redact::Redact};
use crate::{
    evidence::{
        Authorized, Exchange, Happened, Journey, Landing, Observation, Outcome, Redaction, Shapes, Subject,
        TokenAnswer, exits,
    },
    mutation::{Kind, Mutant, Registered},
    probe::{Probe, Service, Step},
    protocol::{RedirectUri, Secret},
    target::Metered,
};
use serde::{Deserialize, Serialize};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};
use url::Url;

/// A line that is no observation.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// A run that was killed goes on here.
    GoesOn,
    /// The run came to its end, after so many requests.
    End(usize),
    /// One of a quota was used up, so many milliseconds after 1970 began.
    Spent(Metered, u64),
}

/// The line that ends a journal, without its line break.
#[must_use]
pub fn end(requests: usize) -> String {
    serde_json::to_string(&Mark::End(requests)).unwrap_or_default()
}

/// The line after which a killed run goes on, without its line break.
#[must_use]
pub fn goes_on() -> String {
    serde_json::to_string(&Mark::GoesOn).unwrap_or_default()
}

/// The line for one of a quota that was used up at that time, without its line break: a run that
/// goes on keeps within the quota only if it knows.
#[must_use]
pub fn spent(metered: Metered, at: SystemTime) -> String {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    serde_json::to_string(&Mark::Spent(metered, u64::try_from(since).unwrap_or(u64::MAX))).unwrap_or_default()
}

/// An observation as a journal holds it.
#[derive(Deserialize, Serialize)]
pub(super) struct Record {
    key: String,
    needs: Kind,
    steps: Vec<Step>,
    client: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    encodes: bool,
    registered: RedirectUri,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<RedirectUri>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    foreign: Vec<RedirectUri>,
    server: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    control_lost: Option<String>,
    happened: Vec<Event>,
    #[serde(default, skip_serializing_if = "Shapes::is_empty")]
    shapes: Shapes,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Event {
    Authorized(Box<Decision>),
    Redeemed(exchange::Line),
    Called(Service, exchange::Line),
    Raced(Vec<exchange::Line>),
    Passed(Duration),
    Skipped(String),
}

#[derive(Deserialize, Serialize)]
struct Decision {
    outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    landing: Option<Landing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    first: exchange::Line,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    walk: Vec<exchange::Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stuck: Option<String>,
}

/// The line for an observation, without its line break; `redaction` knows what to hide of it.
///
/// # Errors
/// If it cannot be written as JSON, which is a fault of ours.
pub fn line(observation: &Observation, redaction: &Redaction) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Record::of(observation, &Redact::by(redaction)))
}

impl Record {
    fn of(observation: &Observation, redact: &Redact) -> Self {
        let Registered { uri, others, foreign } = observation.subject.mutant.registered.clone();
        Self {
            key: observation.probe.key.clone(),
            needs: observation.probe.needs,
            steps: observation.probe.steps.clone(),
            client: observation.subject.client.clone(),
            encodes: observation.subject.encodes,
            registered: uri,
            others,
            foreign,
            server: redact.text(observation.subject.server.as_str()),
            control_lost: observation.control_lost.as_deref().map(|lost| redact.text(lost)),
            happened: observation.happened.iter().map(|happened| Event::of(happened, redact)).collect(),
            shapes: Shapes::of(observation, |text| redact.text(text)),
        }
    }

    /// The observation it tells of.
    ///
    /// # Errors
    /// If the server's address is no URL.
    pub(super) fn observation(self) -> Result<Observation, url::ParseError> {
        let registered = Registered { uri: self.registered, others: self.others, foreign: self.foreign };
        let probe = Probe { key: self.key, needs: self.needs, steps: self.steps };
        let subject = Subject {
            client: self.client,
            encodes: self.encodes,
            mutant: Mutant::original(registered).with(probe.edits()),
            server: Url::parse(&self.server)?,
            hosts: Arc::from([]),
        };
        Ok(Observation {
            probe: Arc::new(probe),
            subject: Arc::new(subject),
            happened: self.happened.into_iter().map(Event::happened).collect(),
            control_lost: self.control_lost,
            shapes: Some(self.shapes),
        })
    }
}

impl Event {
    fn of(happened: &Happened, redact: &Redact) -> Self {
        match happened {
            Happened::Authorized(authorized) => Self::Authorized(Box::new(Decision::of(authorized, redact))),
            Happened::Redeemed(exchange, _) => Self::Redeemed(exchange::Line::of(exchange, redact)),
            Happened::Called(service, exchange, _) => {
                Self::Called(*service, exchange::Line::of(exchange, redact))
            }
            Happened::Raced(raced) => {
                Self::Raced(raced.iter().map(|(exchange, _)| exchange::Line::of(exchange, redact)).collect())
            }
            Happened::Passed(span) => Self::Passed(*span),
            Happened::Skipped(why) => Self::Skipped(redact.text(why)),
        }
    }

    fn happened(self) -> Happened {
        match self {
            Self::Authorized(decision) => Happened::Authorized(Box::new(decision.authorized())),
            Self::Redeemed(line) => {
                let (exchange, answer) = answered(line);
                Happened::Redeemed(Box::new(exchange), answer.map(Box::new))
            }
            Self::Called(service, line) => {
                let (exchange, answer) = answered(line);
                Happened::Called(service, Box::new(exchange), answer.map(Box::new))
            }
            Self::Raced(lines) => Happened::Raced(lines.into_iter().map(answered).collect()),
            Self::Passed(span) => Happened::Passed(span),
            Self::Skipped(why) => Happened::Skipped(why),
        }
    }
}

/// An exchange and its answer, read again.
fn answered(line: exchange::Line) -> (Exchange, Option<TokenAnswer>) {
    let exchange = line.exchange();
    let answer = exchange.received.as_ref().ok().map(TokenAnswer::read);
    (exchange, answer)
}

impl Decision {
    fn of(authorized: &Authorized, redact: &Redact) -> Self {
        let Authorized { journey, outcome, because, landing, code, .. } = authorized;
        Self {
            outcome: *outcome,
            because: because.as_deref().map(|because| redact.text(because)),
            landing: landing.as_ref().map(|landing| Landing {
                url: landing.url.as_deref().map(|url| redact.text(url)),
                ..landing.clone()
            }),
            code: code.as_ref().map(|code| redact.text(code.reveal())),
            first: exchange::Line::of(&journey.first, redact),
            walk: journey.walk.iter().map(|exchange| exchange::Line::of(exchange, redact)).collect(),
            stuck: journey.stuck.as_deref().map(|stuck| redact.text(stuck)),
        }
    }

    fn authorized(self) -> Authorized {
        let journey = Journey {
            first: self.first.exchange(),
            walk: self.walk.into_iter().map(exchange::Line::exchange).collect(),
            stuck: self.stuck,
        };
        let exits = journey.last().received.as_ref().map(exits).unwrap_or_default();
        Authorized {
            journey,
            exits,
            outcome: self.outcome,
            because: self.because,
            landing: self.landing,
            code: self.code.map(Secret::new),
        }
    }
}
