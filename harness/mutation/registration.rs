//! What is registered for a client, and the kind of registered URI a mutation needs.

use crate::protocol::RedirectUri;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One registered redirect URI in its surroundings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Registered {
    /// The URI that is mutated.
    pub uri: RedirectUri,
    /// The others registered for the same client.
    pub others: Vec<RedirectUri>,
    /// Those registered only for other clients.
    pub foreign: Vec<RedirectUri>,
}

/// A kind of registered URI.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any.
    Any,
    /// One with a query.
    Query,
    /// One with a port, not on loopback.
    Port,
    /// `http` on a loopback IP literal.
    Loopback,
    /// One whose path ends in a slash.
    Slash,
    /// One of several of the same client.
    Several,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Any, Self::Query, Self::Port, Self::Loopback, Self::Slash, Self::Several];

    /// Whether `uri`, one of `all` of a client, is of this kind.
    #[must_use]
    pub fn suits(self, uri: &RedirectUri, all: &[RedirectUri]) -> bool {
        let parts = uri.parts();
        match self {
            Self::Any => true,
            Self::Query => parts.query.is_some_and(|query| !query.is_empty()),
            Self::Port => {
                !uri.is_loopback() && parts.authority.is_some_and(|authority| authority.port.is_some())
            }
            Self::Loopback => uri.is_loopback() && parts.host() != "localhost",
            Self::Slash => parts.path.len() > 1 && parts.path.ends_with('/'),
            Self::Several => all.len() > 1,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any redirect URI",
            Self::Query => "a redirect URI with a query",
            Self::Port => "a redirect URI with a port",
            Self::Loopback => "an http redirect URI on 127.0.0.1 or [::1]",
            Self::Slash => "a redirect URI whose path ends in a slash",
            Self::Several => "two redirect URIs for one client",
        })
    }
}
