//! The token endpoint of a stand-in (RFC 6749 section 3.2).

use super::{
    asked::Asked,
    direct, redeem, refresh,
    refusal::Refusal,
    reply::Reply,
    request::Request,
    state::{RegisteredClient, ServerState},
    throttle::{self, Grants},
};
use crate::{
    behaviour::{Behaviour, Cors, GrantType, JudgedFirst, LetterCase, TokenPolicy, UnknownParameters},
    clock::Moment,
};

/// What may stand in a token request only once (RFC 6749 section 3.2).
const ONCE: [&str; 10] = [
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "client_secret",
    "code_verifier",
    "refresh_token",
    "scope",
    "username",
    "password",
];

/// What never holds a control character (RFC 6749 appendix A).
const PLAIN: [&str; 3] = ["grant_type", "code", "refresh_token"];

pub(super) fn decide(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    let asked = Asked::of(behaviour, request);
    let reply = grant(&asked, state, now)
        .unwrap_or_else(|refusal| refusal.telling(&asked.parameters).reply(behaviour, request));
    readable(behaviour, reply)
}

/// The answer, with what scripts of other origins are told (the CORS protocol of the Fetch
/// Standard).
fn readable(behaviour: &Behaviour, reply: Reply) -> Reply {
    let origin = |reply: Reply| reply.with("access-control-allow-origin", "*");
    match behaviour.token.cors {
        None | Some(Cors::None) => reply,
        Some(Cors::AnyOrigin) => origin(reply),
        Some(Cors::AnyOriginWithCredentials) => {
            origin(reply).with("access-control-allow-credentials", "true")
        }
    }
}

fn grant(asked: &Asked<'_>, state: &mut ServerState, now: Moment) -> Result<Reply, Refusal> {
    let policy = &asked.behaviour.token;
    let errors = &policy.errors;
    if policy.accepts_duplicates != Some(true) && asked.repeats(&ONCE) {
        return Err(Refusal::code("invalid_request"));
    }
    if policy.unknown_parameters == Some(UnknownParameters::Refused) && asked.has_others(&ONCE) {
        return Err(Refusal::code("invalid_request"));
    }
    if asked.has_controls(&PLAIN) {
        return Err(Refusal::or(errors.malformed.as_ref(), "invalid_request"));
    }
    judged_first(asked, state)?;
    let client = match asked.client(state) {
        Ok(client) => client,
        Err(refusal) => {
            redeem::unauthenticated(asked, state, now);
            refresh::unauthenticated(asked, state, refusal)?
        }
    };
    if let Some(reply) = throttle::at_token(asked.behaviour, state, &client.id, now) {
        return Ok(reply);
    }
    let reply = granted(asked, state, &client, now)?;
    state.throttle.count(&asked.behaviour.throttle, Grants::Tokens, &client.id, now);
    Ok(reply)
}

/// What is judged before the client.
fn judged_first(asked: &Asked<'_>, state: &ServerState) -> Result<(), Refusal> {
    let policy = &asked.behaviour.token;
    let first = policy.judges_first.unwrap_or(JudgedFirst::Client);
    if first == JudgedFirst::Client {
        return Ok(());
    }
    let errors = &policy.errors;
    let missing = || Refusal::or(errors.missing_grant_type.as_ref(), "invalid_request");
    let wanted = asked.given("grant_type").ok_or_else(missing)?;
    let unsupported = || Refusal::or(errors.unsupported_grant_type.as_ref(), "unsupported_grant_type");
    let wanted = grant_type(policy, &wanted).ok_or_else(unsupported)?;
    if first != JudgedFirst::Grant || wanted != GrantType::AuthorizationCode {
        return Ok(());
    }
    let missing = || Refusal::or(errors.missing_code.as_ref(), "invalid_request");
    let code = asked.given("code").ok_or_else(missing)?;
    let unknown = || Refusal::or(asked.behaviour.code.unknown.as_ref(), "invalid_grant");
    let compare = asked.behaviour.code.compare.unwrap_or_default();
    state.issued_code(&code, compare).map(|_| ()).ok_or_else(unknown)
}

/// What the grant that is asked for brings a client that has shown who it is.
fn granted(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let policy = &asked.behaviour.token;
    let errors = &policy.errors;
    let wanted = asked
        .given("grant_type")
        .ok_or_else(|| Refusal::or(errors.missing_grant_type.as_ref(), "invalid_request"))?;
    if grant_type(policy, &wanted)
        .is_some_and(|grant| !state.may_use(&client.id, grant.name(), &asked.behaviour.registration))
    {
        return Err(Refusal::or(errors.grant_not_allowed.as_ref(), "unauthorized_client"));
    }
    match grant_type(policy, &wanted) {
        Some(GrantType::AuthorizationCode) => redeem::grant(asked, state, client, now),
        Some(GrantType::RefreshToken) => redeem::as_refresh_token(asked, state, client, now)
            .map_or_else(|| refresh::grant(asked, state, client, now), Ok),
        Some(GrantType::ClientCredentials) => direct::client_credentials(asked, state, client, now),
        Some(GrantType::Password) => direct::password(asked, state, client, now),
        None => Err(Refusal::or(errors.unsupported_grant_type.as_ref(), "unsupported_grant_type")),
    }
}

/// The grant of that name, if it is there.
fn grant_type(policy: &TokenPolicy, wanted: &str) -> Option<GrantType> {
    let any_case = policy.any_case.iter().flatten().any(|kind| *kind == LetterCase::GrantType);
    let wanted = if any_case { wanted.to_ascii_lowercase() } else { wanted.to_owned() };
    policy.grants().iter().copied().find(|grant| grant.name() == wanted)
}
