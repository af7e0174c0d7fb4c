//! How refreshes are judged: who may, and with what.

use super::read::{is_public, names_error};
use crate::{
    evidence::{Authorized, Observation, Outcome},
    rules::judgement::{Judgement, answer_at, beside_grants, granted_at},
};

/// The redemption and the refresh that stand beside everything.
const CONTROLS: [usize; 2] = [1, 2];

/// The attempt after the controls is refused.
pub(super) fn refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || Ok(!granted_at(observation, 3)?))
}

/// Another client's refresh is refused; if because that client may not refresh at all, it says
/// nothing about the token.
pub(super) fn bound(observation: &Observation) -> Judgement {
    let of_client = ["invalid_client", "unauthorized_client"];
    if of_client.iter().any(|code| names_error(observation, 3, code)) {
        return Judgement::Inconclusive("the other client is refused for itself".to_owned());
    }
    refused(observation)
}

pub(super) fn authenticated(observation: &Observation) -> Judgement {
    if is_public(observation, 1) {
        return Judgement::NotApplicable("the client has no secret".to_owned());
    }
    refused(observation)
}

pub(super) fn public_refused(observation: &Observation) -> Judgement {
    if is_public(observation, 1) { refused(observation) } else { not_public(observation) }
}

/// After an attempt that failed the token still works.
pub(super) fn survives(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || {
        if granted_at(observation, 3)? {
            return Err(Judgement::NotApplicable("the attempt that should fail succeeded".to_owned()));
        }
        granted_at(observation, 4)
    })
}

/// Three altered tokens are refused.
pub(super) fn altered_refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || {
        let granted = [3, 4, 5].map(|step| granted_at(observation, step));
        if granted.contains(&Ok(true)) {
            return Ok(false);
        }
        granted.into_iter().try_fold(true, |holds, granted| Ok(holds && !granted?))
    })
}

/// A token that was never issued is refused, and an error code, where there is one, says why.
pub(super) fn unknown_refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || {
        let granted = granted_at(observation, 6)?;
        let error = answer_at(observation, 6)?.error.as_ref();
        if !granted && error.is_none() {
            return Err(Judgement::NotApplicable("the refusal names no error code".to_owned()));
        }
        Ok(!granted && names_error(observation, 6, "invalid_grant"))
    })
}

pub(super) fn access_refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || Ok(!granted_at(observation, 7)?))
}

/// The resource takes the access token and not the refresh token.
pub(super) fn no_bearer(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1], || {
        let access = answer_at(observation, 2)?.status;
        if !(200..300).contains(&access) {
            return Err(Judgement::Inconclusive(format!("the access token is answered with {access}")));
        }
        match answer_at(observation, 3)?.status {
            200..=299 => Ok(false),
            400 | 401 | 403 => Ok(true),
            status => Err(Judgement::Inconclusive(format!("the refresh token is answered with {status}"))),
        }
    })
}

/// A token that was revoked is refused.
pub(super) fn revoked_refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || match answer_at(observation, 3)?.status {
        200..=299 => Ok(!granted_at(observation, 4)?),
        status => Err(Judgement::Inconclusive(format!("revocation is answered with {status}"))),
    })
}

pub(super) fn expired_refused(observation: &Observation) -> Judgement {
    beside_grants(observation, &CONTROLS, || Ok(!granted_at(observation, 4)?))
}

/// No way out of the authorization endpoint carries a refresh token.
pub(super) fn none_at_authorization(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else {
        let why = observation.skipped().unwrap_or("the authorization endpoint was not asked");
        return Judgement::NotAsked(why.to_owned());
    };
    if carries_refresh_token(authorized) {
        return Judgement::violated_at(authorized.channel());
    }
    if authorized.outcome == Outcome::Accepted && authorized.code.is_some() {
        return Judgement::Upheld;
    }
    Judgement::Inconclusive("no code came from the authorization endpoint".to_owned())
}

fn carries_refresh_token(authorized: &Authorized) -> bool {
    authorized.exits.iter().any(|exit| exit.parameters.first("refresh_token").is_some())
}

/// What to say of a rule about public clients where the client has a secret, or was not asked.
pub(super) fn not_public(observation: &Observation) -> Judgement {
    match (observation.exchange(1), observation.skipped()) {
        (None, Some(why)) => Judgement::NotAsked(why.to_owned()),
        _ => Judgement::NotApplicable("the client has a secret".to_owned()),
    }
}
