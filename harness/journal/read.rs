//! Reading a journal: whole, cut short by a kill, or not one at all.

use super::{
    Header, SCHEMA,
    record::{End, Record},
};
use crate::evidence::Observation;
use serde_json::Value;

/// A journal that was read.
#[derive(Debug)]
pub struct Journal {
    /// What it says of itself.
    pub header: Header,
    /// What was observed, in order.
    pub observations: Vec<Observation>,
    /// How many requests the run took, if it came to its end.
    pub complete: Option<usize>,
    /// How many bytes of the text are whole lines; a kill leaves half a line behind them.
    pub whole: usize,
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
        let mut journal = Self { header: header(first)?, observations: Vec::new(), complete: None, whole };
        for (index, line) in lines {
            if let Ok(End { end }) = serde_json::from_str(line) {
                journal.complete = Some(end);
                continue;
            }
            let damaged = |error: String| JournalError::Damaged { line: index + 1, error };
            let record: Record = serde_json::from_str(line).map_err(|error| damaged(error.to_string()))?;
            journal.observations.push(record.observation().map_err(|error| damaged(error.to_string()))?);
        }
        Ok(journal)
    }
}

fn header(line: &str) -> Result<Header, JournalError> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| JournalError::NoHeader(error.to_string()))?;
    match value.get("journal").and_then(Value::as_u64) {
        Some(version) if version != u64::from(SCHEMA) => Err(JournalError::OtherVersion(version)),
        _ => serde_json::from_value(value).map_err(|error| JournalError::NoHeader(error.to_string())),
    }
}
