//! Reading a journal: whole, cut short by a kill, or not one at all.

use super::{
    Header, SCHEMA,
    record::{Mark, Record},
};
use crate::{evidence::Observation, target::Metered};
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// A journal that was read.
///
/// ```
/// use oauth_litmus::Journal;
/// let error = Journal::parse("{\"journal\":2}\n").unwrap_err();
/// assert_eq!(error.to_string(), "it is a journal of layout 2, and this version reads layout 1");
/// ```
#[derive(Debug)]
pub struct Journal {
    /// What it says of itself.
    pub header: Header,
    /// What was observed, in order; where a run went on, only what it relied on of what was
    /// observed before.
    pub observations: Vec<Observation>,
    /// How many requests that took.
    pub requests: usize,
    /// Whether the run came to its end.
    pub complete: bool,
    /// What of the quotas was used up, and when.
    pub spent: Vec<(Metered, SystemTime)>,
}

/// A text that cannot be read as a journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// There is not even a header.
    #[error("line 1 is no header of a journal: {0}")]
    NoHeader(String),
    /// It is of another version.
    #[error("it is a journal of layout {0}, and this version reads layout {SCHEMA}")]
    OtherVersion(u64),
    /// A line in the middle is damaged.
    #[error("line {line} is no observation: {error}")]
    Damaged {
        /// Which, from 1.
        line: usize,
        /// Why.
        error: String,
    },
}

impl Journal {
    /// Reads the text of a journal. Half a line at its end, as a kill leaves it, is passed over.
    ///
    /// # Errors
    /// If there is no header, it is of another version, or a line before the last is damaged.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        let mut lines = text[..whole].lines().enumerate();
        let first = lines.next().map(|(_, line)| line).unwrap_or_default();
        let mut journal = Self {
            header: header(first)?,
            observations: Vec::new(),
            requests: 0,
            complete: false,
            spent: Vec::new(),
        };
        for (index, line) in lines {
            let damaged = |error| JournalError::Damaged { line: index + 1, error };
            journal.add(line).map_err(damaged)?;
        }
        Ok(journal)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        match serde_json::from_str(line) {
            Ok(Mark::GoesOn) => self.observations.retain(is_kept),
            Ok(Mark::End(requests)) => (self.requests, self.complete) = (requests, true),
            Ok(Mark::Spent(metered, at)) => {
                self.spent.push((metered, SystemTime::UNIX_EPOCH + Duration::from_millis(at)));
            }
            Err(_) => {
                let record: Record = serde_json::from_str(line).map_err(|error| error.to_string())?;
                let observation = record.observation().map_err(|error| error.to_string())?;
                self.requests += observation.requests();
                self.observations.push(observation);
            }
        }
        Ok(())
    }

    /// What a run relies on that goes on with this journal. Its controls are asked anew: the
    /// server, or what we know of it, may be another one since.
    #[must_use]
    pub fn reliable(self) -> Vec<Observation> {
        self.observations.into_iter().filter(is_kept).collect()
    }
}

fn is_kept(observation: &Observation) -> bool {
    observation.is_reliable() && !observation.probe.key.starts_with("control/")
}

fn header(line: &str) -> Result<Header, JournalError> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| JournalError::NoHeader(error.to_string()))?;
    match value.get("journal").and_then(Value::as_u64) {
        Some(version) if version != u64::from(SCHEMA) => Err(JournalError::OtherVersion(version)),
        _ => serde_json::from_value(value).map_err(|error| JournalError::NoHeader(error.to_string())),
    }
}
