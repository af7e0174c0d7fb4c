//! Whether what the metadata document says is so.

use super::{
    judge::{document, texts},
    plan::GRANT_TYPES,
};
use crate::{
    evidence::{Authorized, Happened, Observation, Outcome, TokenAnswer},
    probe::{Service, Step},
    protocol::ErrorCode,
    rules::judgement::{Judgement, answer_at},
};

/// Something answers at the endpoint, and not that there is nothing.
pub(super) fn endpoint_alive(observation: &Observation) -> Judgement {
    let document = match document(observation, 0) {
        Ok(document) => document,
        Err(judgement) => return judgement,
    };
    let service = match observation.probe.steps.get(1) {
        Some(Step::Call(call)) => call.to,
        _ => Service::Token,
    };
    if !document.contains_key(&format!("{service}_endpoint")) {
        return Judgement::NotApplicable(format!("the document names no {service} endpoint"));
    }
    match answer_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(answer) if matches!(answer.status, 404 | 405 | 410) => Judgement::holds(false),
        Ok(answer) if is_page(answer) || !matches!(answer.status, 200..=299 | 400 | 401) => {
            Judgement::Inconclusive(format!("an answer of {} does not tell what is there", answer.status))
        }
        Ok(_) => Judgement::Upheld,
    }
}

fn is_page(answer: &TokenAnswer) -> bool {
    answer.media_type.as_deref().is_some_and(|media_type| media_type.contains("html"))
}

/// What is not listed does not work, and `code`, which does, is listed. A listed one that is
/// refused says nothing: this client may not be registered for it.
pub(super) fn response_types(observation: &Observation) -> Judgement {
    let listed = match document(observation, 0).map(|document| texts(document, "response_types_supported")) {
        Err(judgement) => return judgement,
        Ok(None) => return Judgement::NotApplicable("the document lists no response types".to_owned()),
        Ok(Some(listed)) => listed,
    };
    let (Some(implicit), Some(usual)) = (authorized_at(observation, 1), authorized_at(observation, 2)) else {
        let why = observation.skipped().unwrap_or("the authorization endpoint was not asked");
        return Judgement::NotAsked(why.to_owned());
    };
    if let Some(lost) = &observation.control_lost {
        return Judgement::Inconclusive(lost.clone());
    }
    let [code, token] = ["code", "token"].map(|name| listed.contains(&name));
    let token_came = implicit
        .exits
        .iter()
        .any(|exit| exit.parameters.first("access_token").is_some_and(|it| !it.is_empty()));
    match (implicit.outcome, usual.outcome) {
        _ if token_came && !token => Judgement::holds(false),
        (_, Outcome::Accepted) if !code => Judgement::holds(false),
        (_, Outcome::Accepted) if token_came => Judgement::Upheld,
        (Outcome::Refused, Outcome::Accepted) if !token => Judgement::Upheld,
        (Outcome::Refused, Outcome::Accepted) => Judgement::Inconclusive(
            "token is listed and refused to this client, which may not be registered for it".to_owned(),
        ),
        _ => Judgement::Inconclusive(
            "whether the server supports them does not show before a login".to_owned(),
        ),
    }
}

fn authorized_at(observation: &Observation, step: usize) -> Option<&Authorized> {
    match observation.happened.get(step)? {
        Happened::Authorized(authorized) => Some(authorized.as_ref()),
        _ => None,
    }
}

/// Each grant type is listed if the server takes it, and not listed if the server says that it
/// does not support it.
pub(super) fn grant_types(observation: &Observation) -> Judgement {
    let listed = match document(observation, 0) {
        Err(judgement) => return judgement,
        Ok(document) if !document.contains_key("grant_types_supported") => {
            vec!["authorization_code", "implicit"]
        }
        Ok(document) => match texts(document, "grant_types_supported") {
            Some(listed) => listed,
            None => {
                return Judgement::NotApplicable("the grant types of the document are no list".to_owned());
            }
        },
    };
    let mut told = Vec::new();
    for (at, name) in GRANT_TYPES.iter().enumerate() {
        match answer_at(observation, at + 1) {
            Err(judgement) => return judgement,
            Ok(answer) => told.extend(takes_grant(answer).map(|takes| (takes, listed.contains(name)))),
        }
    }
    if told.iter().any(|(takes, listed)| takes != listed) {
        return Judgement::holds(false);
    }
    // That a grant type is unsupported counts beside one that is not.
    if told.iter().any(|(takes, _)| *takes) {
        return Judgement::Upheld;
    }
    Judgement::Inconclusive("no answer tells whether the server supports a grant type".to_owned())
}

/// Whether the server takes a grant of that type, where the answer tells.
fn takes_grant(answer: &TokenAnswer) -> Option<bool> {
    if answer.succeeded() {
        return Some(true);
    }
    match answer.error.as_ref()?.as_str() {
        "unsupported_grant_type" => Some(false),
        "invalid_grant" | "invalid_scope" => Some(true),
        _ => None,
    }
}

/// A secret works where the list says it may stand, and nowhere else. One that is refused where
/// it is listed says nothing: this client may not be registered for it.
pub(super) fn auth_methods(observation: &Observation) -> Judgement {
    let listed = match document(observation, 0) {
        Err(judgement) => return judgement,
        Ok(document) if !document.contains_key("token_endpoint_auth_methods_supported") => {
            vec!["client_secret_basic"]
        }
        Ok(document) => match texts(document, "token_endpoint_auth_methods_supported") {
            Some(listed) => listed,
            None => return Judgement::NotApplicable("the methods of the document are no list".to_owned()),
        },
    };
    let by_header = observation
        .exchange(2)
        .is_some_and(|exchange| exchange.sent.headers.iter().any(|(name, _)| *name == "authorization"));
    if observation.skipped().is_none() && !by_header {
        return Judgement::NotApplicable("the client has no secret".to_owned());
    }
    let accepted = |step| answer_at(observation, step).map(accepts_client);
    let (without, header, body) = match (accepted(1), accepted(2), accepted(3)) {
        (Err(judgement), ..) | (_, Err(judgement), _) | (.., Err(judgement)) => return judgement,
        (Ok(without), Ok(header), Ok(body)) => (without, header, body),
    };
    if without != Some(false) {
        let why = "the client is not refused without its secret, so its secret may not have been looked at";
        return Judgement::Inconclusive(why.to_owned());
    }
    let unlisted = |accepted, name| accepted == Some(true) && !listed.contains(&name);
    if unlisted(header, "client_secret_basic") || unlisted(body, "client_secret_post") {
        return Judgement::holds(false);
    }
    if header == Some(true) || body == Some(true) {
        return Judgement::Upheld;
    }
    Judgement::Inconclusive("the client is refused with its secret too".to_owned())
}

/// Whether the answer to a code that was never issued shows that the client was accepted; nothing
/// where it does not tell.
fn accepts_client(answer: &TokenAnswer) -> Option<bool> {
    match answer.error.as_ref().map(ErrorCode::as_str) {
        Some("invalid_client") => Some(false),
        _ if answer.status == 401 => Some(false),
        Some("invalid_grant") => Some(true),
        _ => None,
    }
}
