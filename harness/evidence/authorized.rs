//! An answered authorization request, and what the server did with the redirect URI.

use super::{
    exchange::Exchange,
    exits::{Channel, Exit},
    landing::Landing,
};
use crate::protocol::Secret;
use serde::Serialize;
use std::fmt;

/// An answered authorization request.
#[derive(Clone, Debug)]
pub struct Authorized {
    /// The request and its answer.
    pub exchange: Exchange,
    /// The ways in which the answer sends the browser on.
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
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
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
