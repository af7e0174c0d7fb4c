//! The steps of a probe.

use super::{
    call::Call, change::Change, decision::Decision, forged::Forged, redeem::Redeem, register::Register,
};
use crate::mutation::{Edit, Place};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One step.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An authorization request.
    Authorize(Authorize),
    /// A token request.
    Redeem(Redeem),
    /// A request that presents what was issued.
    Call(Call),
    /// Several of them at one instant.
    AtOnce(Vec<Call>),
    /// Time passes.
    Pass(Duration),
    /// A client is registered.
    Register(Register),
    /// It is deleted.
    Unregister,
}

/// Which client acts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The client the probe is about.
    #[default]
    Subject,
    /// Another client that has a secret.
    Other,
    /// Another client, one that has no secret.
    Public,
    /// The client that was registered last.
    Registered,
}

impl Who {
    /// Whether it is the client the probe is about.
    #[must_use]
    pub fn is_subject(&self) -> bool {
        *self == Self::Subject
    }
}

/// An authorization request (RFC 6749 section 4.1.1), or where its place says so, another one
/// that presents a redirect URI.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Authorize {
    /// Edits of its redirect URI, applied in order.
    pub edits: Vec<Edit>,
    /// Where its redirect URI stands, unless an edit says otherwise.
    pub place: Place,
    /// What its `state` is.
    pub state: State,
    /// Further changes of its parameters.
    pub changes: Vec<Change>,
    /// Header fields put beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forged: Vec<Forged>,
    /// What a person decides who is asked.
    #[serde(skip_serializing_if = "Decision::is_usual")]
    pub decision: Decision,
    /// Which client asks.
    #[serde(skip_serializing_if = "Who::is_subject")]
    pub who: Who,
}

/// The `state` of an authorization request.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A value of the harness's own.
    #[default]
    Usual,
    /// None is sent.
    Omitted,
    /// This value.
    Value(String),
}

impl Who {
    /// Who it is if not the client under test, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Subject => "",
            Self::Other => " as another client",
            Self::Public => " as a client without a secret",
            Self::Registered => " as the client that was registered",
        }
    }
}

impl From<Call> for Step {
    fn from(call: Call) -> Self {
        Self::Call(call)
    }
}

impl Step {
    /// An ordinary authorization request.
    #[must_use]
    pub fn authorize() -> Self {
        Self::Authorize(Authorize::default())
    }

    /// An ordinary request in that place.
    #[must_use]
    pub fn authorize_in(place: Place) -> Self {
        Self::Authorize(Authorize { place, ..Authorize::default() })
    }

    /// An authorization request with these changes.
    #[must_use]
    pub fn authorize_with(changes: Vec<Change>) -> Self {
        Self::Authorize(Authorize { changes, ..Authorize::default() })
    }

    /// An authorization request on which a person decides so.
    #[must_use]
    pub fn authorize_deciding(decision: Decision) -> Self {
        Self::Authorize(Authorize { decision, ..Authorize::default() })
    }

    /// An authorization request with this state.
    #[must_use]
    pub fn authorize_state(state: State) -> Self {
        Self::Authorize(Authorize { state, ..Authorize::default() })
    }

    /// An ordinary redemption of the last code.
    #[must_use]
    pub fn redeem() -> Self {
        Self::Redeem(Redeem::default())
    }

    /// A redemption with these changes.
    #[must_use]
    pub fn redeem_with(changes: Vec<Change>) -> Self {
        Self::Redeem(Redeem { changes, ..Redeem::default() })
    }
}
