//! An answered authorization request, and what the server did with the redirect URI.

use super::{
    exchange::{Exchange, Journey},
    exits::{Channel, Exit},
    landing::Landing,
};
use crate::protocol::Secret;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An answered authorization request.
#[derive(Clone, Debug)]
pub struct Authorized {
    /// The request, its answer, and where that led.
    pub journey: Journey,
    /// The ways in which the last answer sends the browser on.
    pub exits: Vec<Exit>,
    /// What the server did with the redirect URI.
    pub outcome: Outcome,
    /// Why the outcome is unclear, or what else has to be said of it.
    pub because: Option<String>,
    /// Where a browser lands, if the server went on or sent it somewhere.
    pub landing: Option<Landing>,
    /// The code it brought, if it did; one that was in the request is none.
    pub code: Option<Secret>,
}

/// What a server did with a requested redirect URI.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It went on: to a login, a consent or a code, wherever that lands.
    Accepted,
    /// It refused.
    Refused,
    /// It gave no code, yet sends a browser to the unvalidated URI.
    Redirected,
    /// It cannot be said.
    Unclear,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Redirected => "redirected",
            Self::Unclear => "unclear",
        })
    }
}

impl Authorized {
    /// The authorization request and its answer.
    #[must_use]
    pub const fn request(&self) -> &Exchange {
        &self.journey.first
    }

    /// The exchange whose answer says what the server decided.
    #[must_use]
    pub fn answer(&self) -> &Exchange {
        self.journey.last()
    }

    /// The channel of its first exit, or the query, which is where a code goes by default.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.exits.first().map_or(Channel::Query, |exit| exit.channel)
    }

    /// Whether the server went on, or sent the browser away.
    #[must_use]
    pub const fn went_on(&self) -> bool {
        matches!(self.outcome, Outcome::Accepted | Outcome::Redirected)
    }

    /// Whether a browser would pass a form that it sent to the server on to wherever the answer
    /// leads (RFC 9700 section 4.12).
    #[must_use]
    pub fn passes_form_on(&self) -> bool {
        let answer = self.answer();
        let repeats = |status: u16| matches!(status, 307 | 308);
        answer.sent.method == "POST"
            && self.landing.is_some()
            && answer.received.as_ref().is_ok_and(|received| repeats(received.status))
    }

    /// The exit that carries the code it brought.
    #[must_use]
    pub fn code_exit(&self) -> Option<&Exit> {
        let code = self.code.as_ref()?;
        self.exits.iter().find(|exit| exit.parameters.all("code").iter().any(|value| value == code.reveal()))
    }
}
