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

/// No empty state comes back; one that is made up where none was sent is another rule's matter.
pub(super) fn none_empty(observation: &Observation) -> Judgement {
    match callback(observation) {
        Err(judgement) => judgement,
        Ok((authorized, came)) => verdict(came.iter().all(|state| !state.is_empty()), authorized),
    }
}

/// The request is answered like any other.
pub(super) fn goes_on(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else { return unasked() };
    match (&observation.control_lost, authorized.outcome) {
        (_, Outcome::Accepted) if authorized.code_exit().is_some() => Judgement::Upheld,
        (Some(lost), _) => Judgement::Inconclusive(lost.clone()),
        (None, Outcome::Accepted) => Judgement::Upheld,
        (None, Outcome::Unclear) => Judgement::Inconclusive(authorized.because.clone().unwrap_or_default()),
        (None, _) => verdict(false, authorized),
    }
}

/// The exact state comes back with an error, if one comes back to the redirect URI.
pub(super) fn exact_with_error(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else { return unasked() };
    let registered = observation.subject.mutant.registered.uri.as_str();
    let mut errors = authorized.exits.iter().filter(|exit| exit.target.starts_with(registered));
    match (errors.find(|exit| exit.error().is_some()), &authorized.answer().received) {
        (Some(exit), _) => verdict(exit.parameters.all("state") == states_sent(authorized), authorized),
        (None, Err(fault)) => Judgement::Inconclusive(fault.to_string()),
        (None, Ok(received)) if received.status >= 500 || received.status == 429 => {
            Judgement::Inconclusive(format!("the server answered {}", received.status))
        }
        (None, Ok(_)) => Judgement::NotApplicable("no error came back by a redirect".to_owned()),
    }
}

/// The state stays one value: nothing of it is a parameter, a fragment or a header.
pub(super) fn kept_together(observation: &Observation) -> Judgement {
    let (authorized, _) = match callback(observation) {
        Err(judgement) => return judgement,
        Ok(callback) => callback,
    };
    let in_exit = authorized
        .code_exit()
        .is_some_and(|exit| !exit.parameters.all("litmus").is_empty() || exit.target.contains("#litmus"));
    let received = authorized.answer().received.as_ref().ok();
    let in_header = received.is_some_and(|received| received.header("litmus").is_some());
    verdict(!in_exit && !in_header, authorized)
}

/// The request is refused; a refusal counts only beside controls that hold.
pub(super) fn refused(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else { return unasked() };
    match (authorized.outcome, &observation.control_lost) {
        (Outcome::Accepted, _) if authorized.code_exit().is_some() => verdict(false, authorized),
        (_, Some(lost)) => Judgement::Inconclusive(lost.clone()),
        (Outcome::Accepted, None) => {
            Judgement::Inconclusive("a login came first, and who knows what follows it".to_owned())
        }
        (Outcome::Refused, None) => Judgement::Upheld,
        (Outcome::Redirected | Outcome::Unclear, None) => Judgement::Inconclusive(
            authorized.because.clone().unwrap_or_else(|| "the answer does not tell".to_owned()),
        ),
    }
}

fn unasked() -> Judgement {
    Judgement::NotAsked("no authorization request was sent".to_owned())
}

/// The callback that carries a code, and the states on it.
fn callback(observation: &Observation) -> Result<(&Authorized, Vec<String>), Judgement> {
    let Some(authorized) = observation.authorized() else { return Err(unasked()) };
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
