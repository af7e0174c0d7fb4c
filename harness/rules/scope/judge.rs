//! How the scope of a token is judged.

use crate::{
    evidence::{Authorized, Channel, Exit, Observation, TokenAnswer},
    protocol::Parameters,
    rules::judgement::{Judgement, Violation, token_answer},
};
use std::collections::BTreeSet;

/// The last scope that was asked for is refused, or left out of what the answer tells; an answer
/// that tells nothing says that all was granted (RFC 6749 section 5.1).
pub(super) fn unknown(observation: &Observation) -> Judgement {
    if let Some(error) = refused(observation, 0) {
        return invalid_scope(observation, &error);
    }
    let answer = match granted(observation, 0) {
        Ok(answer) => answer,
        Err(judgement) => return judgement,
    };
    let asked = asked(observation, 0).unwrap_or_default();
    let (Some(told), Some(last)) = (told(answer), asked.split(' ').next_back()) else {
        return Judgement::violated_at_token();
    };
    Judgement::holds(!told.split(' ').any(|scope| scope == last))
}

/// Both orders bring a token for the same.
pub(super) fn same_in_any_order(observation: &Observation) -> Judgement {
    if let Some(error) = refused(observation, 0) {
        return Judgement::NotApplicable(format!("a request with two scopes is refused with {error}"));
    }
    let first = match granted(observation, 0) {
        Ok(answer) => answer,
        Err(judgement) => return judgement,
    };
    if refused(observation, 1).is_some() {
        return Judgement::violated_at_token();
    }
    match granted(observation, 1) {
        Err(judgement) => judgement,
        Ok(second) => match (told(first), told(second)) {
            (Some(first), Some(second)) => Judgement::holds(words(&first) == words(&second)),
            _ => Judgement::Upheld,
        },
    }
}

/// What is asked for in another letter case is not what is granted, unless any other scope brings
/// it too.
pub(super) fn case_matters(observation: &Observation) -> Judgement {
    let asked = asked(observation, 0).unwrap_or_default();
    if !asked.contains(|c: char| c.is_ascii_alphabetic()) {
        return Judgement::NotApplicable("the client asks for no scope with letters".to_owned());
    }
    if let Some(error) = refused(observation, 0) {
        return invalid_scope(observation, &error);
    }
    let known = match granted(observation, 0).map(told) {
        Err(judgement) => return judgement,
        Ok(None) => return Judgement::Inconclusive("nothing tells what was granted".to_owned()),
        Ok(Some(told)) => told,
    };
    let meant = words(&known)
        .into_iter()
        .find(|scope| words(&asked).iter().any(|asked| asked != scope && asked.eq_ignore_ascii_case(scope)));
    let Some(meant) = meant else {
        let as_asked = words(&known).intersection(&words(&asked)).next().is_some();
        return if as_asked {
            Judgement::NotApplicable("the server grants any scope".to_owned())
        } else {
            Judgement::Upheld
        };
    };
    if refused(observation, 1).is_some() {
        return Judgement::violated_at_token();
    }
    match granted(observation, 1).map(told) {
        Err(judgement) => judgement,
        Ok(Some(told)) if words(&told).contains(meant) => {
            Judgement::NotApplicable("the server grants the same whatever is asked for".to_owned())
        }
        Ok(_) => Judgement::violated_at_token(),
    }
}

pub(super) fn default_or_error(observation: &Observation) -> Judgement {
    match refused(observation, 0) {
        Some(error) => invalid_scope(observation, &error),
        None => granted(observation, 0).map_or_else(|judgement| judgement, |_| Judgement::Upheld),
    }
}

/// What was not granted in part needs no telling.
pub(super) fn part_told(observation: &Observation) -> Judgement {
    match refused(observation, 0) {
        Some(error) => invalid_scope(observation, &error),
        None => granted_told(observation),
    }
}

/// The scope that the answer tells, or else the one that was asked for, is the one that
/// introspection knows.
pub(in crate::rules) fn granted_told(observation: &Observation) -> Judgement {
    let answer = match granted(observation, 0) {
        Ok(answer) => answer,
        Err(judgement) => return judgement,
    };
    let asked = asked(observation, 0);
    let introspected = observation.answer(2).and_then(TokenAnswer::scope);
    match (told(answer).or(asked), introspected) {
        (Some(known), Some(granted)) => Judgement::holds(words(&known) == words(&granted)),
        (_, Some(_)) => Judgement::NotApplicable("the client asks for no scope".to_owned()),
        _ if told(answer).is_some() => Judgement::Upheld,
        _ => Judgement::Inconclusive("nothing tells what was granted".to_owned()),
    }
}

/// An error that an authorization request brought is the one for scopes; one that may have other
/// causes says nothing.
fn invalid_scope(observation: &Observation, error: &str) -> Judgement {
    match (&observation.control_lost, error) {
        (Some(lost), _) => Judgement::Inconclusive(lost.clone()),
        (None, "invalid_scope") => Judgement::Upheld,
        (None, "invalid_request") => {
            Judgement::Violated(Violation { severity: None, channel: Channel::Query })
        }
        (None, error) => Judgement::Inconclusive(format!("the request was refused with {error}")),
    }
}

/// The error that an authorization request brought instead of a code.
fn refused(observation: &Observation, index: usize) -> Option<String> {
    let authorized =
        observation.authorizations().nth(index).filter(|authorized| authorized.code.is_none())?;
    authorized.exits.iter().find_map(Exit::error)
}

/// The answer to a redemption that should have brought a token.
fn granted(observation: &Observation, index: usize) -> Result<&TokenAnswer, Judgement> {
    let answer = token_answer(observation, index)?;
    if answer.succeeded() {
        return Ok(answer);
    }
    Err(Judgement::Inconclusive("the redemption was refused".to_owned()))
}

/// The scope that an authorization request asked for.
fn asked(observation: &Observation, index: usize) -> Option<String> {
    let sent = &observation.authorizations().nth(index).map(Authorized::request)?.sent;
    let query = sent.url.split_once('?').map_or("", |(_, query)| query);
    let form = sent.body.as_deref().unwrap_or_default();
    [query, form].iter().find_map(|text| Parameters::parse(text).first("scope"))
}

/// The scope that a token answer tells.
fn told(answer: &TokenAnswer) -> Option<String> {
    answer.scope()
}

fn words(scope: &str) -> BTreeSet<&str> {
    scope.split(' ').filter(|word| !word.is_empty()).collect()
}
