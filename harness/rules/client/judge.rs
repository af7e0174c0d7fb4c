//! How failed client authentication is judged.

use crate::{
    evidence::{Happened, Observation, Received, Sent, TokenAnswer},
    protocol::Parameters,
    rules::judgement::{Judgement, beside_grants, granted_at, refused_beside_control, token_answer},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A wrong secret is refused; a public client has none.
pub(super) fn refused_confidential(observation: &Observation) -> Judgement {
    if is_public(observation) {
        return no_secret();
    }
    refused_beside_control(observation)
}

/// Of one code, every altered secret is refused, and the right one is not. Where a failure ends
/// the code, the refusals have to be about the client, and the next code shows that it still can.
pub(super) fn altered_refused(observation: &Observation) -> Judgement {
    if is_public(observation) {
        return no_secret();
    }
    let usual = sent_at(observation, 5).map(shown);
    let altered = || (1..5).filter(|step| sent_at(observation, *step).map(shown) != usual);
    let answers: Result<Vec<bool>, Judgement> = altered().map(|step| granted_at(observation, step)).collect();
    match (answers, granted_at(observation, 5)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(granted), _) if granted.contains(&true) => Judgement::violated_at_token(),
        (Ok(_), Ok(true)) => Judgement::Upheld,
        (Ok(_), Ok(false)) if altered().all(|step| is_of_client(observation, step)) => {
            beside_grants(observation, &[7], || Ok(true))
        }
        _ => Judgement::Inconclusive("the code ended with the first failure".to_owned()),
    }
}

/// HTTP Basic works. Where it does not and the body does, the client may be registered for the
/// body alone, unless it was said to use the header.
pub(super) fn basic_works(observation: &Observation) -> Judgement {
    match works(observation) {
        Err(judgement) => judgement,
        Ok(Works { header: true, .. }) => Judgement::Upheld,
        Ok(Works { body: false, .. }) => nothing_works(),
        Ok(Works { by_header: true, .. }) => Judgement::violated_at_token(),
        Ok(_) => Judgement::Inconclusive("the client may be registered for its body alone".to_owned()),
    }
}

/// Credentials in the body work, where they do in the header.
pub(super) fn post_works(observation: &Observation) -> Judgement {
    match works(observation) {
        Err(judgement) => judgement,
        Ok(Works { body: true, .. }) => Judgement::Upheld,
        Ok(Works { header: true, .. }) => Judgement::violated_at_token(),
        Ok(_) => nothing_works(),
    }
}

/// What has to be encoded works by HTTP Basic, where it does in the body.
pub(super) fn encoded_basic_works(observation: &Observation) -> Judgement {
    match works(observation) {
        Err(judgement) => judgement,
        Ok(_) if !observation.subject.encodes => {
            Judgement::NotApplicable("the client's id and secret need no encoding".to_owned())
        }
        Ok(Works { header: true, .. }) => Judgement::Upheld,
        Ok(Works { body: true, .. }) => Judgement::violated_at_token(),
        Ok(_) => nothing_works(),
    }
}

/// Two ids are refused, one is not.
pub(super) fn two_ids_refused(observation: &Observation) -> Judgement {
    if is_public(observation) {
        return no_secret();
    }
    refused_beside_control(observation)
}

/// A client without a secret gets nothing in its own name, while the server gives tokens.
pub(super) fn own_token_refused(observation: &Observation) -> Judgement {
    match granted_at(observation, 0) {
        Err(judgement) => judgement,
        Ok(true) => Judgement::violated_at_token(),
        Ok(false) => beside_grants(observation, &[2], || Ok(true)),
    }
}

/// What is answered to a wrong secret tells nothing that an unknown id would not.
pub(super) fn alike(observation: &Observation) -> Judgement {
    if is_public(observation) {
        return no_secret();
    }
    match (token_answer(observation, 0), token_answer(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(wrong), Ok(unknown)) if wrong.succeeded() || unknown.succeeded() => {
            Judgement::NotApplicable("a token came instead of an error".to_owned())
        }
        (Ok(wrong), Ok(unknown)) => Judgement::holds(tells(wrong) == tells(unknown)),
    }
}

/// The code is the defined one; an answer that names none is another rule's matter.
pub(super) fn invalid_client(observation: &Observation) -> Judgement {
    match token_answer(observation, 0) {
        Err(judgement) => judgement,
        Ok(answer) if answer.succeeded() => {
            Judgement::NotApplicable("a token came instead of an error".to_owned())
        }
        Ok(answer) => match &answer.error {
            None => Judgement::NotApplicable("the answer names no error code".to_owned()),
            Some(error) => Judgement::holds(error.as_str() == "invalid_client"),
        },
    }
}

pub(super) fn challenged(observation: &Observation) -> Judgement {
    match (token_answer(observation, 0), by_header(observation)) {
        (Err(judgement), _) => judgement,
        (_, None) => Judgement::NotApplicable("the client does not authenticate by header".to_owned()),
        (Ok(answer), _) if answer.succeeded() => {
            Judgement::NotApplicable("a token came instead of an error".to_owned())
        }
        (Ok(answer), Some(received)) => {
            Judgement::holds(answer.status == 401 && received.header("www-authenticate").is_some())
        }
    }
}

/// The answer to the first token request, if its client authenticated by header.
fn by_header(observation: &Observation) -> Option<&Received> {
    observation.happened.iter().find_map(|happened| match happened {
        Happened::Redeemed(exchange, _) => {
            let header = exchange.sent.headers.iter().any(|(name, _)| *name == "authorization");
            header.then_some(exchange.received.as_ref().ok()).flatten()
        }
        _ => None,
    })
}

/// Whether there were token requests, and none shows a secret.
fn is_public(observation: &Observation) -> bool {
    let asked = observation.happened.iter().any(|happened| matches!(happened, Happened::Redeemed(..)));
    let in_body = |sent: &Sent| sent.body.as_deref().is_some_and(|body| body.contains("client_secret="));
    asked && by_header(observation).is_none() && !observation.exchanges().any(|it| in_body(&it.sent))
}

fn no_secret() -> Judgement {
    Judgement::NotApplicable("the client has no secret".to_owned())
}

fn nothing_works() -> Judgement {
    Judgement::Inconclusive("its credentials are refused wherever they are".to_owned())
}

/// What works of the ways to show a secret.
struct Works {
    header: bool,
    body: bool,
    /// Whether the client usually uses the header.
    by_header: bool,
}

/// # Errors
/// With the judgement that follows where that is not known.
fn works(observation: &Observation) -> Result<Works, Judgement> {
    if is_public(observation) {
        return Err(no_secret());
    }
    let by_header = sent_at(observation, 1).and_then(credentials).is_some();
    let usual = granted_at(observation, 1)?;
    let (header, body) = (granted_at(observation, 3)?, granted_at(observation, 5)?);
    Ok(Works { header: header || usual && by_header, body: body || usual && !by_header, by_header })
}

/// What an error says of its cause.
fn tells(answer: &TokenAnswer) -> (u16, Option<&str>, Option<&str>) {
    (answer.status, answer.error.as_ref().map(crate::protocol::ErrorCode::as_str), answer.description())
}

/// Whether the refusal at that step is one of the client, not of its code.
fn is_of_client(observation: &Observation, step: usize) -> bool {
    observation.answer(step).is_some_and(|answer| {
        answer.status == 401 || answer.error.as_ref().is_some_and(|error| error.as_str() == "invalid_client")
    })
}

fn sent_at(observation: &Observation, step: usize) -> Option<&Sent> {
    observation.exchange(step).map(|exchange| &exchange.sent)
}

/// The id and secret in a request, wherever they are.
fn shown(sent: &Sent) -> (Option<String>, Option<String>) {
    let form = Parameters::parse(sent.body.as_deref().unwrap_or_default());
    (credentials(sent), form.first("client_secret"))
}

/// What stands in `Authorization: Basic`.
fn credentials(sent: &Sent) -> Option<String> {
    let (_, header) = sent.headers.iter().find(|(name, _)| *name == "authorization")?;
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    Some(String::from_utf8_lossy(&decoded).into_owned())
}
