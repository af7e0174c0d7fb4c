//! How redemptions with odd challenges and verifiers are judged.

use crate::{
    evidence::{Authorized, Happened, Observation, Outcome},
    probe::Step,
    rules::judgement::{Judgement, answer_at, beside_grants, granted_at, refused_beside_control},
};

/// The redemption is refused, an ordinary one is not; a client without PKCE has no challenge.
pub(super) fn refused(observation: &Observation) -> Judgement {
    unused(observation).unwrap_or_else(|| refused_beside_control(observation))
}

/// After an ordinary redemption, the odd code is not given, or not redeemed.
pub(super) fn never_redeemed(observation: &Observation) -> Judgement {
    unused(observation).unwrap_or_else(|| {
        beside_grants(observation, &[1], || Ok(!issued_at(observation, 2)? || !granted_at(observation, 3)?))
    })
}

/// The longest verifier works, a longer one does not.
pub(super) fn up_to_128(observation: &Observation) -> Judgement {
    let holds = || {
        let longest = issued_at(observation, 2)? && granted_at(observation, 3)?;
        Ok(longest && (!issued_at(observation, 4)? || !granted_at(observation, 5)?))
    };
    unused(observation).unwrap_or_else(|| beside_grants(observation, &[1], holds))
}

/// The second pair works, as the first one does.
pub(super) fn second_works(observation: &Observation) -> Judgement {
    beside_grants(observation, &[1], || Ok(issued_at(observation, 2)? && granted_at(observation, 3)?))
}

/// A code with a challenge is redeemed, or at least none without one is.
pub(super) fn first_works(observation: &Observation) -> Judgement {
    match granted_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::Upheld,
        Ok(false) => beside_grants(observation, &[3], || Ok(false)),
    }
}

/// After three wrong verifiers the right one is refused, while the next code works.
pub(super) fn ends_after_tries(observation: &Observation) -> Judgement {
    if let Some(judgement) = unused(observation) {
        return judgement;
    }
    let wrong: Result<Vec<bool>, Judgement> = (1..4).map(|step| granted_at(observation, step)).collect();
    match wrong {
        Err(judgement) => judgement,
        Ok(granted) if granted.contains(&true) => {
            Judgement::NotApplicable("a wrong verifier is accepted".to_owned())
        }
        Ok(_) => beside_grants(observation, &[6], || Ok(!granted_at(observation, 4)?)),
    }
}

/// Metadata names methods.
pub(super) fn names_methods(observation: &Observation) -> Judgement {
    match methods(observation) {
        Err(judgement) => judgement,
        Ok(listed) => Judgement::holds(listed.is_some_and(|listed| !listed.is_empty())),
    }
}

/// What metadata names works, and nothing else; one of them has to, or nothing is known.
pub(super) fn methods_are_true(observation: &Observation) -> Judgement {
    let listed = match methods(observation) {
        Err(judgement) => return judgement,
        Ok(None) => return Judgement::NotApplicable("the metadata names no challenge methods".to_owned()),
        Ok(Some(listed)) => listed,
    };
    let works = |step| Ok(issued_at(observation, step)? && granted_at(observation, step + 1)?);
    match (works(1), works(3)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(false), Ok(false)) => Judgement::Inconclusive("neither S256 nor plain works".to_owned()),
        (Ok(s256), Ok(plain)) => {
            let names = |method: &str| listed.iter().any(|listed| listed == method);
            Judgement::holds(names("S256") == s256 && names("plain") == plain)
        }
    }
}

/// The methods that metadata names, if it names any.
fn methods(observation: &Observation) -> Result<Option<Vec<String>>, Judgement> {
    let answer = answer_at(observation, 0)?;
    let members = match &answer.json {
        Some(members) if (200..300).contains(&answer.status) => members,
        _ => return Err(Judgement::Inconclusive(format!("the metadata came with {}", answer.status))),
    };
    let listed = members.get("code_challenge_methods_supported").and_then(|listed| listed.as_array());
    Ok(listed.map(|listed| listed.iter().filter_map(|method| method.as_str().map(str::to_owned)).collect()))
}

/// What there is to say where an ordinary request of the client has no challenge.
pub(super) fn unused(observation: &Observation) -> Option<Judgement> {
    let ordinary = observation.probe.steps.iter().zip(&observation.happened).find_map(|it| match it {
        (Step::Authorize(asked), Happened::Authorized(answer)) if asked.changes.is_empty() => Some(answer),
        _ => None,
    });
    let challenged = ordinary.is_none_or(|answer| answer.request().sent.url.contains("code_challenge="));
    (!challenged).then(|| Judgement::NotApplicable("the client does not use PKCE".to_owned()))
}

/// Whether a code came at that step; if not, the request was recognisably refused.
///
/// # Errors
/// With the judgement that follows where it was neither.
pub(super) fn issued_at(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let Some(authorized) = authorized_at(observation, step) else {
        return Err(match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None => Judgement::Inconclusive("no authorization request was sent".to_owned()),
        });
    };
    let troubled = ["server_error", "temporarily_unavailable"];
    match (authorized.outcome, error_of(authorized)) {
        _ if authorized.code.is_some() => Ok(true),
        (_, Some(error)) if troubled.contains(&error.as_str()) => {
            Err(Judgement::Inconclusive(format!("the server said {error}")))
        }
        (_, Some(_)) | (Outcome::Refused, None) => Ok(false),
        (Outcome::Accepted, None) => {
            Err(Judgement::NotAsked("no code came from the authorization endpoint".to_owned()))
        }
        (Outcome::Redirected | Outcome::Unclear, None) => {
            let because =
                authorized.because.as_deref().unwrap_or("the answer is neither a code nor an error");
            Err(Judgement::Inconclusive(because.to_owned()))
        }
    }
}

pub(super) fn authorized_at(observation: &Observation, step: usize) -> Option<&Authorized> {
    match observation.happened.get(step)? {
        Happened::Authorized(authorized) => Some(authorized),
        _ => None,
    }
}

/// The error that an answer sends the browser on with.
pub(super) fn error_of(authorized: &Authorized) -> Option<String> {
    authorized.exits.iter().find_map(|exit| exit.error().filter(|error| !error.is_empty()))
}
