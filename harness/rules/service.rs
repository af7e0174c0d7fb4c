//! What judges of the endpoints that take tokens share: accepted, refused, or neither.

use super::judgement::{Judgement, answer_at};
use crate::evidence::{Observation, TokenAnswer};

/// Whether the call at that step was accepted: a success that names no error. If not, it was
/// recognisably refused.
///
/// # Errors
/// With the judgement that follows where the step was not taken, or the answer is neither.
pub(super) fn accepted_at(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let answer = answer_at(observation, step)?;
    let is_success = (200..300).contains(&answer.status);
    if is_success && answer.told.is_none() {
        return Ok(true);
    }
    if answer.refused() && !matches!(answer.status, 404 | 405) {
        return Ok(false);
    }
    Err(Judgement::Inconclusive(format!("the answer {} is neither a success nor a refusal", answer.status)))
}

/// Goes on only where the call at that step, which should be accepted, was.
///
/// # Errors
/// As [`accepted_at`], and where it was refused: then it is no control for the others.
pub(super) fn accepted_control(observation: &Observation, step: usize) -> Result<(), Judgement> {
    if accepted_at(observation, step)? {
        return Ok(());
    }
    Err(Judgement::Inconclusive(format!("step {}, an ordinary request, was refused", step + 1)))
}

/// Whether the answer blames the client's credentials.
pub(super) fn blames_client(answer: &TokenAnswer) -> bool {
    answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client")
}

/// Whether the request at that step showed a secret.
pub(super) fn shows_secret(observation: &Observation, step: usize) -> bool {
    observation.exchange(step).is_some_and(|exchange| {
        let in_header = exchange.sent.headers.iter().any(|(name, _)| *name == "authorization");
        in_header || exchange.sent.body.as_deref().is_some_and(|body| body.contains("client_secret="))
    })
}

/// A judgement that is come to with `?`, either way.
pub(super) fn told(judge: impl FnOnce() -> Result<Judgement, Judgement>) -> Judgement {
    judge().unwrap_or_else(|judgement| judgement)
}
