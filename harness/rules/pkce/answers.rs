//! How the answers to authorization requests with odd challenges are judged.

use super::judge::{authorized_at, error_of, issued_at, unused};
use crate::{
    evidence::{Authorized, Happened, Observation, Outcome},
    protocol::Parameters,
    rules::judgement::{Judgement, Violation},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A client without a secret gets no code without a challenge.
pub(super) fn refused_public(observation: &Observation) -> Judgement {
    match has_secret(observation) {
        Some(false) => refused(observation, 0, 1),
        Some(true) => Judgement::NotApplicable("the client has a secret".to_owned()),
        None => unknown_client(observation),
    }
}

/// A client with a secret gets none either.
pub(super) fn refused_confidential(observation: &Observation) -> Judgement {
    match has_secret(observation) {
        Some(true) => refused(observation, 0, 1),
        Some(false) => Judgement::NotApplicable("the client has no secret".to_owned()),
        None => unknown_client(observation),
    }
}

/// The request is refused, and if that has a name, it is `invalid_request`.
pub(super) fn invalid_request(observation: &Observation) -> Judgement {
    match (refused(observation, 0, 1), named_at(observation, 0)) {
        (Judgement::Upheld, Some((authorized, error))) => holds(error == "invalid_request", authorized),
        (judgement, _) => judgement,
    }
}

/// The same, where a code may come as well.
pub(super) fn invalid_request_if_refused(observation: &Observation) -> Judgement {
    match (refused(observation, 0, 1), named_at(observation, 0)) {
        (Judgement::Violated(_), _) => Judgement::NotApplicable("a challenge is not required".to_owned()),
        (Judgement::Upheld, Some((authorized, error))) => holds(error == "invalid_request", authorized),
        (Judgement::Upheld, None) => {
            Judgement::NotApplicable("the refusal does not go back to the client".to_owned())
        }
        (judgement, _) => judgement,
    }
}

/// Where no code comes without a challenge, none comes with an empty one.
pub(super) fn empty_is_none(observation: &Observation) -> Judgement {
    match issued_at(observation, 0) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::NotApplicable("a challenge is not required".to_owned()),
        Ok(false) => refused(observation, 1, 2),
    }
}

/// The challenge is neither in the answer nor in its code.
pub(super) fn challenge_kept(observation: &Observation) -> Judgement {
    let issued = unused(observation).map_or_else(|| issued_at(observation, 0), Err);
    let authorized = match (issued, authorized_at(observation, 0)) {
        (Err(judgement), _) => return judgement,
        (Ok(true), Some(authorized)) => authorized,
        _ => return Judgement::Inconclusive("an ordinary request brought no code".to_owned()),
    };
    let query = authorized.request().sent.url.split_once('?').map_or("", |(_, query)| query);
    let challenge = Parameters::parse(query).first("code_challenge").unwrap_or_default();
    let values = authorized.exits.iter().flat_map(|exit| exit.parameters.iter());
    let told = values.map(crate::protocol::Parameter::decoded_value).any(|value| tells(&value, &challenge));
    holds(!told, authorized)
}

/// Whether anyone can read `hidden` in `text`: as it is, or in a part that is only encoded.
fn tells(text: &str, hidden: &str) -> bool {
    let parts = text.split('.').filter_map(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok());
    let mut readable = parts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    !hidden.is_empty() && (text.contains(hidden) || readable.any(|part| part.contains(hidden)))
}

/// The request at `probed` is refused, and an ordinary one at `control` goes on.
fn refused(observation: &Observation, probed: usize, control: usize) -> Judgement {
    if let Some(judgement) = unused(observation) {
        return judgement;
    }
    let goes_on =
        authorized_at(observation, control).is_some_and(|control| control.outcome == Outcome::Accepted);
    match (issued_at(observation, probed), authorized_at(observation, probed)) {
        (Err(judgement), _) => judgement,
        (Ok(true), Some(authorized)) => violated(authorized),
        _ if goes_on => Judgement::Upheld,
        _ => Judgement::Inconclusive("the control, an ordinary request, was refused too".to_owned()),
    }
}

/// The error at that step, and its answer.
fn named_at(observation: &Observation, step: usize) -> Option<(&Authorized, String)> {
    let authorized = authorized_at(observation, step)?;
    Some((authorized, error_of(authorized)?))
}

/// Whether the client shows a secret when it redeems; nothing if it redeemed nothing.
fn has_secret(observation: &Observation) -> Option<bool> {
    observation.happened.iter().find_map(|happened| match happened {
        Happened::Redeemed(exchange, _) => {
            let sent = &exchange.sent;
            let in_body = sent.body.as_deref().is_some_and(|body| body.contains("client_secret="));
            Some(in_body || sent.headers.iter().any(|(name, _)| *name == "authorization"))
        }
        _ => None,
    })
}

fn unknown_client(observation: &Observation) -> Judgement {
    let why = observation.skipped().unwrap_or("it is not known whether the client has a secret");
    Judgement::NotAsked(why.to_owned())
}

fn holds(holds: bool, authorized: &Authorized) -> Judgement {
    if holds { Judgement::Upheld } else { violated(authorized) }
}

fn violated(authorized: &Authorized) -> Judgement {
    Judgement::Violated(Violation { severity: None, channel: authorized.channel() })
}
