//! Revocation at a stand-in (RFC 7009).

use super::{
    asked::Asked, refusal::Refusal, reply::Reply, request::Request, state::ServerState, tokens::TokenKind,
};
use crate::behaviour::Behaviour;

pub(super) fn decide(behaviour: &Behaviour, state: &mut ServerState, request: &Request) -> Reply {
    let asked = Asked::of(behaviour, request);
    match revoke(&asked, state) {
        Ok(()) => Reply::empty(200).with("cache-control", "no-store"),
        Err(refusal) => refusal.reply(behaviour, request.authorization.is_some()),
    }
}

fn revoke(asked: &Asked<'_>, state: &mut ServerState) -> Result<(), Refusal> {
    let client = asked.client(state)?;
    if asked.repeats(&["token", "token_type_hint"]) {
        return Err(Refusal::code("invalid_request"));
    }
    let value = asked.given("token").ok_or_else(|| Refusal::code("invalid_request"))?;
    let Some(token) = state.tokens.get_mut(&value) else { return Ok(()) };
    if token.holder.client != client.id {
        return Err(Refusal::code("invalid_grant"));
    }
    let (kind, family) = (token.kind, token.holder.family);
    let policy = &asked.behaviour.revocation;
    let refresh_ends = policy.ends_refresh_tokens != Some(false);
    token.revoked = kind == TokenKind::Access || refresh_ends;
    if kind == TokenKind::Refresh && policy.ends_access_tokens != Some(false) {
        state.tokens.revoke_family(family, (!refresh_ends).then_some(TokenKind::Access));
    }
    Ok(())
}
