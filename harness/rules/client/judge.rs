//! How failed client authentication is judged.

use crate::{
    evidence::{Happened, Observation, Received},
    rules::judgement::{Judgement, refused_beside_control, token_answer},
};

/// A wrong secret is refused; a public client has none.
pub(super) fn refused_confidential(observation: &Observation) -> Judgement {
    if by_header(observation).is_none() && !in_body(observation) {
        return Judgement::NotApplicable("the client has no secret".to_owned());
    }
    refused_beside_control(observation)
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

fn in_body(observation: &Observation) -> bool {
    observation
        .exchanges()
        .any(|exchange| exchange.sent.body.as_deref().is_some_and(|body| body.contains("client_secret=")))
}
