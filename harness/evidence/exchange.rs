//! One request and what came back for it.

use super::page::Page;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::OnceLock, time::Duration};

/// A request as it was put on the wire.
#[derive(Clone, Eq, PartialEq)]
pub struct Sent {
    /// The HTTP method.
    pub method: &'static str,
    /// The whole URL, its query byte for byte.
    pub url: String,
    /// The header fields that matter, secrets and all.
    pub headers: Vec<(&'static str, String)>,
    /// The body, byte for byte.
    pub body: Option<String>,
}

/// A response, byte for byte.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// The header fields in order, names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, up to what the courier is willing to read.
    pub body: Vec<u8>,
    /// The body read as a page, once it was asked for.
    page: OnceLock<Page>,
}

impl Received {
    /// A response as it came.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, Vec<u8>)>, body: Vec<u8>) -> Self {
        Self { status, headers, body, page: OnceLock::new() }
    }

    /// The body read as a page, whatever its media type.
    pub fn page(&self) -> &Page {
        self.page.get_or_init(|| Page::read(&self.text()))
    }

    /// The first header field of that name; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let field = self.headers.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// The media type without parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The body as text; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Sent {
    /// Method and address: query, header fields and body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sent({} {})", self.method, self.url.split('?').next().unwrap_or_default())
    }
}

impl fmt::Debug for Received {
    /// Status and length: header fields and body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there is no response.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// No connection came about.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// Nothing, or not all of it, came in time.
    #[error("no complete answer within {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The connection broke, or what came is no HTTP.
    #[error("the connection broke or the answer is no HTTP/1.1: {0}")]
    Broken(String),
    /// The body is larger than the courier reads.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// The request cannot be put on the wire as it is meant.
    #[error("it cannot be sent as it is meant: {0}")]
    NotSendable(String),
    /// The request budget is spent.
    #[error("the limit of {0} requests is reached")]
    OutOfBudget(usize),
}

impl Fault {
    /// Whether the server did not answer, apart from what we could not send.
    #[must_use]
    pub const fn is_servers(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::TimedOut(_) | Self::Broken(_) | Self::TooLarge(_))
    }
}

/// A request and its answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exchange {
    /// What was sent.
    pub sent: Sent,
    /// What came back.
    pub received: Result<Received, Fault>,
}

/// A request to the authorization endpoint, and where following its answer led: over redirects,
/// login and consent pages of the server's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Journey {
    /// The authorization request and its answer.
    pub first: Exchange,
    /// What was sent after it, in order; nothing where the first answer is the last.
    pub walk: Vec<Exchange>,
    /// Why it could not go on, if it could not: a form that nobody said how to fill.
    pub stuck: Option<String>,
}

impl Journey {
    /// The last request and its answer, which says what the server decided.
    #[must_use]
    pub fn last(&self) -> &Exchange {
        self.walk.last().unwrap_or(&self.first)
    }
}

impl From<Exchange> for Journey {
    fn from(first: Exchange) -> Self {
        Self { first, walk: Vec::new(), stuck: None }
    }
}
