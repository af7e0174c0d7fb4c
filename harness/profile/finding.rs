//! Findings: the verdict on one rule, and for a violation the witness.

use crate::{
    evidence::{Channel, Seen},
    mutation::Severity,
    probe::Probe,
    protocol::inert,
    rules::Level,
};
use serde::{Serialize, Serializer};
use std::fmt;

/// The verdict on a rule.
///
/// ```
/// use oauth_litmus::Verdict;
/// assert_eq!(Verdict::NotApplicable.to_string(), "not applicable");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The server does what is demanded.
    Upheld,
    /// It does not.
    Violated,
    /// It cannot be said.
    Inconclusive,
    /// The standard, or the server's set-up, makes the rule pointless.
    NotApplicable,
    /// Asked once more, the server answered differently.
    Unstable,
    /// It was not asked.
    NotAsked,
}

/// What came out for one rule.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How strongly it is demanded.
    #[serde(serialize_with = "as_text")]
    pub level: Level,
    /// Where.
    pub cites: Vec<String>,
    /// What, in our words.
    pub demands: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// Its reason, where it needs one.
    pub because: Option<String>,
    /// Where a browser lands, for a violated redirect rule.
    pub severity: Option<Severity>,
    /// Where the response travels, for a violated rule.
    pub channel: Option<Channel>,
    /// The reason of the scenario's deviation, if it covers this violation; with an upheld rule,
    /// a deviation that is no longer true.
    pub deviation: Option<String>,
    /// The smallest probe that shows the violation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// The `curl` lines that repeat it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// What was sent and what came back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<ExchangeView>,
}

/// The minimal probe that shows a violation.
#[derive(Clone, Debug, Serialize)]
pub struct Witness {
    /// The client's id.
    pub client: String,
    /// The registered URI.
    pub registered: String,
    /// The requested one; none where it was omitted.
    pub requested: Option<String>,
    /// Where a browser lands.
    pub landing: Option<String>,
    /// Whether that was seen, or is what a browser makes of the request.
    pub seen: Option<Seen>,
    /// The mutations it is made of.
    pub mutations: Vec<&'static str>,
    /// What was done, in words.
    pub steps: Vec<String>,
    /// What was asked, to be asked again.
    pub probe: Probe,
}

/// An exchange as it may be shown: redacted and cut.
#[derive(Clone, Debug, Serialize)]
pub struct ExchangeView {
    /// Method and URL.
    pub sent: String,
    /// The form that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The HTTP status; none where nothing came back.
    pub status: Option<u16>,
    /// The `Location` of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The beginning of the body, or what went wrong.
    pub answer: String,
}

impl Finding {
    /// Why nobody expected it, in one line: a violated MUST that is no stated deviation, or a
    /// stated deviation that is conclusively no longer true.
    #[must_use]
    pub fn surprise(&self) -> Option<String> {
        let severity = self.severity.map_or_else(String::new, |severity| format!(" {severity}"));
        match (self.verdict, &self.deviation) {
            (Verdict::Violated, None) if self.level == Level::Must => {
                Some(format!("{} is violated{severity}", self.rule))
            }
            (Verdict::Upheld, Some(_)) => {
                Some(format!("{} is upheld: the stated deviation is no longer true", self.rule))
            }
            _ => None,
        }
    }
}

fn as_text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upheld => "upheld",
            Self::Violated => "violated",
            Self::Inconclusive => "inconclusive",
            Self::NotApplicable => "not applicable",
            Self::Unstable => "unstable",
            Self::NotAsked => "not asked",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = self.severity.map_or_else(String::new, |severity| format!(" {severity}"));
        writeln!(f, "{} {}{severity} ({}; {})", self.rule, self.verdict, self.level, self.cites.join(", "))?;
        writeln!(f, "  demands: {}", self.demands)?;
        self.because.iter().try_for_each(|because| writeln!(f, "  because: {because}"))?;
        if let Some(witness) = self.witness.as_ref().filter(|_| self.severity.is_some()) {
            writeln!(f, "  registered: {}", inert(&witness.registered))?;
            let requested = witness.requested.as_deref().unwrap_or("(not sent)");
            writeln!(f, "  requested:  {}", inert(requested))?;
            if let (Some(landing), Some(seen)) = (&witness.landing, witness.seen) {
                let seen = if seen == Seen::Observed { "observed" } else { "assumed" };
                writeln!(f, "  lands at:   {} ({seen})", inert(landing))?;
            }
        }
        if let Some(witness) = &self.witness {
            witness
                .steps
                .iter()
                .enumerate()
                .try_for_each(|(index, step)| writeln!(f, "  {}. {}", index + 1, inert(step)))?;
        }
        self.curl.iter().flat_map(|curl| curl.lines()).try_for_each(|line| writeln!(f, "  {line}"))
    }
}
