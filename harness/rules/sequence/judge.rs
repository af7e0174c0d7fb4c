//! Following a sequence beside its model.

use super::model::{Fate, Model};
use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    probe::{Call, CodeRef, Presents, Service, Step, Who},
    rules::judgement::Judgement,
};

/// What says that the grant is not there, and nothing about the token (RFC 6749 section 5.2).
const NO_GRANT: [&str; 2] = ["unsupported_grant_type", "unauthorized_client"];

/// How many steps there are before the first that says something: a code and its redemption.
const OPENING: usize = 2;

/// Everything that was seen is something the model allows. A sequence was planned before anything
/// was seen: where the server gave less than was expected, it ends early, and what was seen counts.
pub(super) fn allowed(observation: &Observation) -> Judgement {
    let mut model = Model::default();
    for (index, (step, happened)) in observation.probe.steps.iter().zip(&observation.happened).enumerate() {
        if let Happened::Skipped(why) = happened {
            return if index > OPENING { Judgement::Upheld } else { Judgement::NotAsked(why.clone()) };
        }
        if let Err(judgement) = follow(&mut model, step, happened) {
            return judgement;
        }
    }
    Judgement::Upheld
}

fn follow(model: &mut Model, step: &Step, happened: &Happened) -> Result<(), Judgement> {
    match (step, happened) {
        (Step::Pass(span), _) => {
            model.pass(*span);
            Ok(())
        }
        (Step::Authorize(_), Happened::Authorized(authorized)) => match &authorized.code {
            Some(_) => {
                model.authorized();
                Ok(())
            }
            None => Err(Judgement::Inconclusive("no code came".to_owned())),
        },
        (Step::Redeem(redeem), Happened::Redeemed(_, answer)) => {
            // A sequence names its codes; only the first redemption takes what came last.
            let code = if let CodeRef::Nth(code) = redeem.code { code } else { 0 };
            let answer = told(decided(answer.as_deref())?)?;
            let fate = model.code(code, redeem.who == Who::Subject);
            hold(fate, answer.succeeded())?;
            if answer.succeeded() {
                model.redeemed(code, answer);
            } else {
                model.disturb();
            }
            Ok(())
        }
        (Step::Call(call), Happened::Called(_, _, answer)) => {
            called(model, call, decided(answer.as_deref())?, happened.liveness())
        }
        _ => Ok(()),
    }
}

fn called(
    model: &mut Model,
    call: &Call,
    answer: &TokenAnswer,
    alive: Option<bool>,
) -> Result<(), Judgement> {
    let own = call.who == Who::Subject;
    match (call.to, &call.presents) {
        (Service::Token, Presents::Refresh(issued)) => {
            let with = issued.nth.unwrap_or_default();
            if answer.error.as_ref().is_some_and(|error| NO_GRANT.contains(&error.as_str())) {
                return Err(Judgement::NotApplicable(
                    "refresh tokens are of no use to this client".to_owned(),
                ));
            }
            hold(model.refresh(with, own), told(answer)?.succeeded())?;
            if answer.succeeded() {
                model.refreshed(with, answer);
            } else {
                model.disturb();
            }
            Ok(())
        }
        (Service::Liveness, Presents::Access(issued)) => match alive {
            Some(alive) => hold(model.access(issued.nth.unwrap_or_default()), alive),
            None => {
                Err(Judgement::Inconclusive("the answer does not tell whether the token is alive".to_owned()))
            }
        },
        // What another client asks to revoke stays as it is, whatever it is answered.
        (Service::Revocation, _) if !own => Ok(()),
        (Service::Revocation, Presents::Access(issued)) => {
            let nth = issued.nth.unwrap_or_default();
            if answer.status == 200 {
                model.access_revoked(nth);
            } else {
                model.disturb();
            }
            Ok(())
        }
        (Service::Revocation, Presents::Refresh(issued)) => {
            let nth = issued.nth.unwrap_or_default();
            if answer.status == 200 {
                model.refresh_revoked(nth);
            } else {
                model.disturb();
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// An answer that the server decided on.
fn decided(answer: Option<&TokenAnswer>) -> Result<&TokenAnswer, Judgement> {
    match answer {
        Some(answer) if answer.decided() => Ok(answer),
        Some(answer) => Err(Judgement::Inconclusive(format!("the server answered {}", answer.status))),
        None => Err(Judgement::Inconclusive("the server did not answer".to_owned())),
    }
}

/// An answer of the token endpoint that is a token or recognisably a refusal.
fn told(answer: &TokenAnswer) -> Result<&TokenAnswer, Judgement> {
    if answer.succeeded() || answer.refused() {
        return Ok(answer);
    }
    Err(Judgement::Inconclusive(format!("the answer {} is neither a token nor an error", answer.status)))
}

const fn hold(fate: Fate, works: bool) -> Result<(), Judgement> {
    match (fate, works) {
        (Fate::Lives, false) | (Fate::Dead, true) => Err(Judgement::violated_at_token()),
        _ => Ok(()),
    }
}
