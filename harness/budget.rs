//! What a run may spend: cases, concurrency, requests, tiers, seed and patience.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, time::Duration};

/// How much a question may disturb the server it is put to.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Ordinary requests.
    #[default]
    Gentle,
    /// Wrong secrets, replays, races, registration.
    Noisy,
    /// Huge inputs, crash seekers, anything a server may store for good.
    Disruptive,
}

/// The text names no tier.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no tier; write gentle, noisy or disruptive")]
pub struct NotATier(String);

impl FromStr for Tier {
    type Err = NotATier;

    fn from_str(text: &str) -> Result<Self, NotATier> {
        match text {
            "gentle" => Ok(Self::Gentle),
            "noisy" => Ok(Self::Noisy),
            "disruptive" => Ok(Self::Disruptive),
            _ => Err(NotATier(text.to_owned())),
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gentle => "gentle",
            Self::Noisy => "noisy",
            Self::Disruptive => "disruptive",
        })
    }
}

/// What one survey may spend.
///
/// ```
/// use oauth_litmus::Budget;
/// let narrowed = Budget { only: vec!["code/single-use".to_owned()], ..Budget::live(true) };
/// assert!(narrowed.includes("code/single-use") && !narrowed.includes("code/expires"));
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    /// Composed cases (two or three edits at once) drawn at random; for learning, the fresh requests
    /// that check what was learned.
    pub cases: usize,
    /// The seed of every random draw; the same seed gives the same report on a stand-in.
    pub seed: u64,
    /// Probes under way at once.
    pub concurrency: usize,
    /// Requests at most, controls included; none is no limit.
    pub requests: Option<usize>,
    /// The highest tier that is asked.
    pub tier: Tier,
    /// The longest real time a run may wait for lifetimes to end; a stand-in's clock is turned.
    pub patience: Duration,
    /// The longest that a run waits for a token endpoint that throttles it, locks it out or is out
    /// of order to come round; a stand-in is not waited for.
    pub respite: Duration,
    /// Only rules and mutations with one of these ids; all if empty.
    pub only: Vec<String>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cases: 128,
            seed: 1,
            concurrency: 32,
            requests: None,
            tier: Tier::Disruptive,
            patience: Duration::from_secs(15),
            respite: Duration::from_secs(60),
            only: Vec::new(),
        }
    }
}

impl Budget {
    /// What may be spent on a real server when nothing else is said: much on loopback, and
    /// elsewhere one gentle question at a time.
    #[must_use]
    pub fn live(on_loopback: bool) -> Self {
        if on_loopback {
            return Self { concurrency: 8, ..Self::default() };
        }
        let tier = Tier::Gentle;
        Self { cases: 0, concurrency: 1, tier, patience: Duration::ZERO, ..Self::default() }
    }

    /// Whether the rule or mutation of that id is to be asked.
    #[must_use]
    pub fn includes(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == id)
    }
}
