//! Claims and deviations: what stands behind a behaviour, and where it may differ.

use crate::mutation::Severity;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One statement about the provider, and who made it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The topics it is about, such as `code.lifetime`; a table's name is about all in it.
    pub about: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was found.
    pub source: String,
    /// What it says, in our words.
    pub says: String,
    /// The value this source gives where it disagrees with the one stated.
    pub instead: Option<String>,
}

/// How sure a claim is, the weakest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Reasoned from related evidence.
    Inferred,
    /// Third parties report it.
    Observed,
    /// The provider says so.
    Documented,
    /// This tool found it out.
    Measured,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inferred => "inferred",
            Self::Observed => "observed",
            Self::Documented => "documented",
            Self::Measured => "measured",
        })
    }
}

/// An accepted difference from the standard.
#[derive(Clone, Debug)]
pub struct Deviation {
    /// The id of the rule that may be violated.
    pub rule: String,
    /// Why it is accepted.
    pub because: String,
    /// For redirect rules: the worst severity accepted.
    pub severity: Option<Severity>,
    /// For redirect rules: the only mutations that may show it; any if empty.
    pub mutations: Vec<String>,
    /// Line and column of the rule's id in the file.
    pub at: (usize, usize),
}

impl Deviation {
    /// Whether it covers a violation of this severity, shown by these mutations.
    #[must_use]
    pub fn covers(&self, severity: Option<Severity>, mutations: &[&str]) -> bool {
        let mild = self.severity.is_none_or(|accepted| severity.is_none_or(|found| found <= accepted));
        let here = self.mutations.is_empty()
            || mutations.iter().all(|id| self.mutations.iter().any(|accepted| accepted == id));
        mild && here
    }
}
