//! What was learned of a target, and how sure it is.

use super::{Profile, Verdict};
use crate::{
    behaviour::{Behaviour, Exception, RedirectUriPolicy},
    scenario::Exceptions,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
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
    /// How many flows with codes and tokens go as at the stand-in; none if they were not asked.
    pub flows: Option<Flows>,
    /// The registered URIs that were asked about; of other kinds nothing is known.
    pub registered: Vec<String>,
    /// What the target says of itself and was not measured, by topic.
    pub told: BTreeMap<String, String>,
    /// Where the stand-in that behaves so is known to part from the target.
    pub exceptions: Exceptions,
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
    /// For flows with codes and tokens.
    pub flows: usize,
}

impl Learned {
    /// Nothing is learned yet of a target that is asked about these registered URIs.
    #[must_use]
    pub fn about(registered: Vec<String>) -> Self {
        Self {
            behaviour: Behaviour::default(),
            questions: 0,
            spent: Spent::default(),
            agreement: None,
            flows: None,
            registered,
            told: BTreeMap::new(),
            exceptions: Exceptions::default(),
            notes: Vec::new(),
            stopped: None,
        }
    }

    /// Takes over how values are compared, and what nothing explains.
    pub fn compares(&mut self, compared: RedirectUriPolicy, exceptions: Vec<Exception>) {
        let policy = &mut self.behaviour.redirect_uri;
        *policy = RedirectUriPolicy {
            compare: compared.compare,
            loopback_port: compared.loopback_port,
            decodes: compared.decodes.filter(|decodes| *decodes > 0),
            normalise: compared.normalise.filter(|steps| !steps.is_empty()),
            refuse: compared.refuse.filter(|gates| !gates.is_empty()),
            exceptions,
            ..policy.clone()
        };
    }

    /// Takes over the rules that come out otherwise at the stand-in that behaves so than at the target,
    /// and those that it breaks and that were not found broken there.
    pub fn except_rules(&mut self, target: &Profile, stand_in: &Profile) {
        let worst = |profile: &Profile, rule: &str| {
            let verdicts = || profile.findings.iter().filter(|finding| finding.rule == rule);
            let is = |wanted: Verdict| verdicts().any(|finding| finding.verdict == wanted);
            [Verdict::Violated, Verdict::Upheld].into_iter().find(|verdict| is(*verdict))
        };
        // A place where a browser lands may be graver there than anything that was met.
        let surprises = |profile: &Profile, rule: &str| {
            profile.findings.iter().any(|finding| finding.rule == rule && finding.surprise().is_some())
        };
        let rules: BTreeSet<&str> = stand_in.findings.iter().map(|finding| finding.rule).collect();
        let parts = |rule: &&str| match (worst(target, rule), worst(stand_in, rule)) {
            (Some(there), Some(here)) if there != here => true,
            (None, Some(Verdict::Violated)) => true,
            _ => surprises(stand_in, rule) && !surprises(target, rule),
        };
        let parting = rules.into_iter().filter(parts);
        self.exceptions.rules = parting.map(str::to_owned).collect();
    }

    /// Adds a note, once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// How many flows with codes and tokens go as at the stand-in that behaves as was learned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Flows {
    /// Those in which the same is decided: status, error code, liveness.
    pub same: usize,
    /// Those of them that are told in the same way too: members, media types, header fields.
    pub told: usize,
    /// All that could be compared.
    pub compared: usize,
    /// How the answers went in flows drawn afterwards, that nothing was learned from.
    pub fresh: Agreement,
}

impl fmt::Display for Flows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { same, told, compared, fresh: Agreement { accepted, refused, .. } } = self;
        write!(f, "of {compared} flows with codes and tokens: {same} as at its stand-in")?;
        if told < same {
            write!(f, ", {told} of them in the same words")?;
        }
        if accepted.1 + refused.1 > 0 {
            write!(
                f,
                "; in fresh flows: {} of {} accepted, {} of {} refused answers as foretold",
                accepted.0, accepted.1, refused.0, refused.1
            )?;
        }
        Ok(())
    }
}

/// How many fresh requests went as predicted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Agreement {
    /// Of those that the target accepted: as predicted, and all.
    pub accepted: (usize, usize),
    /// Of those that it refused: as predicted, and all.
    pub refused: (usize, usize),
    /// Of those that it refused, the ones over which it failed: as foretold, and all.
    pub failed: (usize, usize),
    /// Those that it answered neither way.
    pub unclear: usize,
    /// How many classes of mutations they were of.
    pub classes: usize,
}

impl Agreement {
    /// Whether everything went as predicted.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.accepted.0 == self.accepted.1 && self.refused.0 == self.refused.1
    }

    /// Counts one answer.
    pub fn count(&mut self, accepted: bool, predicted: bool) {
        self.tell(accepted, accepted == predicted);
    }

    /// Counts one failure among the refused ones, as foretold or not.
    pub fn fail(&mut self, foretold: bool) {
        self.failed.0 += usize::from(foretold);
        self.failed.1 += 1;
    }

    /// Counts one answer that went as predicted, or otherwise.
    pub fn tell(&mut self, accepted: bool, as_predicted: bool) {
        let side = if accepted { &mut self.accepted } else { &mut self.refused };
        side.0 += usize::from(as_predicted);
        side.1 += 1;
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, refused, failed, unclear, classes } = self;
        write!(
            f,
            "of {} fresh probes of {classes} classes: {} of {} accepted, {} of {} refused as predicted",
            accepted.1 + refused.1 + unclear,
            accepted.0,
            accepted.1,
            refused.0,
            refused.1
        )?;
        if failed.1 > 0 {
            write!(f, ", {} of these by failing, {} as foretold", failed.1, failed.0)?;
        }
        if *unclear > 0 {
            write!(f, ", {unclear} answered neither way")?;
        }
        Ok(())
    }
}
