//! How tokens themselves are judged, and the grants that bring them.

use super::judge::{member, on_success};
use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    protocol::{ErrorCode, Secret},
    rules::judgement::{Judgement, alive_at, answer_at, decided_answer, granted_at, token_answer},
};
use serde_json::Value;
use std::time::Duration;

/// How far the end of a token may be from what was promised: clocks differ, and a resource may
/// remember for a while.
const LEEWAY: Duration = Duration::from_secs(60);

/// What else is in a token answer is there, and so is its access token.
pub(super) fn access_token(observation: &Observation) -> Judgement {
    match decided_answer(observation, 0) {
        Err(judgement) => judgement,
        Ok(answer) if answer.succeeded() => Judgement::holds(answer.inside.is_none()),
        Ok(answer) => {
            let others = ["token_type", "expires_in", "refresh_token"];
            let is_success = (200..300).contains(&answer.status)
                && answer.error.is_none()
                && others.iter().any(|name| member(answer, name).is_some());
            if is_success {
                Judgement::violated_at_token()
            } else {
                Judgement::Inconclusive("an ordinary redemption was refused".to_owned())
            }
        }
    }
}

/// Where introspection names the subjects of a user's token and of a client's own, they differ.
pub(super) fn subjects_differ(observation: &Observation) -> Judgement {
    let subject = |step| -> Result<Option<String>, Judgement> {
        if !alive_at(observation, step)? {
            return Err(Judgement::Inconclusive("a fresh token is not active".to_owned()));
        }
        let answer = answer_at(observation, step)?;
        Ok(member(answer, "sub").and_then(Value::as_str).map(str::to_owned))
    };
    match granted_at(observation, 1) {
        Err(judgement) => return judgement,
        Ok(false) => return Judgement::Inconclusive("an ordinary redemption was refused".to_owned()),
        Ok(true) => {}
    }
    match granted_at(observation, 3) {
        Err(judgement) => return judgement,
        Ok(false) => {
            return Judgement::NotApplicable("the client gets no token of its own".to_owned());
        }
        Ok(true) => {}
    }
    let token = |step| observation.answer(step)?.access_token.as_ref().map(Secret::reveal);
    if token(1) == token(3) {
        return Judgement::NotApplicable("both are one and the same token".to_owned());
    }
    match (subject(2), subject(4)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(None), _) => {
            Judgement::NotApplicable("introspection names no subject of a user's token".to_owned())
        }
        (Ok(Some(_)), Ok(None)) => Judgement::Upheld,
        (Ok(Some(user)), Ok(Some(client))) => Judgement::holds(user != client),
    }
}

/// Printable ASCII; a bearer token has fewer characters still (RFC 6750 section 2.1).
pub(super) fn access_characters(observation: &Observation) -> Judgement {
    on_success(observation, |answer| {
        let bearer = member(answer, "token_type").and_then(Value::as_str);
        let bearer = bearer.is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        answer
            .access_token
            .as_ref()
            .is_some_and(|token| is_printable(token) && (!bearer || is_b64token(token)))
    })
}

pub(super) fn refresh_characters(observation: &Observation) -> Judgement {
    match token_answer(observation, 0) {
        Ok(answer) if answer.succeeded() && answer.refresh_token.is_none() => {
            Judgement::NotApplicable("no refresh token came".to_owned())
        }
        _ => on_success(observation, |answer| answer.refresh_token.as_ref().is_some_and(is_printable)),
    }
}

/// A token that came for one code does not come for the next.
pub(super) fn distinct(observation: &Observation) -> Judgement {
    let [first, second] = [0, 1].map(|index| token_answer(observation, index));
    match (first, second) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(first), Ok(second)) if first.succeeded() && second.succeeded() => {
            let differ = |one: &Option<Secret>, other: &Option<Secret>| {
                let texts = (one.as_ref().map(Secret::reveal), other.as_ref().map(Secret::reveal));
                texts.0.is_none() || texts.0 != texts.1
            };
            Judgement::holds(
                differ(&first.access_token, &second.access_token)
                    && differ(&first.refresh_token, &second.refresh_token),
            )
        }
        _ => Judgement::Inconclusive("an ordinary redemption was refused".to_owned()),
    }
}

/// The token is alive until its promised end, and dead after it.
pub(super) fn lifetime_kept(observation: &Observation) -> Judgement {
    let promised = match token_answer(observation, 0) {
        Err(judgement) => return judgement,
        Ok(answer) => match promised(answer) {
            Some(promised) => promised,
            None if answer.succeeded() => {
                return Judgement::NotApplicable("no expires_in came".to_owned());
            }
            None => return Judgement::Inconclusive("an ordinary redemption was refused".to_owned()),
        },
    };
    let (mut age, mut lived, mut died) = (Duration::ZERO, false, false);
    for (step, happened) in observation.happened.iter().enumerate().skip(2) {
        match happened {
            Happened::Passed(span) => age += *span,
            Happened::Skipped(_) => break,
            _ => match alive_at(observation, step) {
                Err(judgement) => return judgement,
                Ok(false) if age.is_zero() => {
                    return Judgement::Inconclusive("the token was dead from the beginning".to_owned());
                }
                Ok(alive) if age + LEEWAY < promised && alive => lived = true,
                Ok(alive) if age > promised + LEEWAY && !alive => died = true,
                Ok(_) if age + LEEWAY < promised || age > promised + LEEWAY => {
                    return Judgement::violated_at_token();
                }
                Ok(_) => {}
            },
        }
    }
    match observation.skipped() {
        _ if lived && died => Judgement::Upheld,
        Some(why) => Judgement::NotAsked(why.to_owned()),
        None => Judgement::Inconclusive("no moment on both sides of its end was seen".to_owned()),
    }
}

pub(super) fn an_hour(observation: &Observation) -> Judgement {
    match token_answer(observation, 0) {
        Ok(answer) if answer.succeeded() && promised(answer).is_none() => {
            Judgement::NotApplicable("no expires_in came".to_owned())
        }
        _ => on_success(observation, |answer| {
            promised(answer).is_some_and(|promised| promised <= Duration::from_secs(3600))
        }),
    }
}

/// A public client is refused where the one under test is not.
pub(super) fn confidential_only(observation: &Observation) -> Judgement {
    match [0, 1].map(|step| granted_at(observation, step)) {
        [Ok(true), _] => Judgement::violated_at_token(),
        [Err(judgement), _] | [_, Err(judgement)] => judgement,
        [Ok(false), Ok(true)] => Judgement::Upheld,
        [Ok(false), Ok(false)] => no_such_grant(),
    }
}

/// And the error says that it is the client who may not.
pub(super) fn not_allowed(observation: &Observation) -> Judgement {
    match [0, 1].map(|step| granted_at(observation, step)) {
        [Err(judgement), _] | [_, Err(judgement)] => judgement,
        [Ok(true), _] => Judgement::NotApplicable("a token came instead of an error".to_owned()),
        [_, Ok(false)] => no_such_grant(),
        [Ok(false), Ok(true)] => match answer_at(observation, 0).map(|answer| &answer.error) {
            Err(judgement) => judgement,
            Ok(None) => Judgement::NotApplicable("the answer names no error code".to_owned()),
            Ok(Some(error)) => {
                Judgement::holds(matches!(error.as_str(), "unauthorized_client" | "invalid_client"))
            }
        },
    }
}

pub(super) fn no_refresh_token(observation: &Observation) -> Judgement {
    match granted_at(observation, 0) {
        Err(judgement) => judgement,
        Ok(false) => no_such_grant(),
        Ok(true) => {
            let answer = answer_at(observation, 0);
            answer
                .map_or_else(|judgement| judgement, |answer| Judgement::holds(answer.refresh_token.is_none()))
        }
    }
}

/// The error says that there is no such grant; `invalid_grant` says that the password was looked
/// at.
pub(super) fn no_password_grant(observation: &Observation) -> Judgement {
    match (granted_at(observation, 0), answer_at(observation, 0), &observation.control_lost) {
        (Err(judgement), ..) | (_, Err(judgement), _) => judgement,
        (Ok(true), ..) => Judgement::violated_at_token(),
        (.., Some(lost)) => Judgement::Inconclusive(lost.clone()),
        (Ok(false), Ok(answer), None) => match answer.error.as_ref().map(ErrorCode::as_str) {
            Some("unsupported_grant_type" | "unauthorized_client") => Judgement::Upheld,
            Some("invalid_grant") => Judgement::violated_at_token(),
            error => Judgement::Inconclusive(format!(
                "the error {} does not tell whether there is such a grant",
                error.unwrap_or("without a code")
            )),
        },
    }
}

/// How long the answer promises its access token to live, be it as a number or as digits.
fn promised(answer: &TokenAnswer) -> Option<Duration> {
    let seconds = match member(answer, "expires_in")? {
        Value::Number(seconds) => seconds.as_u64()?,
        Value::String(digits) => digits.parse().ok()?,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

/// Whether it is of `VSCHAR` alone (RFC 6749 appendix A).
fn is_printable(token: &Secret) -> bool {
    token.reveal().chars().all(|c| matches!(c, ' '..='~'))
}

/// Whether it is a `b64token` (RFC 6750 section 2.1).
fn is_b64token(token: &Secret) -> bool {
    let body = token.reveal().trim_end_matches('=');
    !body.is_empty() && body.chars().all(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c))
}

fn no_such_grant() -> Judgement {
    Judgement::NotApplicable("the client gets no token by its credentials".to_owned())
}
