//! The pure heart of a stand-in.

use super::{
    authorize, redeem,
    reply::Reply,
    request::{Endpoint, Request},
    state::ServerState,
};
use crate::{behaviour::Behaviour, clock::Moment};

/// What a server that behaves so, in that state, answers to a request at that moment; the state
/// becomes what it is afterwards.
pub fn decide(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    match request.endpoint {
        Endpoint::Authorization if matches!(request.method.as_str(), "GET" | "POST") => {
            authorize::decide(behaviour, state, request, now)
        }
        Endpoint::Token
            if request.method == "POST"
                || request.method == "GET" && behaviour.token.answers_get == Some(true) =>
        {
            redeem::decide(behaviour, state, request, now)
        }
        Endpoint::Authorization | Endpoint::Token => {
            let allowed = if request.endpoint == Endpoint::Token { "POST" } else { "GET, POST" };
            Reply::page(405, "Method not allowed", "This endpoint does not answer this method.")
                .with("allow", allowed)
        }
        Endpoint::Unknown => Reply::page(404, "Not found", "There is no such page."),
    }
}
