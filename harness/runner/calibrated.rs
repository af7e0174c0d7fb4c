//! What calibration learned of one client.

use crate::{
    evidence::{Calibration, Confidence, Outcome, Untellable},
    probe::Change,
};
use serde::Serialize;

/// How one client's requests are answered, good and bad.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// How to read a face, if good and bad can be told apart.
    pub calibration: Result<Calibration, Untellable>,
    /// The client it is about, and its registered URI.
    pub subject: (String, String),
    /// The names of the response parameters of a successful callback.
    pub expected: Vec<String>,
    /// Whether a good request brings a code at once.
    pub gives_codes: bool,
    /// What an unrelated redirect URI comes to: refused, as a rule.
    pub bad: Outcome,
    /// By which deliberate error they are told apart, where they are not without.
    pub by_error: Option<ByError>,
}

/// A deliberate error in a request, which a server sends to redirect URIs that it accepts.
#[derive(Clone, Debug)]
pub struct ByError {
    /// What makes the error.
    pub change: Change,
    /// The error that a good request brings.
    pub error: String,
}

/// How accepted and refused requests of one client were told apart, and how sure that is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ToldApart {
    /// The client's id.
    pub client: String,
    /// Its registered URI.
    pub registered: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The features that tell, in words.
    pub by: Vec<String>,
    /// How many requests that had to be accepted it was learned from, and how many others.
    pub controls: (usize, usize),
    /// What an accepted request is answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
    /// What a refused request is answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Which answers say nothing.
    pub ambiguous: String,
}

impl Calibrated {
    /// How it is told apart, in words.
    #[must_use]
    pub fn told_apart(&self) -> ToldApart {
        let (client, registered) = self.subject.clone();
        match &self.calibration {
            Ok(learned) => {
                let (accepted, refused) = learned.looks();
                ToldApart {
                    client,
                    registered,
                    confidence: learned.confidence(),
                    by: learned.told_by(),
                    controls: learned.controls(),
                    accepted: Some(accepted),
                    refused: Some(refused),
                    ambiguous: learned.ambiguous().to_owned(),
                }
            }
            Err(untellable) => ToldApart {
                client,
                registered,
                confidence: if self.gives_codes { Confidence::Certain } else { Confidence::None },
                by: self.gives_codes.then(|| "a code that comes".to_owned()).into_iter().collect(),
                controls: (0, 0),
                accepted: None,
                refused: None,
                ambiguous: untellable.to_string(),
            },
        }
    }
}

impl ToldApart {
    /// The same, with what stood in pages as `redact` has it.
    #[must_use]
    pub fn redacted(self, redact: impl Fn(&str) -> String) -> Self {
        let (accepted, refused) =
            (self.accepted.as_deref().map(&redact), self.refused.as_deref().map(&redact));
        Self { accepted, refused, ..self }
    }
}

impl std::fmt::Display for ToldApart {
    /// One sentence, without the client.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { confidence, by, controls: (good, bad), ambiguous, .. } = self;
        match (&self.accepted, &self.refused) {
            (Some(accepted), Some(refused)) => write!(
                f,
                "accepted ({accepted}) and refused ({refused}) are told apart by {}, from {good} and {bad} controls, confidence {confidence}; unclear is {ambiguous}",
                by.join(", "),
            ),
            _ => write!(f, "confidence {confidence}: {ambiguous}"),
        }
    }
}
