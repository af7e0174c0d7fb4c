//! What was learned of a target, and how sure it is.

use super::Agreement;
use crate::{
    behaviour::Behaviour,
    mutation::{Kind, Registered},
};

/// What was learned of a target.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What it does.
    pub behaviour: Behaviour,
    /// How many single values of `redirect_uri` it took to tell how they are compared.
    pub questions: usize,
    /// The requests sent.
    pub spent: Spent,
    /// How far the explanation agreed with fresh requests; none if it was not checked.
    pub agreement: Option<Agreement>,
    /// The registered URIs that were asked about; of other kinds nothing is known.
    pub registered: Vec<String>,
    /// What else a reader has to know.
    pub notes: Vec<String>,
    /// Why learning ended early; none if it did not.
    pub stopped: Option<String>,
}

/// The requests that learning sent, controls included.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Spent {
    /// To identify the policy.
    pub identifying: usize,
    /// To check it afterwards.
    pub verifying: usize,
}

impl Learned {
    pub(super) fn of(clients: &[(Kind, Registered)]) -> Self {
        Self {
            behaviour: Behaviour::default(),
            questions: 0,
            spent: Spent::default(),
            agreement: None,
            registered: clients.iter().map(|(_, registered)| registered.uri.to_string()).collect(),
            notes: Vec::new(),
            stopped: None,
        }
    }

    /// Adds a note, once.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
