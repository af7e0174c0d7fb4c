//! What an answer to a question says, and why a conversation cannot go on.

use super::talk::Talk;
use crate::{
    evidence::{Authorized, Observation, Outcome},
    mutation::Kind,
    target::{Target, TargetError},
};
use std::fmt;

/// Why a conversation cannot go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The target failed.
    Target(TargetError),
    /// Its answers say nothing any more.
    Because(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(error) => error.fmt(f),
            Self::Because(why) => f.write_str(why),
        }
    }
}

impl From<TargetError> for Stop {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
    }
}

/// What an answer says.
pub(super) enum Answer {
    /// Accepted, or not.
    Clear(bool),
    /// The server failed with this status.
    Failed(u16),
    /// Neither, for this reason.
    Unclear(String),
    /// The client's own registered URI is not accepted, so nothing can be asked of that kind.
    NoControl,
}

impl<T: Target> Talk<'_, '_, T> {
    /// What was seen, as an answer. Where even a stranger's URI gets a code, no refusal is known
    /// beforehand; a client error in place of the code is one then.
    pub(super) fn read(&self, observation: &Observation) -> Answer {
        let Some(authorized) = observation.authorized() else {
            return Answer::Unclear("it was not sent".to_owned());
        };
        let strangers_get_codes = || {
            let usual = self.runner.calibrated(Kind::Any);
            usual.is_some_and(|usual| usual.gives_codes && usual.calibration.is_err())
        };
        match authorized.outcome {
            Outcome::Accepted => Answer::Clear(true),
            Outcome::Redirected if authorized.exits.iter().all(|exit| exit.error().is_none()) => {
                Answer::Unclear("the browser is sent on with neither a code nor an error".to_owned())
            }
            Outcome::Refused | Outcome::Redirected => Answer::Clear(false),
            Outcome::Unclear if failure(authorized).is_some() => {
                Answer::Failed(failure(authorized).unwrap_or(500))
            }
            Outcome::Unclear if strangers_get_codes() && is_plain_refusal(authorized) => Answer::Clear(false),
            Outcome::Unclear => Answer::Unclear(authorized.because.clone().unwrap_or_default()),
        }
    }
}

/// Whether an answer is a client error that leads nowhere (RFC 9110 section 15.5).
fn is_plain_refusal(authorized: &Authorized) -> bool {
    let status = authorized.answer().received.as_ref().map_or(0, |received| received.status);
    authorized.exits.is_empty() && (400..500).contains(&status) && !matches!(status, 408 | 425 | 429)
}

/// The status with which a server failed by itself, and not for want of another that stands behind it
/// or of room (RFC 9110 section 15.6).
fn failure(authorized: &Authorized) -> Option<u16> {
    let status = authorized.answer().received.as_ref().map_or(0, |received| received.status);
    (status >= 500 && !matches!(status, 502..=504)).then_some(status)
}
