//! What a judge can say of one observation, and the sentences judges share.

use crate::{
    evidence::{Channel, Observation, TokenAnswer},
    mutation::Severity,
};

/// What one observation says about a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Judgement {
    /// The server did what is demanded, beside an accepted control.
    Upheld,
    /// It did not.
    Violated(Violation),
    /// Nothing can be concluded, for this reason.
    Inconclusive(String),
    /// The server failed on this very request, or it cannot be put on the wire; the controls
    /// beside it held, so other answers still count.
    Odd(String),
    /// The rule has nothing to say here.
    NotApplicable(String),
    /// It could not be asked, for this reason.
    NotAsked(String),
}

/// How a rule was violated.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Violation {
    /// Where a browser lands, for rules about redirects.
    pub severity: Option<Severity>,
    /// Where the response travels.
    pub channel: Channel,
}

impl Judgement {
    /// A violation in a token answer, with no landing.
    pub(super) const fn violated_at_token() -> Self {
        Self::Violated(Violation { severity: None, channel: Channel::Token })
    }

    /// A violation in a response that travels there, with no landing.
    pub(super) const fn violated_at(channel: Channel) -> Self {
        Self::Violated(Violation { severity: None, channel })
    }

    /// Upheld if `holds`, else violated in a token answer.
    pub(super) const fn holds(holds: bool) -> Self {
        if holds { Self::Upheld } else { Self::violated_at_token() }
    }
}

/// The answer to the `index`th token request, if it is a token or recognisably a refusal.
///
/// # Errors
/// With the judgement that follows where it is neither.
pub(super) fn token_answer(observation: &Observation, index: usize) -> Result<&TokenAnswer, Judgement> {
    decided_answer(observation, index).and_then(|answer| {
        let told = answer.succeeded() || answer.refused();
        let unlike =
            || format!("the token endpoint answered {}, neither a token nor an error", answer.status);
        if told { Ok(answer) } else { Err(Judgement::Inconclusive(unlike())) }
    })
}

/// The answer to the `index`th token request, whatever shape it has.
///
/// # Errors
/// With the judgement that follows where the server did not decide.
pub(super) fn decided_answer(observation: &Observation, index: usize) -> Result<&TokenAnswer, Judgement> {
    let answers = observation.redeemed();
    match answers.get(index) {
        Some(Some(answer)) if answer.decided() => Ok(answer),
        Some(Some(answer)) => {
            Err(Judgement::Inconclusive(format!("the token endpoint answered {}", answer.status)))
        }
        _ => Err(match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None => Judgement::Inconclusive("the token endpoint did not answer".to_owned()),
        }),
    }
}

/// Judges that the first redemption is refused, where the second, a proper one of a fresh code,
/// succeeds: a refusal counts only beside an accepted control.
pub(super) fn refused_beside_control(observation: &Observation) -> Judgement {
    let (probed, control) = match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(probed), Ok(control)) => (probed, control),
    };
    if probed.succeeded() {
        Judgement::violated_at_token()
    } else if control.succeeded() {
        Judgement::Upheld
    } else {
        Judgement::Inconclusive("the control, an ordinary redemption, was refused too".to_owned())
    }
}

/// The answer at that step of the probe, whatever shape it has; the first step is 0.
///
/// # Errors
/// With the judgement that follows where the step was not taken, or the server did not decide.
pub(super) fn answer_at(observation: &Observation, step: usize) -> Result<&TokenAnswer, Judgement> {
    match observation.answer(step) {
        Some(answer) if answer.decided() => Ok(answer),
        Some(answer) => Err(Judgement::Inconclusive(format!("the server answered {}", answer.status))),
        None => Err(match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None => Judgement::Inconclusive("the server did not answer".to_owned()),
        }),
    }
}

/// Whether a token came at that step; if not, it was recognisably refused.
///
/// # Errors
/// As [`answer_at`], and where the answer is neither a token nor a refusal.
pub(super) fn granted_at(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let answer = answer_at(observation, step)?;
    if answer.succeeded() || answer.refused() {
        return Ok(answer.succeeded());
    }
    Err(Judgement::Inconclusive(format!("the answer {} is neither a token nor an error", answer.status)))
}

/// Whether the token that was asked about at that step is alive.
///
/// # Errors
/// As [`answer_at`], and where the answer does not tell.
pub(super) fn alive_at(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let answer = answer_at(observation, step)?;
    let untold = || format!("the answer {} does not tell whether the token is alive", answer.status);
    observation.liveness(step).ok_or_else(|| Judgement::Inconclusive(untold()))
}

/// Judges `holds` where tokens came at each of these steps, which are the controls beside it.
pub(super) fn beside_grants(
    observation: &Observation,
    controls: &[usize],
    holds: impl FnOnce() -> Result<bool, Judgement>,
) -> Judgement {
    for control in controls {
        match granted_at(observation, *control) {
            Err(judgement) => return judgement,
            Ok(true) => {}
            Ok(false) => {
                return Judgement::Inconclusive(format!(
                    "step {}, which should bring a token, was refused",
                    control + 1
                ));
            }
        }
    }
    holds().map_or_else(|judgement| judgement, Judgement::holds)
}
