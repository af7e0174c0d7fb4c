//! How redemptions of codes are judged.

use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    probe::{CodeRef, Credentials, Redeem, Step},
    rules::judgement::{Judgement, beside_grants, granted_at, refused_beside_control, token_answer},
};

/// The first redemption succeeds, the last is refused; a changed last one may be refused for its
/// change, and then says nothing.
pub(super) fn once(observation: &Observation) -> Judgement {
    let last = observation.redeemed().len().saturating_sub(1);
    match (token_answer(observation, 0), token_answer(observation, last)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(first), _) if !first.succeeded() => {
            Judgement::Inconclusive("the first redemption was refused".to_owned())
        }
        (Ok(_), Ok(last)) if !last.succeeded() && ends_changed(observation) => {
            Judgement::NotApplicable("the replay may be refused for its missing verifier".to_owned())
        }
        (Ok(_), Ok(last)) => Judgement::holds(!last.succeeded()),
    }
}

/// Whether the last redemption differs from an ordinary one.
fn ends_changed(observation: &Observation) -> bool {
    redemptions(observation).last().is_some_and(|redeem| !redeem.changes.is_empty())
}

fn redemptions(observation: &Observation) -> impl Iterator<Item = &Redeem> {
    observation.probe.steps.iter().filter_map(|step| match step {
        Step::Redeem(redeem) => Some(redeem),
        _ => None,
    })
}

/// Of redemptions that arrive together one brings tokens, and the others are refused.
pub(super) fn once_at_once(observation: &Observation) -> Judgement {
    let raced = observation.happened.iter().find_map(|happened| match happened {
        Happened::Raced(raced) => Some(raced),
        _ => None,
    });
    let Some(raced) = raced else {
        let why = observation.skipped().unwrap_or("no redemptions were sent");
        return Judgement::NotAsked(why.to_owned());
    };
    let count = |wanted: fn(&TokenAnswer) -> bool| {
        raced.iter().filter(|(_, answer)| answer.as_ref().is_some_and(wanted)).count()
    };
    match (count(TokenAnswer::succeeded), count(TokenAnswer::refused)) {
        (0, _) => Judgement::Inconclusive("no redemption brought a token".to_owned()),
        (1, refused) if refused + 1 == raced.len() => Judgement::Upheld,
        (1, refused) => Judgement::Odd(format!(
            "beside the one that brought a token, {} of {} redemptions were neither granted nor refused",
            raced.len() - refused - 1,
            raced.len()
        )),
        _ => Judgement::violated_at_token(),
    }
}

/// Another client's redemption is refused; if because its credentials are no good, that says
/// nothing about the code.
pub(super) fn bound(observation: &Observation) -> Judgement {
    if is_of_client(token_answer(observation, 0)) {
        return Judgement::Inconclusive("the second client's credentials are refused".to_owned());
    }
    refused_beside_control(observation)
}

/// The same for a client that only says its id; and one that has no secret has to say it.
pub(super) fn bound_by_id(observation: &Observation) -> Judgement {
    let nameless = redemptions(observation).any(|redeem| redeem.credentials == Credentials::Anonymous);
    if !nameless {
        return bound(observation);
    }
    let shows_secret = observation.exchanges().any(|exchange| {
        let by_header = exchange.sent.headers.iter().any(|(name, _)| *name == "authorization");
        by_header || exchange.sent.body.as_ref().is_some_and(|body| body.contains("client_secret="))
    });
    if shows_secret {
        return Judgement::NotApplicable("the client has a secret".to_owned());
    }
    refused_beside_control(observation)
}

/// Whether an answer is about the client's credentials.
pub(super) fn is_of_client(answer: Result<&TokenAnswer, Judgement>) -> bool {
    answer.is_ok_and(|answer| answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client"))
}

/// What was never issued is refused, and the ordinary redemption at the end is not.
pub(super) fn garbage_refused(observation: &Observation) -> Judgement {
    let answers = observation.redeemed();
    let Some(last) = answers.len().checked_sub(1) else {
        return Judgement::NotAsked("nothing was redeemed".to_owned());
    };
    let code = observation.authorized().and_then(|authorized| authorized.code.as_ref());
    let differs = |redeem: &&Redeem| match (&redeem.code, code) {
        (CodeRef::Altered(alteration), Some(code)) => alteration.apply(code.reveal()) != code.reveal(),
        _ => true,
    };
    let garbage: Vec<Option<&TokenAnswer>> = redemptions(observation)
        .zip(answers.iter().copied())
        .take(last)
        .filter(|(redeem, _)| differs(redeem))
        .map(|(_, answer)| answer)
        .collect();
    if garbage.iter().flatten().any(|answer| answer.succeeded()) {
        return Judgement::violated_at_token();
    }
    match token_answer(observation, last) {
        Err(judgement) => judgement,
        Ok(control) if !control.succeeded() => {
            Judgement::Inconclusive("the control, an ordinary redemption, was refused too".to_owned())
        }
        Ok(_) if garbage.iter().all(|answer| answer.is_some_and(TokenAnswer::refused)) => Judgement::Upheld,
        Ok(_) => Judgement::Odd("some of these codes brought neither a token nor an error".to_owned()),
    }
}

/// The code works although another attempt with it failed; one that did not fail says nothing.
pub(super) fn survives_failure(observation: &Observation) -> Judgement {
    match granted_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::NotApplicable("the server does not mind what is wrong with it".to_owned()),
        Ok(false) => beside_grants(observation, &[4], || granted_at(observation, 2)),
    }
}
