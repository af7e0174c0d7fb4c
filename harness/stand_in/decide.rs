//! The pure heart of a stand-in.

use super::{
    authorize, consent,
    dress::dressed,
    introspect, metadata, register,
    reply::Reply,
    request::{Endpoint, Request},
    resource, revoke,
    state::ServerState,
    token,
};
use crate::{behaviour::Behaviour, clock::Moment};

/// How a stand-in comes to its answers: [`decide`], or
/// [`decide_asking`](super::decide_asking) where a person is asked.
pub type Decide = fn(&Behaviour, &mut ServerState, &Request, Moment) -> Reply;

/// What a server that behaves so, in that state, answers to a request at that moment; the state
/// becomes what it is afterwards. Nobody is asked: a request that is in order gets its code.
pub fn decide(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    match request.endpoint {
        Endpoint::Authorization if behaviour.authorization.answers(&request.method) => {
            let reply = authorize::examine(behaviour, state, request)
                .map_or_else(|refusal| *refusal, |pending| pending.unattended(behaviour, state, now));
            dressed(&behaviour.authorization, request, reply)
        }
        Endpoint::Consent if request.method == "POST" && state.asks => {
            let reply = consent::of_the_user(behaviour, state, request, now);
            dressed(&behaviour.authorization, request, reply)
        }
        Endpoint::Token
            if request.method == "POST"
                || request.method == "GET" && behaviour.token.answers_get == Some(true) =>
        {
            token::decide(behaviour, state, request, now)
        }
        Endpoint::Revocation if takes(request, behaviour.revocation.answers_get) => {
            revoke::decide(behaviour, state, request, now)
        }
        Endpoint::Introspection if takes(request, behaviour.introspection.answers_get) => {
            introspect::decide(behaviour, state, request, now)
        }
        Endpoint::Resource => resource::decide(behaviour, state, request, now),
        Endpoint::Metadata => metadata::decide(behaviour, state, request),
        Endpoint::Registration => register::decide(behaviour, state, request),
        Endpoint::Authorization => not_allowed("GET, POST"),
        Endpoint::Token | Endpoint::Revocation | Endpoint::Introspection => not_allowed("POST"),
        Endpoint::Login | Endpoint::Consent | Endpoint::Clock | Endpoint::Unknown => {
            Reply::page(404, "Not found", "There is no such page.")
        }
    }
}

/// Whether an endpoint for forms takes the method of this request.
fn takes(request: &Request, answers_get: Option<bool>) -> bool {
    request.method == "POST" || request.method == "GET" && answers_get == Some(true)
}

/// The answer to a method that an endpoint does not have (RFC 9110 section 15.5.6).
pub(super) fn not_allowed(allowed: &str) -> Reply {
    Reply::page(405, "Method not allowed", "This endpoint does not answer this method.")
        .with("allow", allowed)
}
