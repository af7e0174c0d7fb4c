//! The token endpoint of a stand-in (RFC 6749 section 3.2).

use super::{
    asked::Asked, own, redeem, refresh, refusal::Refusal, reply::Reply, request::Request, state::ServerState,
};
use crate::{behaviour::Behaviour, clock::Moment};

/// What may stand in a token request only once (RFC 6749 section 3.2).
const ONCE: [&str; 8] = [
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "client_secret",
    "code_verifier",
    "refresh_token",
    "scope",
];

pub(super) fn decide(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    let asked = Asked::of(behaviour, request);
    grant(&asked, state, now)
        .unwrap_or_else(|refusal| refusal.reply(behaviour, request.authorization.is_some()))
}

fn grant(asked: &Asked<'_>, state: &mut ServerState, now: Moment) -> Result<Reply, Refusal> {
    let errors = &asked.behaviour.token.errors;
    if asked.behaviour.token.accepts_duplicates != Some(true) && asked.repeats(&ONCE) {
        return Err(Refusal::code("invalid_request"));
    }
    let client = asked.client(state)?;
    match asked.given("grant_type").as_deref() {
        Some("authorization_code") => redeem::grant(asked, state, &client, now),
        Some("client_credentials") => own::grant(asked, state, &client, now),
        Some("refresh_token") => refresh::grant(asked, state, &client, now),
        Some(_) => Err(Refusal::or(errors.unsupported_grant_type.as_ref(), "unsupported_grant_type")),
        None => Err(Refusal::or(errors.missing_grant_type.as_ref(), "invalid_request")),
    }
}
