//! How the answers of a token endpoint are judged.

use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    rules::judgement::{Judgement, refused_beside_control, token_answer},
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

/// The odd request is refused, for clients that have a secret to be wrong about.
pub(super) fn refused_confidential(observation: &Observation) -> Judgement {
    if !observation.exchanges().any(|exchange| exchange.sent.url.contains("client_secret=")) {
        return match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None => Judgement::NotApplicable("the client has no secret".to_owned()),
        };
    }
    refused_beside_control(observation)
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
fn last_answer(observation: &Observation) -> Result<&TokenAnswer, Judgement> {
    token_answer(observation, observation.redeemed().len().saturating_sub(1))
}

fn on_success(observation: &Observation, holds: impl FnOnce(&TokenAnswer) -> bool) -> Judgement {
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
fn on_error(observation: &Observation, holds: impl FnOnce(&TokenAnswer) -> bool) -> Judgement {
    let answer = match last_answer(observation) {
        Err(judgement) => return judgement,
        Ok(answer) => answer,
    };
    if answer.succeeded() {
        return Judgement::NotApplicable("a token came instead of an error".to_owned());
    }
    let of_client = answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client");
    if of_client {
        return Judgement::Inconclusive("the client's credentials are refused".to_owned());
    }
    let plausible = matches!(answer.status, 200..=299 | 400..=499) && !matches!(answer.status, 403..=405);
    if !plausible {
        return Judgement::Inconclusive(format!("{} is no answer of a token endpoint", answer.status));
    }
    Judgement::holds(holds(answer))
}

fn member<'a>(answer: &'a TokenAnswer, name: &str) -> Option<&'a Value> {
    answer.json.as_ref().and_then(|members| members.get(name))
}

fn header_says(observation: &Observation, name: &str, directive: &str) -> bool {
    let received = observation.happened.iter().find_map(|happened| match happened {
        Happened::Redeemed(exchange, _) => exchange.received.as_ref().ok(),
        _ => None,
    });
    let value = received.and_then(|received| received.header(name)).unwrap_or_default();
    value.split(',').any(|part| part.trim().eq_ignore_ascii_case(directive))
}
