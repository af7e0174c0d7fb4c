//! How redemptions of codes are judged.

use crate::{
    evidence::Observation,
    rules::judgement::{Judgement, refused_beside_control, token_answer},
};

/// The first redemption succeeds, the second is refused.
pub(super) fn once(observation: &Observation) -> Judgement {
    match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(first), _) if !first.succeeded() => {
            Judgement::Inconclusive("the first redemption was refused".to_owned())
        }
        (Ok(_), Ok(second)) => Judgement::holds(!second.succeeded()),
    }
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
