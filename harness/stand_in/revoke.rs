//! Revocation at a stand-in (RFC 7009).

use super::{
    asked::Asked,
    refusal::{Refusal, challenges},
    reply::Reply,
    request::Request,
    state::ServerState,
    tokens::{Token, TokenKind},
};
use crate::{
    behaviour::{Behaviour, DeadToken, ErrorAnswer, HintUse, RevocationPolicy},
    clock::Moment,
};

pub(super) fn decide(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    let asked = Asked::of(behaviour, request);
    match revoke(&asked, state, now) {
        Ok(()) => Reply::empty(200).with("cache-control", "no-store"),
        Err(refusal) => refusal.elsewhere(challenges(behaviour, request)),
    }
}

fn revoke(asked: &Asked<'_>, state: &mut ServerState, now: Moment) -> Result<(), Refusal> {
    let policy = &asked.behaviour.revocation;
    let client = match asked.caller(state) {
        Some((client, shown)) if shown || policy.authenticates == Some(false) => client.id,
        _ => return Err(Refusal::of_client(policy.unauthorized.as_ref())),
    };
    if policy.accepts_duplicates != Some(true) && asked.repeats(&["token", "token_type_hint"]) {
        return Err(Refusal::code("invalid_request"));
    }
    let missing = || Refusal::or(policy.missing_token.as_ref(), "invalid_request");
    let value = asked.given("token").ok_or_else(missing)?;
    let here = |token: &&Token| token.holder.account.is_at(asked.data_centre);
    let hint = (policy.hint, policy.unknown_hint.as_ref());
    let found = found(asked, hint, state.tokens.get(&value).filter(here))?;
    let Some(token) = found else { return dead(policy, DeadToken::Unknown) };
    if policy.bound_to_client != Some(false) && token.holder.client != client {
        return match policy.hides_foreign {
            Some(true) => dead(policy, DeadToken::Unknown),
            _ => Err(Refusal::code("invalid_grant")),
        };
    }
    if policy.revokes.as_ref().is_some_and(|revokes| !revokes.contains(&token.kind.sort())) {
        return Err(Refusal::or(policy.unsupported.as_ref(), "unsupported_token_type"));
    }
    let (before, ended) = (token.dead(), token.clone());
    state.tokens.withdraw(now, |token| ends(policy, &ended, token));
    let spared = ended.kind == TokenKind::Refresh && policy.spares_refresh_tokens == Some(true);
    if let Some(token) = state.tokens.get_mut(&value).filter(|_| !spared) {
        token.withdrawn.get_or_insert(now);
    }
    before.map_or(Ok(()), |before| dead(policy, before))
}

/// The token, unless a hint keeps it from being found (RFC 7009 section 2.1).
pub(super) fn found<'a>(
    asked: &Asked<'_>,
    (hint, unknown): (Option<HintUse>, Option<&ErrorAnswer>),
    token: Option<&'a Token>,
) -> Result<Option<&'a Token>, Refusal> {
    let Some(given) = asked.given("token_type_hint") else { return Ok(token) };
    let is_known = [TokenKind::Access, TokenKind::Refresh].into_iter().any(|kind| kind.is_hinted(&given));
    match hint.unwrap_or(HintUse::Advice) {
        HintUse::KnownOnly if !is_known => Err(Refusal::or(unknown, "unsupported_token_type")),
        HintUse::Trusted if is_known => Ok(token.filter(|token| token.kind.is_hinted(&given))),
        HintUse::Advice | HintUse::KnownOnly | HintUse::Trusted => Ok(token),
    }
}

/// The answer to a token that is no good any more: it is what was wanted (RFC 7009 section 2.2).
fn dead(policy: &RevocationPolicy, token: DeadToken) -> Result<(), Refusal> {
    let refuses = policy.refuses.as_ref().is_some_and(|refuses| refuses.contains(&token));
    if refuses { Err(Refusal::code("invalid_token")) } else { Ok(()) }
}

/// Whether revoking one token ends another.
fn ends(policy: &RevocationPolicy, revoked: &Token, token: &Token) -> bool {
    let same_grant = revoked.holder.family == token.holder.family;
    let same_client = !same_grant && revoked.holder.client == token.holder.client;
    let follows = match revoked.kind {
        TokenKind::Refresh if token.kind == TokenKind::Refresh => policy.spares_refresh_tokens != Some(true),
        TokenKind::Refresh => policy.ends_access_tokens != Some(false),
        TokenKind::Access => token.kind == TokenKind::Refresh && policy.ends_refresh_tokens == Some(true),
    };
    same_grant && follows || same_client && policy.ends_other_grants == Some(true)
}
