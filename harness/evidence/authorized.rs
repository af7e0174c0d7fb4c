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

    /// The exit that carries the code it brought.
    #[must_use]
    pub fn code_exit(&self) -> Option<&Exit> {
        let code = self.code.as_ref()?;
        self.exits.iter().find(|exit| exit.parameters.all("code").iter().any(|value| value == code.reveal()))
    }
}
