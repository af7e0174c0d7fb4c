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
