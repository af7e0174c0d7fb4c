//! How revocations are judged.

use crate::{
    evidence::Observation,
    probe::{Service, Step},
    rules::{
        judgement::{Judgement, alive_at, answer_at, beside_grants, granted_at},
        service::{accepted_at, accepted_control, blames_client, shows_secret, told},
    },
};

/// The refresh token is taken for revocation.
pub(super) fn refresh_supported(observation: &Observation) -> Judgement {
    told(|| supported(observation, 2))
}

/// The access token is taken for revocation.
pub(super) fn access_supported(observation: &Observation) -> Judgement {
    told(|| supported(observation, 3))
}

/// A refusal to revoke an access token says that it is one; where there is none, that is as good.
pub(super) fn unsupported_type(observation: &Observation) -> Judgement {
    told(|| {
        if supported(observation, 3)? == Judgement::Upheld {
            return Ok(Judgement::Upheld);
        }
        Ok(match &answer_at(observation, 3)?.error {
            None => Judgement::NotApplicable("the answer names no error code".to_owned()),
            Some(error) => Judgement::holds(error.as_str() == "unsupported_token_type"),
        })
    })
}

/// What was revoked with success is dead; asked of an access token, and of a refresh token.
pub(super) fn immediate(observation: &Observation) -> Judgement {
    told(|| if asks_liveness(observation) { access_dead(observation) } else { refresh_dead(observation) })
}

fn access_dead(observation: &Observation) -> Result<Judgement, Judgement> {
    alive_before(observation, 2)?;
    revoked(observation, 3)?;
    Ok(Judgement::holds(!alive_at(observation, 4)?))
}

fn refresh_dead(observation: &Observation) -> Result<Judgement, Judgement> {
    revoked(observation, 2)?;
    refused_beside_refresh(observation)
}

/// Revoking the access token leaves the refresh token alone.
pub(super) fn refresh_lives(observation: &Observation) -> Judgement {
    told(|| {
        revoked(observation, 2)?;
        Ok(match refused_beside_refresh(observation)? {
            Judgement::Upheld => Judgement::violated_at_token(),
            _ => Judgement::Upheld,
        })
    })
}

/// The refresh after the revocation is refused, and the one of another grant is not.
fn refused_beside_refresh(observation: &Observation) -> Result<Judgement, Judgement> {
    if granted_at(observation, 3)? {
        return Ok(Judgement::violated_at_token());
    }
    match beside_grants(observation, &[6], || Ok(true)) {
        Judgement::Upheld => Ok(Judgement::Upheld),
        lost => Err(lost),
    }
}

/// With the refresh token went the access token.
pub(super) fn access_ends(observation: &Observation) -> Judgement {
    told(|| {
        alive_before(observation, 2)?;
        revoked(observation, 3)?;
        if granted_at(observation, 5)? {
            return Ok(Judgement::Inconclusive("the refresh token itself still works".to_owned()));
        }
        Ok(Judgement::holds(!alive_at(observation, 4)?))
    })
}

/// Whatever the body says: a client ignores it (RFC 7009 section 2.2).
pub(super) fn unknown_accepted(observation: &Observation) -> Judgement {
    told(|| {
        if answer_at(observation, 0)?.status == 200 {
            return Ok(Judgement::Upheld);
        }
        accepted_control(observation, 3)?;
        Ok(Judgement::violated_at_token())
    })
}

pub(super) fn second_accepted(observation: &Observation) -> Judgement {
    told(|| {
        revoked(observation, 3)?;
        Ok(Judgement::holds(accepted_at(observation, 4)?))
    })
}

/// The peculiar revocation does nothing; the ordinary one after it does.
pub(super) fn harmless(observation: &Observation) -> Judgement {
    told(|| {
        alive_before(observation, 2)?;
        if blames_client(answer_at(observation, 3)?) {
            return Ok(Judgement::Inconclusive("the client's credentials are refused".to_owned()));
        }
        if !alive_at(observation, 4)? {
            return Ok(Judgement::violated_at_token());
        }
        ordinary_ends(observation)?;
        Ok(Judgement::Upheld)
    })
}

/// The peculiar revocation ends the token, as the ordinary one does.
pub(super) fn works(observation: &Observation) -> Judgement {
    told(|| {
        alive_before(observation, 2)?;
        answer_at(observation, 3)?;
        if !alive_at(observation, 4)? {
            return Ok(Judgement::Upheld);
        }
        ordinary_ends(observation)?;
        Ok(Judgement::violated_at_token())
    })
}

/// Neither a wrong secret nor none will do, for a client that has one.
pub(super) fn credentials_wanted(observation: &Observation) -> Judgement {
    told(|| {
        answer_at(observation, 4)?;
        if !shows_secret(observation, 4) {
            return Ok(Judgement::NotApplicable("the client has no secret".to_owned()));
        }
        if accepted_at(observation, 2)? || accepted_at(observation, 3)? {
            return Ok(Judgement::violated_at_token());
        }
        accepted_control(observation, 4)?;
        Ok(Judgement::Upheld)
    })
}

pub(super) fn missing_token(observation: &Observation) -> Judgement {
    told(|| {
        if accepted_at(observation, 0)? {
            return Ok(Judgement::violated_at_token());
        }
        let answer = answer_at(observation, 0)?;
        Ok(match &answer.error {
            _ if blames_client(answer) => {
                Judgement::Inconclusive("the client's credentials are refused".to_owned())
            }
            None => Judgement::NotApplicable("the answer names no error code".to_owned()),
            Some(error) => Judgement::holds(error.as_str() == "invalid_request"),
        })
    })
}

pub(super) fn duplicate_refused(observation: &Observation) -> Judgement {
    told(|| {
        if accepted_at(observation, 2)? {
            return Ok(Judgement::violated_at_token());
        }
        accepted_control(observation, 3)?;
        Ok(Judgement::Upheld)
    })
}

pub(super) fn other_grant_lives(observation: &Observation) -> Judgement {
    told(|| {
        alive_before(observation, 4)?;
        revoked(observation, 5)?;
        Ok(Judgement::holds(alive_at(observation, 6)?))
    })
}

/// After a refresh, revoking the refresh token from before it is no error.
pub(super) fn replaced_accepted(observation: &Observation) -> Judgement {
    told(|| {
        if !granted_at(observation, 2)? {
            return Ok(Judgement::Inconclusive("an ordinary refresh was refused".to_owned()));
        }
        if accepted_at(observation, 3)? {
            return Ok(Judgement::Upheld);
        }
        accepted_control(observation, 4)?;
        Ok(Judgement::violated_at_token())
    })
}

/// Whether a revocation is accepted; a refusal counts unless it is about the client.
fn supported(observation: &Observation, step: usize) -> Result<Judgement, Judgement> {
    if accepted_at(observation, step)? {
        return Ok(Judgement::Upheld);
    }
    let answer = answer_at(observation, step)?;
    let of_client = answer.error.as_ref().is_some_and(|error| error.as_str() == "unauthorized_client");
    if of_client || blames_client(answer) || matches!(answer.status, 401 | 403) {
        return Err(Judgement::Inconclusive("the client may not revoke anything here".to_owned()));
    }
    Ok(Judgement::violated_at_token())
}

/// Goes on only where the revocation at that step was accepted.
fn revoked(observation: &Observation, step: usize) -> Result<(), Judgement> {
    match supported(observation, step)? {
        Judgement::Upheld => Ok(()),
        _ => Err(Judgement::NotApplicable("the server does not revoke such a token".to_owned())),
    }
}

fn alive_before(observation: &Observation, step: usize) -> Result<(), Judgement> {
    if alive_at(observation, step)? {
        return Ok(());
    }
    Err(Judgement::Inconclusive("the token was dead before it was revoked".to_owned()))
}

/// Goes on only where the ordinary revocation, after the peculiar one, ends the token.
fn ordinary_ends(observation: &Observation) -> Result<(), Judgement> {
    revoked(observation, 5)?;
    if alive_at(observation, 6)? {
        let nothing = "an ordinary revocation does not end the token either";
        return Err(Judgement::NotApplicable(nothing.to_owned()));
    }
    Ok(())
}

fn asks_liveness(observation: &Observation) -> bool {
    let mut steps = observation.probe.steps.iter();
    steps.any(|step| matches!(step, Step::Call(call) if call.to == Service::Liveness))
}
