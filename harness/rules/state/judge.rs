//! How the state of a callback is judged.

use crate::{
    evidence::{Authorized, Observation, Outcome},
    protocol::Parameters,
    rules::judgement::{Judgement, Violation},
};

/// The exact state comes back.
pub(super) fn exact(observation: &Observation) -> Judgement {
    match callback(observation) {
        Err(judgement) => judgement,
        Ok((authorized, came)) => verdict(came == states_sent(authorized), authorized),
    }
}

/// The exact state comes back, if any does: another rule minds its absence.
pub(super) fn exact_if_any(observation: &Observation) -> Judgement {
    match callback(observation) {
        Err(judgement) => judgement,
        Ok((_, came)) if came.is_empty() => Judgement::NotApplicable("no state came back at all".to_owned()),
        Ok((authorized, came)) => verdict(came == states_sent(authorized), authorized),
    }
}

/// No state comes back.
pub(super) fn none(observation: &Observation) -> Judgement {
    match callback(observation) {
        Err(judgement) => judgement,
        Ok((authorized, came)) => verdict(came.is_empty(), authorized),
    }
}

/// The request is answered like any other.
pub(super) fn goes_on(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else {
        return Judgement::NotAsked("no authorization request was sent".to_owned());
    };
    match (&observation.control_lost, authorized.outcome) {
        (_, Outcome::Accepted) if authorized.code_exit().is_some() => Judgement::Upheld,
        (Some(lost), _) => Judgement::Inconclusive(lost.clone()),
        (None, Outcome::Accepted) => Judgement::Upheld,
        (None, Outcome::Unclear) => Judgement::Inconclusive(authorized.because.clone().unwrap_or_default()),
        (None, _) => verdict(false, authorized),
    }
}

/// The callback that carries a code, and the states on it.
fn callback(observation: &Observation) -> Result<(&Authorized, Vec<String>), Judgement> {
    let Some(authorized) = observation.authorized() else {
        return Err(Judgement::NotAsked("no authorization request was sent".to_owned()));
    };
    match authorized.code_exit() {
        Some(exit) => Ok((authorized, exit.parameters.all("state"))),
        None if authorized.outcome == Outcome::Accepted => Err(Judgement::NotAsked(
            "a callback with a code is needed, and none came without a login".to_owned(),
        )),
        None if authorized.outcome == Outcome::Refused => {
            Err(Judgement::NotApplicable("the request was refused".to_owned()))
        }
        None => Err(Judgement::Inconclusive(
            authorized.because.clone().unwrap_or_else(|| "no callback came".to_owned()),
        )),
    }
}

fn states_sent(authorized: &Authorized) -> Vec<String> {
    let url = &authorized.request().sent.url;
    Parameters::parse(url.split_once('?').map_or("", |(_, query)| query)).all("state")
}

fn verdict(holds: bool, authorized: &Authorized) -> Judgement {
    if holds {
        Judgement::Upheld
    } else {
        Judgement::Violated(Violation { severity: None, channel: authorized.channel() })
    }
}
