//! How a resource's answers to bearer tokens are judged.

use crate::{
    evidence::{Observation, Received, TokenAnswer},
    rules::{
        judgement::{Judgement, answer_at},
        service::told,
    },
};

/// Where the token is asked for in each way, as in the plan.
const ANONYMOUS: usize = 2;
const HEADER: usize = 3;
const LOWER_CASE: usize = 4;
const QUERY: usize = 5;
const FORM: usize = 6;
const TWO_WAYS: usize = 7;

/// The error codes of RFC 6750 section 3.1.
const ERRORS: [&str; 3] = ["invalid_request", "invalid_token", "insufficient_scope"];

/// The header is taken, however its scheme is written; a token that is taken nowhere may be no
/// good there.
pub(super) fn header(observation: &Observation) -> Judgement {
    told(|| {
        wants_token(observation, ANONYMOUS)?;
        if let Some(scheme) = other_scheme(observation) {
            return Ok(Judgement::NotApplicable(format!("the resource wants the scheme {scheme}")));
        }
        let (usual, lower) = (taken(observation, HEADER)?, taken(observation, LOWER_CASE)?);
        let elsewhere = [QUERY, FORM].into_iter().any(|way| taken(observation, way) == Ok(true));
        if !usual && !lower && !elsewhere {
            return Ok(Judgement::Inconclusive("the resource takes the token in no way".to_owned()));
        }
        Ok(Judgement::holds(usual && lower))
    })
}

pub(super) fn query_refused(observation: &Observation) -> Judgement {
    told(|| {
        taken_in_header(observation)?;
        Ok(Judgement::holds(!taken(observation, QUERY)?))
    })
}

/// Where a token in the query is taken, no shared cache may keep the answer.
pub(super) fn query_private(observation: &Observation) -> Judgement {
    told(|| {
        taken_in_header(observation)?;
        if !taken(observation, QUERY)? {
            return Ok(Judgement::Upheld);
        }
        let received = received(observation, QUERY)?;
        let value = received.header("cache-control").unwrap_or_default().to_ascii_lowercase();
        // A field can follow `private`; `no-store` forbids more than is asked for.
        let kept_private =
            |part: &str| matches!(part.split('=').next().unwrap_or_default().trim(), "private" | "no-store");
        Ok(Judgement::holds(value.split(',').any(kept_private)))
    })
}

/// Two ways at once are an error, where each of them is a way.
pub(super) fn one_method(observation: &Observation) -> Judgement {
    told(|| {
        taken_in_header(observation)?;
        if !taken(observation, FORM)? {
            return Ok(Judgement::NotApplicable("a token in a form is not taken".to_owned()));
        }
        taken(observation, TWO_WAYS)?;
        Ok(Judgement::holds(answer_at(observation, TWO_WAYS)?.status == 400))
    })
}

/// A refusal says that a Bearer token is wanted: without a token, and with a bad one.
pub(super) fn challenge(observation: &Observation) -> Judgement {
    told(|| {
        wants_token(observation, 0)?;
        for step in [0, 1] {
            if !taken(observation, step)? && !challenges(received(observation, step)?) {
                return Ok(Judgement::violated_at_token());
            }
        }
        Ok(Judgement::Upheld)
    })
}

pub(super) fn no_error_code(observation: &Observation) -> Judgement {
    told(|| {
        wants_token(observation, 0)?;
        let error = error(answer_at(observation, 0)?, received(observation, 0)?);
        Ok(Judgement::holds(error.is_none()))
    })
}

/// A bad token is 401, and the error, where one is named, is `invalid_token`.
pub(super) fn status_401(observation: &Observation) -> Judgement {
    told(|| {
        wants_token(observation, 0)?;
        if taken(observation, 1)? {
            return Ok(Judgement::violated_at_token());
        }
        let answer = answer_at(observation, 1)?;
        let error = error(answer, received(observation, 1)?);
        let named = error.is_none_or(|error| error == "invalid_token");
        Ok(Judgement::holds(answer.status == 401 && named))
    })
}

/// What an ordinary token opens and a narrow one does not is refused with 403, and the error,
/// where one is named, says that it is about the scope.
pub(super) fn status_403(observation: &Observation) -> Judgement {
    told(|| {
        if taken(observation, 2)? {
            return Ok(Judgement::NotApplicable("the token that was asked for opens it as well".to_owned()));
        }
        if !taken(observation, 5)? {
            return Ok(Judgement::Inconclusive("the control, an ordinary token, was refused".to_owned()));
        }
        let answer = answer_at(observation, 2)?;
        let error = error(answer, received(observation, 2)?);
        let named = error.is_none_or(|error| error == "insufficient_scope");
        Ok(Judgement::holds(answer.status == 403 && named))
    })
}

/// The scheme in which the token was sent in a header, as the scenario states it, if it is none of
/// RFC 6750.
fn other_scheme(observation: &Observation) -> Option<String> {
    let sent = &observation.exchange(HEADER)?.sent;
    let (_, value) = sent.headers.iter().find(|(name, _)| *name == "authorization")?;
    let (scheme, _) = value.split_once(' ')?;
    (!scheme.eq_ignore_ascii_case("Bearer")).then(|| scheme.to_owned())
}

/// Goes on only where the resource refuses who brings no token, as asked at that step.
fn wants_token(observation: &Observation, step: usize) -> Result<(), Judgement> {
    if taken(observation, step)? {
        return Err(Judgement::NotApplicable("the resource wants no token".to_owned()));
    }
    Ok(())
}

/// Goes on only where it does, and takes a good one in the header: the control beside the rest.
fn taken_in_header(observation: &Observation) -> Result<(), Judgement> {
    wants_token(observation, ANONYMOUS)?;
    if taken(observation, HEADER)? {
        return Ok(());
    }
    Err(Judgement::Inconclusive("the control, a token in the header, was refused".to_owned()))
}

/// Whether the resource was given at that step; if not, it was refused.
fn taken(observation: &Observation, step: usize) -> Result<bool, Judgement> {
    let answer = answer_at(observation, step)?;
    match answer.status {
        200..=299 => Ok(true),
        // A form cannot be brought where only GET is answered: then it is not taken.
        405 | 415 if matches!(step, FORM | TWO_WAYS) => Ok(false),
        400 | 401 | 403 => Ok(false),
        status => Err(Judgement::Inconclusive(format!("the resource answered {status}"))),
    }
}

fn received(observation: &Observation, step: usize) -> Result<&Received, Judgement> {
    let exchange = observation.exchange(step).and_then(|exchange| exchange.received.as_ref().ok());
    exchange.ok_or_else(|| Judgement::Inconclusive("the resource did not answer".to_owned()))
}

/// Whether one of its challenges, of which a field can hold several, is for a Bearer token.
fn challenges(received: &Received) -> bool {
    let is_bearer = |part: &str| {
        part.split_whitespace().next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("Bearer"))
    };
    fields(received).any(|value| value.split(',').any(is_bearer))
}

/// The error code of a refusal: in a challenge, or one of the defined ones in the body.
fn error(answer: &TokenAnswer, received: &Received) -> Option<String> {
    let challenged = fields(received).find_map(|value| {
        let parameter = |part: &str| {
            let last = part.split_whitespace().last()?;
            last.strip_prefix("error=").map(|error| error.trim_matches('"').to_owned())
        };
        value.split(',').find_map(parameter)
    });
    let in_body = || answer.error.as_ref().map(|error| error.as_str().to_owned());
    challenged.or_else(|| in_body().filter(|error| ERRORS.contains(&error.as_str())))
}

fn fields(received: &Received) -> impl Iterator<Item = String> {
    let fields = received.headers.iter().filter(|(name, _)| name == "www-authenticate");
    fields.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
}
