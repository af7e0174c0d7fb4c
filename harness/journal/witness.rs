//! A witness in a file of its own: enough to ask it again, anywhere.

use crate::{
    evidence::Channel,
    mutation::Severity,
    probe::Probe,
    scenario::{Scenario, ScenarioError},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of a witness file's layout.
pub const WITNESS_SCHEMA: u64 = 1;

/// One violation, as it can be handed on.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct WitnessFile {
    /// The version of the layout, [`WITNESS_SCHEMA`].
    pub witness: u64,
    /// The rule that was violated.
    pub rule: String,
    /// Where a browser lands, for a rule about redirects.
    pub severity: Option<Severity>,
    /// Where the response travelled.
    pub channel: Option<Channel>,
    /// What was done, in words.
    pub steps: Vec<String>,
    /// The lines that repeat it by hand.
    pub curl: Option<String>,
    /// What is asked.
    pub probe: Probe,
    /// Where it was found: the stem of a scenario.
    pub target: String,
    /// The bundled folder of that scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The text of the scenario.
    pub scenario: String,
}

/// A text that is no witness.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// It is something else.
    #[error("it is no witness: {0}")]
    Unreadable(String),
    /// It is of another version.
    #[error("it is a witness of layout {0}, and this version reads layout {WITNESS_SCHEMA}")]
    OtherVersion(u64),
}

impl WitnessFile {
    /// Reads the text of a witness.
    ///
    /// # Errors
    /// If it is none, or of another version, or names a mutation that is no longer there.
    pub fn parse(text: &str) -> Result<Self, WitnessError> {
        let unreadable = |error: serde_json::Error| WitnessError::Unreadable(error.to_string());
        let value: Value = serde_json::from_str(text).map_err(unreadable)?;
        match value.get("witness").and_then(Value::as_u64) {
            Some(WITNESS_SCHEMA) => serde_json::from_value(value).map_err(unreadable),
            Some(other) => Err(WitnessError::OtherVersion(other)),
            None => Err(WitnessError::Unreadable("there is no member `witness` in it".to_owned())),
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The scenario it was found at.
    ///
    /// # Errors
    /// If its text is no scenario to this version.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        match self.folder.as_deref() {
            Some(folder) => Scenario::parse_in(folder, &self.target, &self.scenario),
            None => Scenario::parse(&self.target, &self.scenario),
        }
    }
}
