//! How the answers of a token endpoint are judged.

use crate::{
    evidence::{Happened, Observation, Sent, TokenAnswer},
    protocol::Parameters,
    rules::judgement::{Judgement, decided_answer, refused_beside_control, token_answer},
};
use serde_json::Value;

pub(super) fn status_200(observation: &Observation) -> Judgement {
    on_success(observation, |answer| answer.status == 200)
}

pub(super) fn json(observation: &Observation) -> Judgement {
    on_success(observation, |answer| {
        answer.media_type.as_deref() == Some("application/json") && answer.json.is_some()
    })
}

pub(super) fn token_type(observation: &Observation) -> Judgement {
    on_success(observation, |answer| {
        member(answer, "token_type").and_then(Value::as_str).is_some_and(|kind| !kind.is_empty())
    })
}

pub(super) fn expires_in(observation: &Observation) -> Judgement {
    on_success(observation, |answer| {
        member(answer, "expires_in").and_then(Value::as_f64).is_some_and(|seconds| seconds > 0.0)
    })
}

pub(super) fn no_store(observation: &Observation) -> Judgement {
    on_success(observation, |_| header_says(observation, "cache-control", "no-store"))
}

pub(super) fn pragma(observation: &Observation) -> Judgement {
    on_success(observation, |_| header_says(observation, "pragma", "no-cache"))
}

/// What travelled in the query was not read: the request is refused like one that leaves it out.
pub(super) fn query_unread(observation: &Observation) -> Judgement {
    let moved = first_sent(observation).is_some_and(|sent| !own_query(sent).is_empty());
    if !moved {
        return match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None => Judgement::NotApplicable("the client sends nothing that could be moved".to_owned()),
        };
    }
    let answers = [0, 1, 2].map(|index| token_answer(observation, index));
    match answers {
        [Err(judgement), ..] | [_, Err(judgement), _] | [.., Err(judgement)] => judgement,
        [Ok(moved), Ok(without), _] if moved.succeeded() && without.succeeded() => {
            Judgement::NotApplicable("the server does without it, wherever it travels".to_owned())
        }
        [Ok(moved), ..] if moved.succeeded() => Judgement::violated_at_token(),
        [.., Ok(control)] if control.succeeded() => Judgement::Upheld,
        _ => Judgement::Inconclusive("the control, an ordinary redemption, was refused too".to_owned()),
    }
}

/// A repeated parameter is refused, where one was there to be repeated.
pub(super) fn repeated_refused(observation: &Observation) -> Judgement {
    let repeated = first_sent(observation).is_some_and(|sent| {
        let form = Parameters::parse(sent.body.as_deref().unwrap_or_default());
        form.iter().any(|parameter| form.all(&parameter.decoded_name()).len() > 1)
    });
    match observation.skipped() {
        None if !repeated => Judgement::NotApplicable("the client does not send this parameter".to_owned()),
        _ => refused_beside_control(observation),
    }
}

pub(super) fn status_400(observation: &Observation) -> Judgement {
    on_error(observation, |answer| answer.status == 400)
}

pub(super) fn error_json(observation: &Observation) -> Judgement {
    on_error(observation, |answer| {
        answer.media_type.as_deref() == Some("application/json")
            && member(answer, "error").is_some_and(Value::is_string)
    })
}

/// The code is a defined one; an answer that names none is another rule's matter.
pub(super) fn code_set(observation: &Observation) -> Judgement {
    match last_answer(observation) {
        Ok(answer) if answer.error.is_none() && !answer.succeeded() => {
            Judgement::NotApplicable("the answer names no error code".to_owned())
        }
        _ => on_error(observation, |answer| {
            answer.error.as_ref().is_some_and(crate::protocol::ErrorCode::is_defined_for_token)
        }),
    }
}

pub(super) fn invalid_request(observation: &Observation) -> Judgement {
    names(observation, "invalid_request")
}

/// No token comes without a code, and the error says that something is missing.
pub(super) fn refused_as_invalid_request(observation: &Observation) -> Judgement {
    match last_answer(observation) {
        Ok(answer) if answer.succeeded() => Judgement::violated_at_token(),
        _ => names(observation, "invalid_request"),
    }
}

pub(super) fn unsupported_grant_type(observation: &Observation) -> Judgement {
    names(observation, "unsupported_grant_type")
}

pub(super) fn invalid_grant(observation: &Observation) -> Judgement {
    names(observation, "invalid_grant")
}

fn names(observation: &Observation, code: &str) -> Judgement {
    match last_answer(observation) {
        Ok(answer) if answer.error.is_none() && !answer.succeeded() => {
            Judgement::NotApplicable("the answer names no error code".to_owned())
        }
        _ => {
            on_error(observation, |answer| answer.error.as_ref().is_some_and(|error| error.as_str() == code))
        }
    }
}

/// The answer to the last token request, which is the one that should fail.
pub(super) fn last_answer(observation: &Observation) -> Result<&TokenAnswer, Judgement> {
    decided_answer(observation, observation.redeemed().len().saturating_sub(1))
}

pub(super) fn on_success(observation: &Observation, holds: impl FnOnce(&TokenAnswer) -> bool) -> Judgement {
    match token_answer(observation, 0) {
        Err(judgement) => judgement,
        Ok(answer) if !answer.succeeded() => {
            Judgement::Inconclusive("an ordinary redemption was refused".to_owned())
        }
        Ok(answer) => Judgement::holds(holds(answer)),
    }
}

/// An error counts only if a token endpoint may have given it, and not if it is about the
/// client's credentials, which none of these probes doubts.
pub(super) fn on_error(observation: &Observation, holds: impl FnOnce(&TokenAnswer) -> bool) -> Judgement {
    let answer = match (last_answer(observation), &observation.control_lost) {
        (Err(judgement), _) => return judgement,
        (Ok(_), Some(lost)) => return Judgement::Inconclusive(lost.clone()),
        (Ok(answer), None) => answer,
    };
    if answer.succeeded() {
        return Judgement::NotApplicable("a token came instead of an error".to_owned());
    }
    let of_client = answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client");
    if of_client {
        return Judgement::Inconclusive("the client's credentials are refused".to_owned());
    }
    // Some servers answer a dead token with 403 (Auth0, Atlassian); without a code it is a gate's.
    let is_gates = matches!(answer.status, 404 | 405) || answer.status == 403 && answer.error.is_none();
    let plausible = matches!(answer.status, 200..=299 | 400..=499) && !is_gates;
    if !plausible {
        return Judgement::Inconclusive(format!("{} is no answer of a token endpoint", answer.status));
    }
    Judgement::holds(holds(answer))
}

/// The first token request, as it was sent.
fn first_sent(observation: &Observation) -> Option<&Sent> {
    observation.happened.iter().find_map(|happened| match happened {
        Happened::Redeemed(exchange, _) => Some(&exchange.sent),
        _ => None,
    })
}

/// The parameters in the query of a request.
fn own_query(sent: &Sent) -> Parameters {
    Parameters::parse(sent.url.split_once('?').map_or("", |(_, query)| query))
}

pub(super) fn member<'a>(answer: &'a TokenAnswer, name: &str) -> Option<&'a Value> {
    answer.member(name)
}

fn header_says(observation: &Observation, name: &str, directive: &str) -> bool {
    let received = observation.happened.iter().find_map(|happened| match happened {
        Happened::Redeemed(exchange, _) => exchange.received.as_ref().ok(),
        _ => None,
    });
    let value = received.and_then(|received| received.header(name)).unwrap_or_default();
    value.split(',').any(|part| part.trim().eq_ignore_ascii_case(directive))
}
