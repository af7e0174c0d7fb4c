//! How answers to mutated redirect URIs are judged.

use crate::{
    evidence::{Authorized, Fault, Observation, Outcome, Seen},
    mutation::{Carrier, Severity},
    rules::judgement::{Judgement, Violation, refused_beside_control},
};

/// The redirect URI is refused.
pub(super) fn refused(observation: &Observation) -> Judgement {
    match asked(observation) {
        Err(judgement) => judgement,
        Ok(authorized) if authorized.outcome == Outcome::Accepted => {
            accepted_wrongly(observation, authorized)
        }
        Ok(authorized) => refusal(observation, authorized),
    }
}

/// No code and no error goes anywhere but to a registered URI.
pub(super) fn exact(observation: &Observation) -> Judgement {
    match asked(observation) {
        Err(judgement) => judgement,
        Ok(authorized) => match authorized.outcome {
            Outcome::Accepted => accepted_wrongly(observation, authorized),
            Outcome::Redirected => violated(authorized),
            _ => refusal(observation, authorized),
        },
    }
}

/// The browser is not sent to the URI that was refused.
pub(super) fn stays(observation: &Observation) -> Judgement {
    match asked(observation) {
        Err(judgement) => judgement,
        Ok(authorized) => match authorized.outcome {
            Outcome::Redirected => violated(authorized),
            Outcome::Accepted => Judgement::NotApplicable("the redirect URI was accepted".to_owned()),
            _ => refusal(observation, authorized),
        },
    }
}

/// A request with two redirect URIs, or with none, is refused, wherever it would lead.
pub(super) fn refused_whole(observation: &Observation) -> Judgement {
    match observation.decisive() {
        Some(authorized) if is_apart(observation) && authorized.outcome == Outcome::Accepted => {
            match authorized.landing.as_ref().and_then(|landing| landing.severity) {
                Some(_) => accepted_wrongly(observation, authorized),
                None => Judgement::NotApplicable("the server may read one place only".to_owned()),
            }
        }
        Some(authorized) if authorized.outcome == Outcome::Accepted => {
            accepted_wrongly(observation, authorized)
        }
        Some(authorized) => refusal(observation, authorized),
        None => not_sent(observation),
    }
}

/// The redirect URI is accepted.
pub(super) fn accepted(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else { return not_sent(observation) };
    match (authorized.outcome, &observation.control_lost) {
        (Outcome::Accepted, _) if authorized.code_exit().is_some() => Judgement::Upheld,
        (_, Some(lost)) => Judgement::Inconclusive(lost.clone()),
        (Outcome::Accepted, None) => Judgement::Upheld,
        (Outcome::Refused, None) => {
            Judgement::Violated(Violation { severity: None, channel: authorized.channel() })
        }
        _ => refusal(observation, authorized),
    }
}

/// The token request with another redirect URI is refused, an ordinary one is not.
pub(super) fn token_refused(observation: &Observation) -> Judgement {
    match refused_beside_control(observation) {
        Judgement::Violated(violation) => {
            let severity = observation.probe.edits().iter().find_map(|edit| edit.mutation.at_token);
            Judgement::Violated(Violation { severity, ..violation })
        }
        judgement => judgement,
    }
}

/// An unknown client's request is refused, and leads nowhere off the server. A server that goes
/// on to a login first says nothing yet (RFC 9700 section 4.11.2).
pub(super) fn unknown_client_stays(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else { return not_sent(observation) };
    let landing = authorized.landing.as_ref().filter(|landing| landing.seen == Seen::Observed);
    match (landing, authorized.outcome) {
        (Some(landing), _) => {
            Judgement::Violated(Violation { severity: landing.severity, channel: authorized.channel() })
        }
        (None, Outcome::Accepted) => Judgement::Inconclusive(
            "the server goes on, perhaps to a login, before it looks at the client".to_owned(),
        ),
        (None, _) => refusal(observation, authorized),
    }
}

/// The answer to a request that no server should accept; anything else is judged here.
fn asked(observation: &Observation) -> Result<&Authorized, Judgement> {
    let Some(authorized) = observation.decisive() else { return Err(not_sent(observation)) };
    if observation.subject.is_legitimate() {
        return Err(Judgement::NotApplicable("what was requested may be accepted".to_owned()));
    }
    let mutant = &observation.subject.mutant;
    let plain = matches!(mutant.carrier, Carrier::Once(_)) && mutant.place.is_plain();
    let landed = authorized.landing.as_ref().is_some_and(|landing| landing.severity.is_some());
    if authorized.outcome == Outcome::Accepted && !plain && !landed {
        let because = authorized.because.clone();
        return Err(match (&mutant.carrier, because) {
            (Carrier::After(_) | Carrier::Ahead(_), Some(because)) => Judgement::Inconclusive(because),
            (_, Some(because)) => Judgement::NotApplicable(because),
            (_, None) => Judgement::NotApplicable("the browser was sent to the registered URI".to_owned()),
        });
    }
    Ok(authorized)
}

/// Whether two values stand in two places.
fn is_apart(observation: &Observation) -> bool {
    matches!(observation.subject.mutant.carrier, Carrier::Apart(_))
}

/// An acceptance counts by itself where a code was seen going there; before login it counts only
/// beside controls that held.
fn accepted_wrongly(observation: &Observation, authorized: &Authorized) -> Judgement {
    match &observation.control_lost {
        Some(lost) if authorized.code_exit().is_none() => Judgement::Inconclusive(lost.clone()),
        _ => violated(authorized),
    }
}

fn violated(authorized: &Authorized) -> Judgement {
    let severity = authorized.landing.as_ref().and_then(|landing| landing.severity);
    Judgement::Violated(Violation {
        severity: Some(severity.unwrap_or(Severity::S0)),
        channel: authorized.channel(),
    })
}

fn refusal(observation: &Observation, authorized: &Authorized) -> Judgement {
    let because = || authorized.because.clone().unwrap_or_default();
    match (&observation.control_lost, authorized.outcome, &authorized.answer().received) {
        (Some(lost), ..) => Judgement::Inconclusive(lost.clone()),
        (None, Outcome::Unclear, Err(Fault::NotSendable(_))) => Judgement::Odd(because()),
        (None, Outcome::Unclear, Ok(received)) if received.status >= 500 => Judgement::Odd(because()),
        (None, Outcome::Unclear, _) => Judgement::Inconclusive(because()),
        (None, ..) => Judgement::Upheld,
    }
}

fn not_sent(observation: &Observation) -> Judgement {
    Judgement::NotAsked(observation.skipped().unwrap_or("no authorization request was sent").to_owned())
}
