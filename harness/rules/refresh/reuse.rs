//! How tokens are judged that were replaced and turn up again (RFC 9700 section 4.14.2).

use super::{
    judge::not_public,
    read::{is_public, replaced},
};
use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    rules::judgement::{Judgement, alive_at, beside_grants, granted_at},
};
use std::collections::BTreeSet;

/// A refresh brings another token, or makes the one that was used useless.
pub(super) fn rotated_or_bound(observation: &Observation) -> Judgement {
    if !is_public(observation, 1) {
        return not_public(observation);
    }
    beside_grants(observation, &[1, 2], || {
        if is_sender_constrained(observation, 1) {
            return Err(Judgement::NotApplicable("its tokens are bound to a key of its own".to_owned()));
        }
        Ok(replaced(observation, 1, 2) || !granted_at(observation, 3)?)
    })
}

/// Whether the tokens at that step are bound to a key (RFC 9449 section 5).
fn is_sender_constrained(observation: &Observation, step: usize) -> bool {
    let kind = observation.answer(step).and_then(|answer| answer.member("token_type")?.as_str());
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("DPoP"))
}

/// The replaced token is refused.
pub(super) fn old_dies(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1, 2], || {
        rotates(observation, &[1, 2])?;
        Ok(!granted_at(observation, 3)?)
    })
}

/// After a reuse the active token is refused as well.
pub(super) fn active_dies(observation: &Observation) -> Judgement {
    if !is_public(observation, 1) {
        return not_public(observation);
    }
    beside_reuse(observation, &[1, 2, 3], 4, || Ok(!granted_at(observation, 5)?))
}

/// After a reuse the newest access token is dead, which it was not before.
pub(super) fn access_dies(observation: &Observation) -> Judgement {
    if !is_public(observation, 1) {
        return not_public(observation);
    }
    beside_reuse(observation, &[1, 2], 4, || {
        if alive_at(observation, 3)? {
            return Ok(!alive_at(observation, 5)?);
        }
        Err(Judgement::Inconclusive("the access token was dead before the reuse".to_owned()))
    })
}

/// After a reuse in one grant the token of another still works.
pub(super) fn other_lives(observation: &Observation) -> Judgement {
    let controls = [1, 3, 4, 5];
    beside_grants(observation, &controls, || {
        rotates(observation, &[1, 4])?;
        rotates(observation, &[3, 5])?;
        refused_reuse(observation, 6)?;
        granted_at(observation, 7)
    })
}

/// Of several refreshes with one token at one instant, no two bring tokens that both work.
pub(super) fn one_lineage(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1], || {
        let Some(Happened::Raced(raced)) = observation.happened.get(2) else {
            let why = observation.skipped().unwrap_or("nothing was asked at one instant");
            return Err(Judgement::NotAsked(why.to_owned()));
        };
        let first = observation.answer(1).and_then(|answer| answer.refresh_token.as_ref());
        let succeeded: Vec<&TokenAnswer> = raced
            .iter()
            .filter_map(|(_, answer)| answer.as_ref())
            .filter(|answer| answer.succeeded())
            .collect();
        let new: Option<Vec<&str>> = succeeded
            .iter()
            .map(|answer| answer.refresh_token.as_ref().map(crate::protocol::Secret::reveal))
            .collect();
        let first = first.map(crate::protocol::Secret::reveal);
        let new = match new {
            _ if succeeded.is_empty() => {
                return Err(Judgement::Inconclusive(
                    "none of the refreshes at one instant succeeded".to_owned(),
                ));
            }
            Some(new) if !new.iter().any(|token| Some(*token) == first) => new,
            _ => return Err(unrotated()),
        };
        if new.iter().collect::<BTreeSet<_>>().len() == 1 {
            return Ok(true);
        }
        let mut alive = 0;
        for step in 3..3 + new.len() {
            alive += usize::from(granted_at(observation, step)?);
        }
        Ok(alive <= 1)
    })
}

/// Judges `holds` where each control brought a new token, and the reuse was refused.
fn beside_reuse(
    observation: &Observation,
    controls: &[usize],
    reuse: usize,
    holds: impl FnOnce() -> Result<bool, Judgement>,
) -> Judgement {
    beside_grants(observation, controls, || {
        rotates(observation, controls)?;
        refused_reuse(observation, reuse)?;
        holds()
    })
}

fn refused_reuse(observation: &Observation, reuse: usize) -> Result<(), Judgement> {
    if granted_at(observation, reuse)? {
        return Err(Judgement::NotApplicable("a replaced token still works".to_owned()));
    }
    Ok(())
}

/// Whether each of these steps brought another refresh token than the one before it.
fn rotates(observation: &Observation, steps: &[usize]) -> Result<(), Judgement> {
    let all = steps.windows(2).all(|pair| match pair {
        [before, later] => replaced(observation, *before, *later),
        _ => true,
    });
    if all { Ok(()) } else { Err(unrotated()) }
}

fn unrotated() -> Judgement {
    Judgement::NotApplicable("a refresh brings no new refresh token".to_owned())
}
