//! The rows of a profile about single edits.

use crate::{
    evidence::{Echo, Outcome},
    mutation::Severity,
};
use serde::Serialize;

/// What came of one mutation class.
#[derive(Clone, Debug, Serialize)]
pub struct MutationRow {
    /// Its id.
    pub id: &'static str,
    /// How many of its forms were asked.
    pub tried: usize,
    /// How many were accepted.
    pub accepted: usize,
    /// How many were refused, those answered by an open redirect included.
    pub refused: usize,
    /// How many answers say nothing.
    pub unclear: usize,
    /// The worst that was accepted.
    pub severity: Option<Severity>,
    /// Why none was asked.
    pub because: Option<String>,
}

/// One single edit that was asked.
#[derive(Clone, Debug, Serialize)]
pub struct ProbeRow {
    /// The mutation's id.
    pub mutation: &'static str,
    /// The client's id.
    pub client: String,
    /// What is registered.
    pub registered: String,
    /// What was requested; none where the parameter was omitted.
    pub requested: Option<String>,
    /// The raw query, as it was sent.
    pub query: String,
    /// What the server did.
    pub outcome: Outcome,
    /// Why that is unclear, or what else there is to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Which text the answer sends the browser to, if it sends it anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echoed: Option<Echo>,
    /// Where a browser lands, observed or assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub landing: Option<String>,
    /// The parameters that were requested, are not registered, and are still there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retained: Vec<String>,
    /// How bad that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}
