//! Probes: plans of steps with no target in them, so they replay anywhere.

mod call;
mod change;
mod credentials;
mod decision;
mod flow;
mod forged;
mod located;
mod redeem;
mod register;
mod rewording;
mod scope;
mod sequence;
mod step;

pub use call::{Alteration, Bearer, Body, Call, Issued, Presents, Service};
pub use change::Change;
pub use credentials::Credentials;
pub use decision::{ANOTHER_STATE, Decision};
pub use flow::flows;
pub use forged::Forged;
pub use located::Located;
pub use redeem::{CodeRef, Method, Redeem};
pub use register::Register;
pub use rewording::Rewording;
pub use scope::Scope;
pub use sequence::{Offers, sequences};
pub use step::{Authorize, State, Step, Who};

use crate::mutation::{Edit, Kind};
use serde::{Deserialize, Serialize};

/// A plan: which client and registered URI it needs, and what is done.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Probe {
    /// What identifies it in a journal; unique within a survey.
    pub key: String,
    /// The kind of registered URI it needs.
    pub needs: Kind,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

impl Probe {
    /// One authorization request with these edits.
    #[must_use]
    pub fn edited(key: impl Into<String>, needs: Kind, edits: Vec<Edit>) -> Self {
        Self {
            key: key.into(),
            needs,
            steps: vec![Step::Authorize(Authorize { edits, ..Authorize::default() })],
        }
    }

    /// The steps of a plan for any client.
    #[must_use]
    pub fn of(key: impl Into<String>, steps: Vec<Step>) -> Self {
        Self { key: key.into(), needs: Kind::Any, steps }
    }

    /// The edits of its first authorization request.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        self.steps
            .iter()
            .find_map(|step| match step {
                Step::Authorize(authorize) => Some(authorize.edits.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// What it does to secrets before it sends them.
    pub fn secret_alterations(&self) -> impl Iterator<Item = Alteration> {
        let credentials = self.steps.iter().flat_map(|step| match step {
            Step::Redeem(redeem) => vec![&redeem.credentials],
            Step::Call(call) => vec![&call.credentials],
            Step::AtOnce(calls) => calls.iter().map(|call| &call.credentials).collect(),
            Step::Authorize(_) | Step::Pass(_) | Step::Register(_) | Step::Unregister => Vec::new(),
        });
        credentials.filter_map(|credentials| match credentials {
            Credentials::Altered(alteration) => Some(*alteration),
            _ => None,
        })
    }

    /// Whether it redeems codes or uses tokens.
    #[must_use]
    pub fn redeems(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Redeem(_) | Step::Call(_) | Step::AtOnce(_)))
    }

    /// Whether some of its requests are made at one instant.
    #[must_use]
    pub fn races(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::AtOnce(_)))
    }
}
