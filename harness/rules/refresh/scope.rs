//! How the scopes of refreshes are judged.

use super::read::{granted_scope, named, reported};
use crate::{
    evidence::Observation,
    rules::judgement::{Judgement, beside_grants, granted_at},
};

/// More than was granted is refused, or left out of what is issued.
pub(super) fn not_widened(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1, 2], || {
        let granted = granted_scope(observation);
        let beyond = &named(observation, 3) - &granted;
        match (granted_at(observation, 3)?, reported(observation, 3)) {
            (true, None) => {
                Err(Judgement::Inconclusive("a token came that does not say its scope".to_owned()))
            }
            _ if beyond.is_empty() => {
                Err(Judgement::NotApplicable("what was to be too much was granted before".to_owned()))
            }
            (true, Some(issued)) => Ok(issued.is_disjoint(&beyond)),
            (false, _) => Ok(true),
        }
    })
}

/// The narrower scope is granted, and no more than it.
pub(super) fn narrowed(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1, 2], || {
        told_apart(observation)?;
        if granted_at(observation, 3)? {
            let asked = named(observation, 3);
            return Ok(reported(observation, 3).is_none_or(|issued| issued.is_subset(&asked)));
        }
        refused_beside_plain(observation)
    })
}

/// Where no scope is named, what was granted is what comes.
pub(super) fn omitted(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1, 2], || {
        let holds = reported(observation, 2).is_none_or(|issued| issued == granted_scope(observation));
        if !holds && reported(observation, 1).is_none() {
            let why = "what was granted was not reported when the code was redeemed";
            return Err(Judgement::Inconclusive(why.to_owned()));
        }
        Ok(holds)
    })
}

/// After a narrower refresh everything that was granted can be had again.
pub(super) fn full_again(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1, 2, 3], || {
        told_apart(observation)?;
        if reported(observation, 3).is_some_and(|issued| !issued.is_subset(&named(observation, 3))) {
            return Err(Judgement::NotApplicable("a narrower scope is not honoured".to_owned()));
        }
        if granted_at(observation, 4)? {
            let granted = granted_scope(observation);
            return Ok(reported(observation, 4).is_none_or(|issued| issued.is_superset(&granted)));
        }
        refused_beside_plain(observation)
    })
}

/// A refusal for the scope violates, if a refresh that names none succeeds afterwards.
fn refused_beside_plain(observation: &Observation) -> Result<bool, Judgement> {
    if granted_at(observation, 5)? {
        return Ok(false);
    }
    Err(Judgement::Inconclusive("the control, a refresh that names no scope, was refused too".to_owned()))
}

/// Whether what was granted has a part that can be asked for, and all that is asked for was
/// granted.
fn told_apart(observation: &Observation) -> Result<(), Judgement> {
    let granted = granted_scope(observation);
    let part = named(observation, 3);
    if part.is_empty() || part == granted || !part.is_subset(&granted) {
        return Err(Judgement::NotApplicable("there are no two scopes of which one was named".to_owned()));
    }
    let all_granted = observation.exchange(4).is_none() || named(observation, 4) == granted;
    if all_granted {
        return Ok(());
    }
    Err(Judgement::NotApplicable("something else was granted than was asked for".to_owned()))
}
