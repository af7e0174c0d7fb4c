//! How the answers of an introspection endpoint are judged.

use super::plan::WAIT;
use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    probe::Service,
    rules::{
        judgement::{Judgement, alive_at, answer_at},
        service::{accepted_at, accepted_control, blames_client, shows_secret, told},
    },
};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many seconds a lifetime may differ from what the token answer says.
const LEEWAY: f64 = 60.0;

/// The answer about a live token is JSON and says so with a boolean. That it is called inactive,
/// or that this client gets no answer, may be because the client is not meant to know.
pub(super) fn active(observation: &Observation) -> Judgement {
    told(|| {
        let answer = answer_at(observation, 2)?;
        if answer.status != 200 || answer.error.is_some() {
            return Ok(Judgement::Inconclusive("the client is not told about its token".to_owned()));
        }
        let is_json = answer.media_type.as_deref() == Some("application/json");
        Ok(match member(answer, "active") {
            Some(Value::Bool(false)) => not_told(),
            Some(Value::Bool(true)) => Judgement::holds(is_json),
            _ => Judgement::violated_at_token(),
        })
    })
}

pub(super) fn unknown_inactive(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        inactive_at(observation, 5)
    })
}

/// Another's token, or an altered one, is not called active; how that is said is free.
pub(super) fn none_active(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        for step in 3..observation.probe.steps.len() {
            if tells_active(observation, step)? {
                return Ok(Judgement::violated_at_token());
            }
        }
        Ok(Judgement::Upheld)
    })
}

/// As above; a caller whose credentials are refused says nothing about the token.
pub(super) fn not_told_to_another(observation: &Observation) -> Judgement {
    match answer_at(observation, 3) {
        Ok(answer) if blames_client(answer) => {
            Judgement::Inconclusive("the second client's credentials are refused".to_owned())
        }
        _ => none_active(observation),
    }
}

pub(super) fn not_by_get(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        answer_at(observation, 4)?;
        Ok(Judgement::holds(observation.liveness(4) != Some(true)))
    })
}

pub(super) fn found_despite_hint(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        Ok(Judgement::holds(tells_active(observation, 3)?))
    })
}

/// Where wrong credentials are refused, that is 401.
pub(super) fn status_401(observation: &Observation) -> Judgement {
    told(|| {
        let status = answer_at(observation, 0)?.status;
        if !shows_secret(observation, 0) {
            return Ok(Judgement::NotApplicable("the client has no secret".to_owned()));
        }
        accepted_control(observation, 1)?;
        if accepted_at(observation, 0)? {
            return Ok(Judgement::NotApplicable("the caller's secret is not looked at".to_owned()));
        }
        Ok(Judgement::holds(status == 401))
    })
}

/// A token that it gave an end to is inactive after it.
pub(super) fn expired_inactive(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        let about = answer_at(observation, 2)?;
        let Some(lifetime) = number(about, "exp").and_then(|_| lifetime(observation)) else {
            return Ok(Judgement::NotApplicable("nothing says when the token ends".to_owned()));
        };
        if lifetime >= WAIT.as_secs_f64() {
            return Ok(Judgement::NotApplicable("the token lives longer than is waited".to_owned()));
        }
        Ok(Judgement::holds(!alive_at(observation, 4)?))
    })
}

pub(super) fn revoked_inactive(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        if !accepted_at(observation, 3)? {
            return Ok(Judgement::NotApplicable("the server does not revoke the token".to_owned()));
        }
        Ok(Judgement::holds(!alive_at(observation, 4)?))
    })
}

/// Every inactive answer holds nothing else.
pub(super) fn bare(observation: &Observation) -> Judgement {
    let answers = observation.happened.iter().filter_map(|happened| match happened {
        Happened::Called(Service::Introspection, _, Some(answer)) if answer.status == 200 => {
            answer.json.as_ref()
        }
        _ => None,
    });
    let inactive: Vec<_> =
        answers.filter(|members| members.get("active") == Some(&Value::Bool(false))).collect();
    match (inactive.as_slice(), observation.skipped()) {
        ([], Some(why)) => Judgement::NotAsked(why.to_owned()),
        ([], None) => Judgement::NotApplicable("no token is called inactive".to_owned()),
        (inactive, _) => Judgement::holds(inactive.iter().all(|members| members.len() == 1)),
    }
}

/// What is told of a token is what it was issued with, as far as both answers speak of it.
pub(super) fn consistent(observation: &Observation) -> Judgement {
    told(|| {
        active_before(observation)?;
        let (issued, about) = (answer_at(observation, 1)?, answer_at(observation, 2)?);
        let of_both = |name| Some((text(issued, name)?, text(about, name)?));
        let client = text(about, "client_id").map(|client| client == observation.subject.client);
        let kind = of_both("token_type").map(|(one, other)| one.eq_ignore_ascii_case(other));
        let scope = of_both("scope").map(|(one, other)| words(one) == words(other));
        let span = number(about, "exp").zip(number(about, "iat")).map(|(end, start)| end - start);
        let lifetime = span.zip(number(issued, "expires_in"));
        let lifetime = lifetime.map(|(told, issued)| (told - issued).abs() <= LEEWAY);
        let told: Vec<bool> = [client, kind, scope, lifetime].into_iter().flatten().collect();
        if told.is_empty() {
            return Ok(Judgement::NotApplicable("nothing is told that could be compared".to_owned()));
        }
        Ok(Judgement::holds(told.iter().all(|agrees| *agrees)))
    })
}

/// Goes on only where the control, an ordinary question about a live token, is answered so.
fn active_before(observation: &Observation) -> Result<(), Judgement> {
    if alive_at(observation, 2)? { Ok(()) } else { Err(not_told()) }
}

fn not_told() -> Judgement {
    Judgement::Inconclusive("the client is told that its own live token is inactive".to_owned())
}

/// Whether the token at that step is called active; otherwise it is called inactive, or the call
/// is refused.
fn tells_active(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let answer = answer_at(observation, step)?;
    match observation.liveness(step) {
        Some(active) => Ok(active),
        None if answer.refused() => Ok(false),
        None => Err(Judgement::Inconclusive(format!("the answer {} does not tell", answer.status))),
    }
}

/// Upheld where the token at that step is called inactive; a refusal is no such answer.
fn inactive_at(observation: &Observation, step: usize) -> Result<Judgement, Judgement> {
    tells_active(observation, step)?;
    Ok(Judgement::holds(observation.liveness(step) == Some(false)))
}

/// How long the token lives, in seconds, by the token answer or else by introspection.
fn lifetime(observation: &Observation) -> Option<f64> {
    let about = observation.answer(2)?;
    let told = || Some(number(about, "exp")? - number(about, "iat")?);
    observation.answer(1).and_then(|issued| number(issued, "expires_in")).or_else(told)
}

fn member<'a>(answer: &'a TokenAnswer, name: &str) -> Option<&'a Value> {
    answer.json.as_ref()?.get(name)
}

fn text<'a>(answer: &'a TokenAnswer, name: &str) -> Option<&'a str> {
    member(answer, name)?.as_str()
}

fn number(answer: &TokenAnswer, name: &str) -> Option<f64> {
    member(answer, name)?.as_f64()
}

fn words(scope: &str) -> BTreeSet<&str> {
    scope.split_whitespace().collect()
}
