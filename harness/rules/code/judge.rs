//! How redemptions of codes are judged.

use crate::{
    evidence::Observation,
    probe::Step,
    rules::judgement::{
        Judgement, alive_at, beside_grants, granted_at, refused_beside_control, token_answer,
    },
};

/// The first redemption succeeds, the second is refused; a changed second one may be refused for
/// its change, and then says nothing.
pub(super) fn once(observation: &Observation) -> Judgement {
    match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(first), _) if !first.succeeded() => {
            Judgement::Inconclusive("the first redemption was refused".to_owned())
        }
        (Ok(_), Ok(second)) if !second.succeeded() && is_changed(observation) => {
            Judgement::NotApplicable("the replay may be refused for its missing verifier".to_owned())
        }
        (Ok(_), Ok(second)) => Judgement::holds(!second.succeeded()),
    }
}

/// Whether one of the redemptions differs from an ordinary one.
fn is_changed(observation: &Observation) -> bool {
    let mut steps = observation.probe.steps.iter();
    steps.any(|step| matches!(step, Step::Redeem(redeem) if !redeem.changes.is_empty()))
}

/// Another client's redemption is refused; if because its credentials are no good, that says
/// nothing about the code.
pub(super) fn bound(observation: &Observation) -> Judgement {
    let refused_client = token_answer(observation, 0)
        .is_ok_and(|answer| answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client"));
    if refused_client {
        return Judgement::Inconclusive("the second client's credentials are refused".to_owned());
    }
    refused_beside_control(observation)
}

/// The first access token lives until the code is replayed, and no longer.
pub(super) fn first_access_dead(observation: &Observation) -> Judgement {
    match (alive_at(observation, 2), granted_at(observation, 3)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(false), _) => Judgement::Inconclusive("the token was dead before the replay".to_owned()),
        (_, Ok(true)) => Judgement::NotApplicable("the code works twice, so nothing was replayed".to_owned()),
        (Ok(true), Ok(false)) => beside_grants(observation, &[1], || Ok(!alive_at(observation, 4)?)),
    }
}
