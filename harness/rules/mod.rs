//! The catalogue of rules: what specifications demand, made checkable.
//!
//! One rule, one `static`, one file, named like its id. A rule says what it demands, in our own
//! words and with its source, what to send, and how to judge what came back. Judges are pure and
//! never send; each opens with the cases in which it has nothing to say. Every rule carries a
//! flaw, stated in the behaviour vocabulary, that it has to report and no other rule may, apart
//! from those it names.

mod answered;
mod authz;
mod bearer;
mod client;
mod code;
mod enrolment;
mod entropy;
mod http;
mod introspect;
mod iss;
mod judgement;
mod left_out;
mod metadata;
mod pkce;
mod places;
mod redirect;
mod refresh;
mod revoke;
mod scope;
mod sequence;
mod service;
mod state;
mod token;

pub use judgement::{Judgement, Violation};
pub use left_out::{LEFT_OUT, LeftOut, left_out_by_id};

use crate::{
    budget::Tier,
    evidence::Observation,
    probe::Probe,
    scenario::{Document, Scenario, ScenarioError, Standard, nearest},
};
use std::fmt;

/// One demand of a specification.
#[derive(Debug)]
pub struct Rule {
    /// Its stable id.
    pub id: &'static str,
    /// How strongly it is demanded.
    pub level: Level,
    /// Where.
    pub cites: &'static [Cite],
    /// What, in our own words.
    pub demands: &'static str,
    /// The topics of a behaviour it is about; a stand-in whose scenario is silent on them is not
    /// asked.
    pub about: &'static [&'static str],
    /// How much asking it may disturb a server.
    pub tier: Tier,
    /// What to ask, and how to judge the answers.
    pub ask: Ask,
    /// A behaviour that breaks it, as a patch to a sound server's scenario.
    pub flaw: &'static str,
    /// Other rules that report this flaw too: the umbrellas it stands under.
    pub umbrellas: &'static [&'static str],
}

/// How strongly something is demanded (RFC 2119).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// MUST, MUST NOT, REQUIRED.
    Must,
    /// SHOULD, SHOULD NOT, RECOMMENDED.
    Should,
    /// No demand: it is told, and judged by nobody.
    Report,
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub struct Cite(pub Document, pub &'static str);

/// What a rule asks.
#[derive(Debug)]
pub enum Ask {
    /// Single edits of these mutations, each judged by itself.
    Mutations {
        /// Their ids.
        ids: &'static [&'static str],
        /// Judges one answer.
        judge: fn(&Observation) -> Judgement,
    },
    /// Every single edit of a redirect URI.
    EverySingle {
        /// Judges one answer.
        judge: fn(&Observation) -> Judgement,
    },
    /// Every single edit, and composed ones.
    Everything {
        /// Judges one answer.
        judge: fn(&Observation) -> Judgement,
    },
    /// Probes of its own.
    Flow {
        /// The probes.
        plan: fn() -> Vec<Probe>,
        /// Judges one of them.
        judge: fn(&Observation) -> Judgement,
    },
    /// Random sequences of steps over the life of codes and tokens.
    Sequences {
        /// Judges one of them.
        judge: fn(&Observation) -> Judgement,
    },
}

impl Ask {
    /// How one observation is judged.
    #[must_use]
    pub const fn judge(&self) -> fn(&Observation) -> Judgement {
        match self {
            Self::Mutations { judge, .. }
            | Self::EverySingle { judge }
            | Self::Everything { judge }
            | Self::Flow { judge, .. }
            | Self::Sequences { judge } => *judge,
        }
    }
}

impl Rule {
    /// Whether the standard contains what it cites.
    #[must_use]
    pub fn applies_under(&self, standard: Standard) -> bool {
        self.cites.iter().any(|Cite(document, _)| standard.includes(*document))
    }

    /// The group, the part of its id before the slash.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::Report => "report",
        })
    }
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}

/// Every rule, in catalogue order.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    let groups = [
        redirect::ALL,
        authz::ALL,
        state::ALL,
        code::ALL,
        token::ALL,
        client::ALL,
        pkce::ALL,
        refresh::ALL,
        scope::ALL,
        revoke::ALL,
        introspect::ALL,
        sequence::ALL,
        bearer::ALL,
        metadata::ALL,
        iss::ALL,
        http::ALL,
    ];
    groups.into_iter().flatten().copied()
}

/// The rule of that id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.id == id)
}

/// Checks that every deviation and every known exception of a scenario names a rule there is.
///
/// # Errors
/// With line, column and the nearest id, if one does not.
pub fn check_deviations(path: &str, scenario: &Scenario) -> Result<(), ScenarioError> {
    let deviations = scenario.deviations.iter().map(|deviation| (&deviation.rule, Some(deviation.at)));
    let exceptions = scenario.exceptions.iter().flat_map(|exceptions| &exceptions.rules);
    let named = deviations.chain(exceptions.map(|rule| (rule, None)));
    let Some((unknown, at)) = named.into_iter().find(|(rule, _)| by_id(rule).is_none()) else {
        return Ok(());
    };
    Err(ScenarioError {
        file: path.to_owned(),
        at,
        what: format!("there is no rule `{unknown}`"),
        mend: Some(nearest(unknown, catalogue().map(|rule| rule.id)).map_or_else(
            || "`oauth-litmus rules` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )),
    })
}
