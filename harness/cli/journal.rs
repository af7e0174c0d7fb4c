//! The journal: every observation of a run as a line of JSON, redacted, in the order made.

use crate::exit::Failure;
use oauth_litmus::{
    evidence::{Happened, Observation, Redaction},
    protocol::inert,
    target::Tenant,
};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Where observations are written.
pub(crate) struct Journal(Option<Mutex<BufWriter<File>>>);

impl Journal {
    /// A journal at `path`; one that goes nowhere without.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self(None)) };
        let failure = |error| Failure::File {
            doing: "write",
            path: path.display().to_string(),
            error,
            mend: "name a folder that can be written to with --out",
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failure)?;
        }
        Ok(Self(Some(Mutex::new(BufWriter::new(File::create(path).map_err(failure)?)))))
    }

    /// Appends an observation; what cannot be written is lost, the run goes on.
    pub(crate) fn append(&self, target: &str, observation: &Observation, tenant: &Tenant) {
        let Some(writer) = &self.0 else { return };
        let redaction = tenant.redaction_for(observation);
        let happened: Vec<Value> = observation.happened.iter().map(event).collect();
        let line = redacted(
            json!({
                "schema": 1,
                "target": target,
                "key": observation.probe.key,
                "client": observation.subject.client,
                "registered": observation.subject.mutant.registered.uri,
                "requested": observation.subject.mutant.requested(),
                "control_lost": observation.control_lost,
                "happened": happened,
            }),
            &redaction,
        );
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(writer, "{line}");
        let _ = writer.flush();
    }
}

/// Every text in a value, redacted.
fn redacted(value: Value, redaction: &Redaction) -> Value {
    match value {
        Value::String(text) => Value::String(redaction.apply(&text)),
        Value::Array(items) => items.into_iter().map(|item| redacted(item, redaction)).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, redacted(value, redaction))).collect()
        }
        other => other,
    }
}

fn event(happened: &Happened) -> Value {
    let exchange = match happened {
        Happened::Authorized(authorized) => &authorized.exchange,
        Happened::Redeemed(exchange, _) => exchange,
        Happened::Passed(span) => return json!({ "passed": span.as_secs_f64() }),
        Happened::Skipped(why) => return json!({ "skipped": why }),
    };
    let mut event = json!({
        "method": exchange.sent.method,
        "url": exchange.sent.url,
        "form": exchange.sent.body,
    });
    match &exchange.received {
        Ok(received) => {
            event["status"] = json!(received.status);
            let headers =
                received.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "date"));
            event["headers"] =
                headers.map(|(name, value)| json!([name, String::from_utf8_lossy(value)])).collect();
            event["body"] = json!(received.text());
        }
        Err(fault) => event["fault"] = json!(inert(&fault.to_string())),
    }
    if let Happened::Authorized(authorized) = happened {
        event["outcome"] = json!(authorized.outcome);
        event["because"] = json!(authorized.because);
    }
    event
}
