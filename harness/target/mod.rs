//! What a stand-in and a sandbox have in common: enrolment, time and consent; and the courier,
//! which puts requests on the wire for both.

mod browser;
#[cfg(feature = "browser")]
mod chromium;
mod courier;
mod decision;
mod driver;
mod login;
mod outgoing;
mod pace;
mod quota;
mod session;
mod tally;
mod tenant;
mod usual;

pub use browser::Browser;
#[cfg(feature = "browser")]
pub use chromium::{Chromium, ChromiumSettings};
pub use courier::{Courier, CourierError, CourierSettings, Recipient};
pub use driver::{Driver, Errand, Keeper, Lost, Walked, Walking};
pub use login::Login;
pub use outgoing::{Action, Outgoing};
pub use quota::{Meter, Metered, Quotas, Ticket};
pub use session::{KnownCookie, Session, SharedSession};
pub use tally::Tally;
pub use tenant::{Client, Elsewhere, Further, Tenant};
pub use usual::{USUAL_CLIENTS, UsualClient};

use crate::scenario::Scenario;
use std::future::Future;

/// An authorization server that probes can be put to.
pub trait Target: Send + Sync {
    /// What is known of it beforehand.
    fn scenario(&self) -> &Scenario;

    /// Whether it is a real server: then time is real, and every tenant is the same one.
    fn is_live(&self) -> bool;

    /// Enrols afresh: on a stand-in new clients, a new clock and no codes; on a sandbox the
    /// clients it has.
    ///
    /// # Errors
    /// If the server cannot be reached or does not cooperate.
    fn enrol(&self) -> impl Future<Output = Result<Tenant, TargetError>> + Send;

    /// What the courier has to know to talk to it.
    fn courier_settings(&self) -> CourierSettings;

    /// Gives back what was made at the server to be able to ask it; what could not be given back,
    /// with the reason.
    fn leave(self) -> impl Future<Output = Vec<String>> + Send
    where
        Self: Sized,
    {
        async { Vec::new() }
    }
}

/// A target that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TargetError {
    /// What the user said of it is wrong.
    #[error("{0}")]
    Input(String),
    /// It cannot be reached, or does not cooperate.
    #[error("{0}")]
    Unusable(String),
}
