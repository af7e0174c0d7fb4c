//! How it is judged what becomes of tokens when their code is replayed, and what codes are good
//! for.

use super::judge::is_of_client;
use crate::{
    evidence::{Authorized, Channel, Observation, TokenAnswer, alike},
    probe::Step,
    protocol::{Parameters, Secret},
    rules::judgement::{Judgement, Violation, alive_at, answer_at, beside_grants, granted_at, token_answer},
};
use std::collections::BTreeSet;

/// The first access token lives until the code is replayed, and no longer.
pub(super) fn first_access_dead(observation: &Observation) -> Judgement {
    match (alive_at(observation, 2), granted_at(observation, 3)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(false), _) => dead_before(),
        (_, Ok(true)) => works_twice(),
        (Ok(true), Ok(false)) => beside_grants(observation, &[1], || Ok(!alive_at(observation, 4)?)),
    }
}

/// A refresh works, and none after the code was replayed.
pub(super) fn first_refresh_dead(observation: &Observation) -> Judgement {
    match granted_at(observation, 5) {
        Err(judgement) => judgement,
        Ok(true) => works_twice(),
        Ok(false) => beside_grants(observation, &[1, 2, 4], || Ok(!granted_at(observation, 6)?)),
    }
}

/// What a refresh brought lives until the code is replayed, and no longer.
pub(super) fn refreshed_dead(observation: &Observation) -> Judgement {
    if matches!(observation.probe.steps.get(3), Some(Step::Redeem(_))) {
        return refreshed_refresh_dead(observation);
    }
    match (alive_at(observation, 3), granted_at(observation, 4)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(false), _) => dead_before(),
        (_, Ok(true)) => works_twice(),
        (Ok(true), Ok(false)) => beside_grants(observation, &[1, 2], || Ok(!alive_at(observation, 5)?)),
    }
}

fn refreshed_refresh_dead(observation: &Observation) -> Judgement {
    let brought = |step| {
        let answer: Option<&TokenAnswer> = observation.answer(step);
        answer.and_then(|answer| answer.refresh_token.as_ref()).map(|token| token.reveal().to_owned())
    };
    match granted_at(observation, 2) {
        Ok(true) if brought(2).is_none() || brought(2) == brought(1) => {
            return Judgement::NotApplicable("a refresh brings no new refresh token".to_owned());
        }
        _ => {}
    }
    match granted_at(observation, 3) {
        Err(judgement) => judgement,
        Ok(true) => works_twice(),
        Ok(false) => beside_grants(observation, &[1, 2], || Ok(!granted_at(observation, 4)?)),
    }
}

/// The access token outlives a replay in which something is wrong; what the server does not mind
/// is not wrong to it.
pub(super) fn outlives_wrong_replay(observation: &Observation) -> Judgement {
    match (granted_at(observation, 1), alive_at(observation, 4), granted_at(observation, 5)) {
        (Err(judgement), ..) | (Ok(false), Err(judgement), _) | (Ok(false), _, Err(judgement)) => judgement,
        (Ok(true), ..) => {
            Judgement::NotApplicable("the server does not mind what is wrong with it".to_owned())
        }
        (_, Ok(false), _) => dead_before(),
        (.., Ok(true)) => works_twice(),
        (Ok(false), Ok(true), Ok(false)) => beside_grants(observation, &[3], || alive_at(observation, 6)),
    }
}

/// The same for a replay by another client, if that one's credentials are good.
pub(super) fn outlives_foreign_replay(observation: &Observation) -> Judgement {
    if is_of_client(token_answer(observation, 0)) {
        return Judgement::Inconclusive("the second client's credentials are refused".to_owned());
    }
    outlives_wrong_replay(observation)
}

/// A token request that asks for more than was granted brings no more.
pub(super) fn scope_kept(observation: &Observation) -> Judgement {
    match (granted_at(observation, 1), granted_at(observation, 3)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (_, Ok(false)) => {
            return Judgement::Inconclusive(
                "the control, an ordinary redemption, was refused too".to_owned(),
            );
        }
        (Ok(false), Ok(true)) => return Judgement::Upheld,
        (Ok(true), Ok(true)) => {}
    }
    let url = observation.authorized().map_or("", |authorized| authorized.request().sent.url.as_str());
    let asked = Parameters::parse(url.split_once('?').map_or("", |(_, query)| query)).first("scope");
    let usual = told(observation, 3).or_else(|| told(observation, 5));
    let came = told(observation, 1).or_else(|| told(observation, 4));
    match (came, usual, asked) {
        (None, ..) => Judgement::Inconclusive("nothing tells what the token is good for".to_owned()),
        (_, None, None) => {
            Judgement::Inconclusive("nothing tells what an ordinary token is good for".to_owned())
        }
        (Some(came), usual, asked) => {
            let mut granted = usual.unwrap_or_default();
            granted.extend(asked.iter().flat_map(|asked| words(asked)));
            Judgement::holds(came.is_subset(&granted))
        }
    }
}

/// The scopes that the answer at that step names.
fn told(observation: &Observation, step: usize) -> Option<BTreeSet<String>> {
    observation.answer(step)?.scope().map(|scope| words(&scope))
}

fn words(scope: &str) -> BTreeSet<String> {
    scope.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A code is refused where a token is wanted.
pub(super) fn no_token(observation: &Observation) -> Judgement {
    if observation.probe.steps.len() > 3 { not_at_resource(observation) } else { not_refreshed(observation) }
}

fn not_at_resource(observation: &Observation) -> Judgement {
    let serves = |step| answer_at(observation, step).map(|answer| answer.status);
    match (serves(1), serves(2), serves(4)) {
        (Err(judgement), ..) | (_, Err(judgement), _) | (.., Err(judgement)) => judgement,
        (Ok(200..=299), ..) => Judgement::NotApplicable("the resource does not look at the token".to_owned()),
        (.., Ok(control)) if !(200..=299).contains(&control) => {
            Judgement::Inconclusive("the resource refused an ordinary access token".to_owned())
        }
        (_, Ok(200..=299), _) => Judgement::violated_at_token(),
        (_, Ok(400..=499), _) => Judgement::Upheld,
        (_, Ok(status), _) => Judgement::Inconclusive(format!("the resource answered {status}")),
    }
}

fn not_refreshed(observation: &Observation) -> Judgement {
    match granted_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::violated_at_token(),
        Ok(false) => beside_grants(observation, &[2], || Ok(true)),
    }
}

/// No code gives away the next one: they differ, and in more than a few characters.
pub(super) fn far_apart(observation: &Observation) -> Judgement {
    each(observation, |codes| {
        let mut pairs = codes
            .iter()
            .enumerate()
            .flat_map(|(at, one)| codes.iter().skip(at + 1).map(move |other| (*one, *other)));
        !pairs.any(|(one, other)| alike(one, other))
    })
}

/// Codes are printable ASCII.
pub(super) fn printable(observation: &Observation) -> Judgement {
    each(observation, |codes| codes.iter().all(|code| code.chars().all(|c| matches!(c, ' '..='~'))))
}

/// Judges the codes that came, where more than one did.
fn each(observation: &Observation, holds: impl FnOnce(&[&str]) -> bool) -> Judgement {
    let codes = observation.authorizations().filter_map(|authorized| authorized.code.as_ref());
    let codes: Vec<&str> = codes.map(Secret::reveal).collect();
    if codes.len() < 2 {
        let why = observation.skipped().unwrap_or("codes are needed, and none came without a login");
        return Judgement::NotAsked(why.to_owned());
    }
    if holds(&codes) {
        return Judgement::Upheld;
    }
    let channel = observation.authorized().map_or(Channel::Query, Authorized::channel);
    Judgement::Violated(Violation { severity: None, channel })
}

fn dead_before() -> Judgement {
    Judgement::Inconclusive("the token was dead before the replay".to_owned())
}

fn works_twice() -> Judgement {
    Judgement::NotApplicable("the code works twice, so nothing was replayed".to_owned())
}
