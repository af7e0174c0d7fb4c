//! How the token endpoint, and those that authenticate as it does, say no (RFC 6749 section 5.2).

use super::{reply::Reply, request::Request};
use crate::{
    behaviour::{Behaviour, BodyShape, ClientChallenge, ErrorAnswer},
    protocol::Parameters,
};

/// A refusal: what the behaviour states for its cause, and what the standard says otherwise.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    stated: Box<ErrorAnswer>,
    usual: Box<ErrorAnswer>,
}

impl Refusal {
    /// What is stated for the cause, and this error code otherwise.
    pub(super) fn or(stated: Option<&ErrorAnswer>, code: &str) -> Self {
        Self {
            stated: Box::new(stated.cloned().unwrap_or_default()),
            usual: Box::new(ErrorAnswer::code(code)),
        }
    }

    /// A refusal with this error code.
    pub(super) fn code(code: &str) -> Self {
        Self::or(None, code)
    }

    /// A refusal of a client that failed to authenticate.
    pub(super) fn of_client(stated: Option<&ErrorAnswer>) -> Self {
        let refusal = Self::or(stated, "invalid_client");
        Self { usual: Box::new(ErrorAnswer { status: Some(401), ..*refusal.usual }), ..refusal }
    }

    /// The same at an endpoint that is not the token endpoint, whose errors are its own.
    pub(super) fn elsewhere(&self, challenges: bool) -> Reply {
        challenged(&self.stated.or(&self.usual), challenges).with("cache-control", "no-store")
    }

    /// The same, where its description repeats what a parameter said.
    pub(super) fn telling(mut self, parameters: &Parameters) -> Self {
        if let Some(description) = &mut self.stated.description {
            for parameter in parameters.iter() {
                let place = format!("{{{}}}", parameter.decoded_name());
                *description = description.replace(&place, &parameter.decoded_value());
            }
        }
        self
    }

    /// What is stated for the cause comes first, then what all errors share, then the usual.
    pub(super) fn reply(&self, behaviour: &Behaviour, request: &Request) -> Reply {
        let all = behaviour.token.errors.all.clone().unwrap_or_default();
        let mut answer = self.stated.or(&all).or(&self.usual);
        let shape = answer.body.or(behaviour.token.body.map(BodyShape::from));
        answer.body = shape.map(|shape| shape.sent(request.accepts_json));
        let errors = &behaviour.token.errors;
        challenged(&answer, challenges(behaviour, request))
            .with("cache-control", errors.cache_control.as_deref().unwrap_or("no-store"))
            .with("pragma", errors.pragma.as_deref().unwrap_or_default())
    }
}

/// Whether a refusal with status 401 comes with a challenge.
pub(super) fn challenges(behaviour: &Behaviour, request: &Request) -> bool {
    match behaviour.authentication.challenge.unwrap_or(ClientChallenge::ByHeader) {
        ClientChallenge::ByHeader => request.authorization.is_some(),
        ClientChallenge::Always => true,
        ClientChallenge::Never => false,
    }
}

/// The answer, with the challenge that a client needs which authenticated by header.
fn challenged(answer: &ErrorAnswer, challenges: bool) -> Reply {
    let reply = Reply::error(answer);
    if answer.status == Some(401) && challenges {
        reply.with("www-authenticate", "Basic realm=\"token\"")
    } else {
        reply
    }
}
