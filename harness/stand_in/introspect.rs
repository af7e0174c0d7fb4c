//! Introspection at a stand-in (RFC 7662).

use super::{
    asked::Asked,
    refusal::{Refusal, challenges},
    reply::Reply,
    request::Request,
    revoke::found,
    state::{RegisteredClient, ServerState},
    tokens::{Holder, Token, TokenKind},
};
use crate::{
    behaviour::{ActiveForm, Behaviour, DeadToken, UncheckedToken},
    clock::Moment,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request, now: Moment) -> Reply {
    let asked = Asked::of(behaviour, request);
    match introspect(&asked, state, now) {
        Ok(members) => Reply::json(200, &members.into()).with("cache-control", "no-store"),
        Err(refusal) => refusal.elsewhere(challenges(behaviour, request)),
    }
}

fn introspect(asked: &Asked<'_>, state: &ServerState, now: Moment) -> Result<Map<String, Value>, Refusal> {
    let policy = &asked.behaviour.introspection;
    let client = caller(asked, state)?;
    let value = asked.given("token").ok_or_else(|| Refusal::code("invalid_request"))?;
    let known = match state.tokens.get(&value) {
        None if !policy.checks(UncheckedToken::Signature) => state.tokens.like(&value),
        known => known,
    };
    let known = known.filter(|token| token.holder.account.is_at(asked.data_centre));
    let token = found(asked, (policy.hint, None), known)?;
    let dead = token.map_or(Some(DeadToken::Unknown), Token::dead);
    if dead.is_some_and(|dead| policy.refuses.as_ref().is_some_and(|refuses| refuses.contains(&dead))) {
        return Err(Refusal::code("invalid_token"));
    }
    let told = |token: &&Token| {
        let own = client.as_ref().is_none_or(|client| client.id == token.holder.client);
        (own || !policy.checks(UncheckedToken::Client)) && seems_alive(asked.behaviour, token, now)
    };
    let (mut members, further) = match token.filter(told) {
        Some(token) => (about(asked.behaviour, token, state.epoch), &policy.members),
        None => (Map::from_iter([("active".to_owned(), active(policy.active, false))]), &policy.inactive),
    };
    let further: &BTreeMap<_, _> = further.as_ref().unwrap_or(const { &BTreeMap::new() });
    members.extend(further.iter().map(|(name, value)| (name.clone(), json!(value))));
    Ok(members)
}

/// The client that asks; nobody in particular where none has to authenticate.
fn caller(asked: &Asked<'_>, state: &ServerState) -> Result<Option<RegisteredClient>, Refusal> {
    let policy = &asked.behaviour.introspection;
    match asked.caller(state) {
        Some((client, true)) if client.secret.is_some() => Ok(Some(client)),
        _ if policy.authenticates == Some(false) => Ok(None),
        _ => Err(Refusal::of_client(policy.unauthorized.as_ref())),
    }
}

/// Whether a token is alive, as far as that is looked at.
fn seems_alive(behaviour: &Behaviour, token: &Token, now: Moment) -> bool {
    let policy = &behaviour.introspection;
    let over = token.is_over(behaviour, now) && policy.checks(UncheckedToken::Expiry);
    let withdrawn = token.is_withdrawn(behaviour, now) && policy.checks(UncheckedToken::Revocation);
    !token.revoked && !over && !withdrawn && token.replaced.is_none()
}

/// What is true of an active token (RFC 7662 section 2.2).
fn about(behaviour: &Behaviour, token: &Token, epoch: u64) -> Map<String, Value> {
    let issued = epoch + token.issued.as_secs();
    let mut members = Map::from_iter([
        ("active".to_owned(), active(behaviour.introspection.active, true)),
        ("client_id".to_owned(), json!(token.holder.client)),
        ("sub".to_owned(), json!(subject(&token.holder))),
        ("iat".to_owned(), json!(issued)),
    ]);
    if token.kind == TokenKind::Access {
        members.insert("token_type".to_owned(), json!("Bearer"));
    }
    let ends = token.lifetime(behaviour).map(|lifetime| issued.saturating_add(lifetime.as_secs()));
    members.extend(ends.map(|ends| ("exp".to_owned(), json!(ends))));
    members.extend(token.holder.scope.as_ref().map(|scope| ("scope".to_owned(), json!(scope))));
    members
}

/// Whom a token is about: the client itself, or the one user there is (RFC 9700 section 4.15.1
/// wants the two kept apart).
fn subject(holder: &Holder) -> &str {
    if holder.of_client { &holder.client } else { "the-user" }
}

fn active(form: Option<ActiveForm>, is: bool) -> Value {
    match form.unwrap_or(ActiveForm::Boolean) {
        ActiveForm::Boolean => json!(is),
        ActiveForm::String => json!(is.to_string()),
    }
}
