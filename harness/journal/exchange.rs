//! An exchange as a journal holds it: text, redacted.

use super::redact::Redact;
use crate::evidence::{Exchange, Fault, Received, Sent};
use serde::{Deserialize, Serialize};

/// A request and its answer.
#[derive(Deserialize, Serialize)]
pub(super) struct Line {
    method: String,
    url: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    answer: Answer,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Came { status: u16, headers: Vec<(String, String)>, body: String },
    Fault(Fault),
}

/// The header fields that the harness sends.
const FIELDS: [&str; 6] =
    ["authorization", "content-type", "cookie", "origin", "referer", "x-forwarded-host"];

/// Fields of answers that tell nothing and change every time.
const PASSING: [&str; 1] = ["date"];

impl Line {
    pub(super) fn of(exchange: &Exchange, redact: &Redact) -> Self {
        let Exchange { sent, received } = exchange;
        let field = |name: &str, value: &str| (name.to_owned(), redact.field(name, value));
        Self {
            method: sent.method.to_owned(),
            url: redact.text(&sent.url),
            headers: sent.headers.iter().map(|(name, value)| field(name, value)).collect(),
            form: sent.body.as_deref().map(|body| redact.text(body)),
            answer: match received {
                Ok(received) => Answer::Came {
                    status: received.status,
                    headers: received
                        .headers
                        .iter()
                        .filter(|(name, _)| !PASSING.contains(&name.as_str()))
                        .map(|(name, value)| field(name, &String::from_utf8_lossy(value)))
                        .collect(),
                    body: redact.text(&received.text()),
                },
                Err(fault) => Answer::Fault(fault.clone()),
            },
        }
    }

    pub(super) fn exchange(self) -> Exchange {
        let known = |name: &str| FIELDS.iter().find(|field| **field == name).copied();
        let fields = self.headers.into_iter().filter_map(|(name, value)| Some((known(&name)?, value)));
        Exchange {
            sent: Sent {
                method: if self.method == "POST" { "POST" } else { "GET" },
                url: self.url,
                headers: fields.collect(),
                body: self.form,
            },
            received: match self.answer {
                Answer::Came { status, headers, body } => {
                    let headers = headers.into_iter().map(|(name, value)| (name, value.into_bytes()));
                    Ok(Received::new(status, headers.collect(), body.into_bytes()))
                }
                Answer::Fault(fault) => Err(fault),
            },
        }
    }
}
