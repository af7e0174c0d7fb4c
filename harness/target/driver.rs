//! A real browser, as the walk of a flow sees it: it is sent on an errand, and says what it saw.

use super::{login::Login, session::Session, tally::Tally};
use crate::evidence::{Exchange, Exit, Fault};
use std::{fmt, future::Future, pin::Pin};
use url::Url;

/// What a browser that is driven by a program comes back with.
pub type Walking<'a> = Pin<Box<dyn Future<Output = Result<Walked, Lost>> + Send + 'a>>;

/// Drives a browser.
pub trait Driver: fmt::Debug + Send + Sync {
    /// Opens a page and logs in and consents there, until the browser is sent off the server or
    /// nothing is left to do. What is off the server is never reached.
    ///
    /// # Errors
    /// With the reason, if there is no browser, or it fails, or it may send nothing more.
    fn walk<'a>(&'a self, errand: Errand<'a>) -> Walking<'a>;
}

/// What a browser is sent for.
pub struct Errand<'a> {
    /// The page to begin with.
    pub url: Url,
    /// The cookies that it has.
    pub session: &'a Session,
    /// How a person logs in and consents.
    pub login: &'a Login,
    /// Whether an exit of the page at that address ends the walk.
    pub leaves: &'a (dyn Fn(&Exit, &Url) -> bool + Sync),
    /// Whether a login is all that is wanted: then it ends where nothing is asked for.
    pub only_login: bool,
    /// What it may send, and when.
    pub tally: &'a Tally,
}

/// Why nothing came of an errand.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Lost {
    /// No more may be sent.
    #[error(transparent)]
    Spent(#[from] Fault),
    /// There is no browser, or it failed, or a page did.
    #[error("{0}")]
    Failed(String),
}

impl From<String> for Lost {
    fn from(why: String) -> Self {
        Self::Failed(why)
    }
}

/// What came of an errand.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The pages that were seen, in order, as far as the server sent them; the last one says what
    /// was decided.
    pub exchanges: Vec<Exchange>,
    /// Why it could not go on, if it could not.
    pub stuck: Option<String>,
    /// The cookies after it.
    pub session: Session,
    /// Whether anything was done there: a field filled, a button pressed, or the server left.
    pub got_on: bool,
}

/// Tells a person what to do, and keeps a session that a person made from one run to the next.
pub trait Keeper: fmt::Debug + Send + Sync {
    /// Says a line to the person.
    fn tell(&self, line: &str);

    /// What was kept, if anything was.
    fn kept(&self) -> Option<String>;

    /// Keeps it: it is worth a login, so nobody else may read it.
    fn keep(&self, session: &str);
}
