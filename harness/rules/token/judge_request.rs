//! How the way a token request is read, and refused, is judged.

use super::judge::{last_answer, member, on_error};
use crate::{
    evidence::{Exchange, Happened, Observation, TokenAnswer},
    probe::Service,
    rules::judgement::{Judgement, answer_at, beside_grants, granted_at, token_answer},
};
use serde_json::Value;

/// The request in another body is refused, the ordinary one after it is not.
pub(super) fn body_unread(observation: &Observation) -> Judgement {
    match granted_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::violated_at_token(),
        Ok(false) => beside_grants(observation, &[3], || Ok(true)),
    }
}

/// With one parameter more a token comes as it does without.
pub(super) fn unknown_ignored(observation: &Observation) -> Judgement {
    match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Ok(more), _) if more.succeeded() => Judgement::Upheld,
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(_), Ok(control)) if control.succeeded() => Judgement::violated_at_token(),
        _ => control_refused(),
    }
}

/// The parameter without a value is refused as the one that is not there.
pub(super) fn empty_as_omitted(observation: &Observation) -> Judgement {
    let (omitted, empty) = match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(omitted), Ok(empty)) => (omitted, empty),
    };
    if let Some(lost) = &observation.control_lost {
        return Judgement::Inconclusive(lost.clone());
    }
    if is_of_client(omitted) {
        return Judgement::Inconclusive("the client's credentials are refused".to_owned());
    }
    match (&omitted.error, &empty.error) {
        _ if omitted.succeeded() => Judgement::NotApplicable("the server does without it".to_owned()),
        (Some(omitted), Some(empty)) => Judgement::holds(omitted == empty),
        _ if empty.succeeded() => Judgement::violated_at_token(),
        _ => Judgement::NotApplicable("the answers name no error code".to_owned()),
    }
}

/// Neither a value nor a name in other letters is taken for the one that is defined.
pub(super) fn case_matters(observation: &Observation) -> Judgement {
    let answers = [0, 1, 2].map(|index| token_answer(observation, index));
    match answers {
        [Ok(value), ..] if value.succeeded() => Judgement::violated_at_token(),
        [_, Ok(name), _] if name.succeeded() => Judgement::violated_at_token(),
        [Err(judgement), ..] | [_, Err(judgement), _] | [.., Err(judgement)] => judgement,
        [.., Ok(control)] if control.succeeded() => Judgement::Upheld,
        _ => control_refused(),
    }
}

/// Each member of an error keeps to the characters it may have.
pub(super) fn error_characters(observation: &Observation) -> Judgement {
    on_error(observation, |answer| {
        let keeps = |name: &str, extra: char| {
            let text = member(answer, name).and_then(Value::as_str).unwrap_or_default();
            text.chars().all(|c| c == extra || c.is_ascii_graphic() && !matches!(c, '"' | '\\'))
        };
        keeps("error", ' ') && keeps("error_description", ' ') && keeps("error_uri", '!')
    })
}

pub(super) fn no_token_in_error(observation: &Observation) -> Judgement {
    let answer = match (last_answer(observation), &observation.control_lost) {
        (Err(judgement), _) => return judgement,
        (Ok(_), Some(lost)) => return Judgement::Inconclusive(lost.clone()),
        (Ok(answer), None) => answer,
    };
    if answer.error.is_none() {
        return Judgement::NotApplicable("the answer names no error code".to_owned());
    }
    Judgement::holds(answer.access_token.is_none() && answer.refresh_token.is_none())
}

/// What went to the token endpoint.
fn to_token(happened: &Happened) -> Option<&Exchange> {
    match happened {
        Happened::Redeemed(exchange, _) | Happened::Called(Service::Token, exchange, _) => Some(exchange),
        _ => None,
    }
}

/// The server does not fail, whatever it decides.
pub(super) fn no_failure(observation: &Observation) -> Judgement {
    let mut requests = observation.happened.iter().filter_map(to_token).peekable();
    if requests.peek().is_none() {
        return Judgement::NotAsked(observation.skipped().unwrap_or("no token request was sent").to_owned());
    }
    if let Some(lost) = &observation.control_lost {
        return Judgement::Inconclusive(lost.clone());
    }
    let received: Result<Vec<u16>, _> =
        requests.map(|exchange| exchange.received.as_ref().map(|received| received.status)).collect();
    match received {
        Err(fault) if fault.is_servers() => Judgement::Inconclusive(fault.to_string()),
        Err(fault) => Judgement::Odd(fault.to_string()),
        Ok(statuses) => Judgement::holds(statuses.iter().all(|status| *status < 500)),
    }
}

pub(super) fn no_redirect(observation: &Observation) -> Judgement {
    match (answer_at(observation, 0), &observation.control_lost) {
        (Err(judgement), _) => judgement,
        (Ok(_), Some(lost)) => Judgement::Inconclusive(lost.clone()),
        (Ok(answer), None) => Judgement::holds(!matches!(answer.status, 300..=399)),
    }
}

/// With a wrong secret, a real code is refused as one that was never issued.
pub(super) fn code_untold(observation: &Observation) -> Judgement {
    let [real, made, control] = [0, 1, 2].map(|index| token_answer(observation, index));
    let (real, made, control) = match (real, made, control) {
        (Err(judgement), ..) | (_, Err(judgement), _) | (.., Err(judgement)) => return judgement,
        (Ok(real), Ok(made), Ok(control)) => (real, made, control),
    };
    if real.succeeded() {
        return Judgement::NotApplicable("the secret is not looked at, or there is none".to_owned());
    }
    if !control.succeeded() {
        return control_refused();
    }
    Judgement::holds((real.status, &real.error) == (made.status, &made.error))
}

fn control_refused() -> Judgement {
    Judgement::Inconclusive("the control, an ordinary redemption, was refused too".to_owned())
}

fn is_of_client(answer: &TokenAnswer) -> bool {
    answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client")
}
