//! How the `iss` of authorization responses is judged.

use super::plan::FOREIGN;
use crate::{
    evidence::{Authorized, Exit, Happened, Observation},
    protocol::is_issuer,
    rules::{
        judgement::{Judgement, Violation},
        metadata::document,
    },
};
use serde_json::Value;

/// A response that went to the client, and every `iss` in it.
struct Response<'a> {
    authorized: &'a Authorized,
    issuers: Vec<String>,
}

/// There is an `iss` beside the code, if the server supports it.
pub(super) fn in_success(observation: &Observation) -> Judgement {
    present(observation, success(observation))
}

/// There is an `iss` beside the error, if the server supports it.
pub(super) fn in_error(observation: &Observation) -> Judgement {
    present(observation, error(observation))
}

fn present(observation: &Observation, response: Result<Response<'_>, Judgement>) -> Judgement {
    match response {
        Err(judgement) => judgement,
        Ok(response) if !response.issuers.is_empty() => Judgement::Upheld,
        Ok(response) if promised(observation) == Ok(true) || !all(observation).is_empty() => {
            verdict(false, &response)
        }
        Ok(_) => Judgement::NotApplicable(NONE.to_owned()),
    }
}

const NONE: &str = "no response has an iss, and metadata does not say that one has";

/// Every `iss` is the issuer of the document.
pub(super) fn equals_metadata(observation: &Observation) -> Judgement {
    let issuer = match document(observation, METADATA).map(|document| document.get("issuer")) {
        Err(judgement) => return judgement,
        Ok(issuer) => issuer.and_then(Value::as_str),
    };
    match issuer {
        None => Judgement::NotApplicable("the metadata document names no issuer".to_owned()),
        Some(issuer) => each(observation, |response| response.issuers.iter().all(|iss| iss == issuer)),
    }
}

pub(super) fn form(observation: &Observation) -> Judgement {
    let server = &observation.subject.server;
    each(observation, |response| response.issuers.iter().all(|iss| is_issuer(iss, server)))
}

pub(super) fn once(observation: &Observation) -> Judgement {
    each(observation, |response| response.issuers.len() == 1)
}

/// What the document says of `iss` is what the responses show.
pub(super) fn advertised(observation: &Observation) -> Judgement {
    let promised = match promised(observation) {
        Err(judgement) => return judgement,
        Ok(promised) => promised,
    };
    let sent = all(observation);
    match (promised, sent.first(), success(observation)) {
        (_, Some(first), _) => verdict(promised, first),
        (true, None, Ok(response)) => verdict(false, &response),
        (false, None, Ok(_)) => Judgement::Upheld,
        (_, None, Err(judgement)) => judgement,
    }
}

/// Whatever the request says of an issuer, the response does not repeat it.
pub(super) fn not_injectable(observation: &Observation) -> Judgement {
    match success(observation) {
        Err(judgement) => judgement,
        Ok(response) => verdict(!response.issuers.iter().any(|iss| iss.starts_with(FOREIGN)), &response),
    }
}

/// At which step the metadata document was asked for.
const METADATA: usize = 2;

/// Whether the document says that responses have an `iss` (RFC 9207 section 3).
fn promised(observation: &Observation) -> Result<bool, Judgement> {
    let document = document(observation, METADATA)?;
    Ok(document.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)))
}

/// Judges each response that has an `iss`.
fn each(observation: &Observation, holds: impl Fn(&Response<'_>) -> bool) -> Judgement {
    let responses = all(observation);
    let broken = responses.iter().find(|response| !holds(response));
    match (broken, responses.first(), success(observation)) {
        (Some(broken), ..) => verdict(false, broken),
        (None, Some(_), _) => Judgement::Upheld,
        (None, None, Ok(_)) => Judgement::NotApplicable("no response has an iss".to_owned()),
        (None, None, Err(judgement)) => judgement,
    }
}

/// The responses that have an `iss`.
fn all(observation: &Observation) -> Vec<Response<'_>> {
    let both = [success(observation), error(observation)].into_iter().flatten();
    both.filter(|response| !response.issuers.is_empty()).collect()
}

/// The response with a code.
fn success(observation: &Observation) -> Result<Response<'_>, Judgement> {
    let needed = "a callback with a code is needed, and none came without a login";
    response(observation, 0, |authorized| authorized.code_exit())
        .map_err(|why| Judgement::NotAsked(why.unwrap_or(needed).to_owned()))
}

/// The response with an error, if it went to the client.
fn error(observation: &Observation) -> Result<Response<'_>, Judgement> {
    response(observation, 1, |authorized| {
        let went = authorized.landing.is_some() && authorized.code.is_none();
        authorized.exits.iter().find(|exit| went && exit.error().is_some())
    })
    .map_err(|why| match why {
        Some(why) => Judgement::NotAsked(why.to_owned()),
        None => Judgement::NotApplicable("the error did not go to the client".to_owned()),
    })
}

/// The response at that step, read off one of its exits.
///
/// # Errors
/// With the reason why the step was not taken, if it was not.
fn response<'a>(
    observation: &'a Observation,
    step: usize,
    exit: impl FnOnce(&'a Authorized) -> Option<&'a Exit>,
) -> Result<Response<'a>, Option<&'a str>> {
    let Some(Happened::Authorized(authorized)) = observation.happened.get(step) else {
        return Err(observation.skipped().or(Some("no authorization request was sent")));
    };
    let exit = exit(authorized).ok_or(None)?;
    Ok(Response { authorized, issuers: exit.parameters.all("iss") })
}

fn verdict(holds: bool, response: &Response<'_>) -> Judgement {
    if holds {
        return Judgement::Upheld;
    }
    Judgement::Violated(Violation { severity: None, channel: response.authorized.channel() })
}
