//! Introspection at a stand-in (RFC 7662).

use super::{
    asked::Asked, refusal::Refusal, reply::Reply, request::Request, state::ServerState, tokens::TokenKind,
};
use crate::{behaviour::Behaviour, clock::Moment};
use serde_json::{Map, Value, json};

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request, now: Moment) -> Reply {
    let asked = Asked::of(behaviour, request);
    match introspect(&asked, state, now) {
        Ok(members) => Reply::json(200, &members.into()).with("cache-control", "no-store"),
        Err(refusal) => refusal.reply(behaviour, request.authorization.is_some()),
    }
}

fn introspect(asked: &Asked<'_>, state: &ServerState, now: Moment) -> Result<Map<String, Value>, Refusal> {
    let client = asked.client(state);
    let client = match (client, asked.behaviour.introspection.authenticates) {
        (Ok(client), _) if client.secret.is_some() => Some(client),
        (_, Some(false)) => None,
        (Ok(_), _) => return Err(Refusal::of_client(None)),
        (Err(refusal), _) => return Err(refusal),
    };
    let value = asked.given("token").ok_or_else(|| Refusal::code("invalid_request"))?;
    let inactive = Map::from_iter([("active".to_owned(), json!(false))]);
    let Some(token) = state.tokens.get(&value) else { return Ok(inactive) };
    let entitled = client.is_none_or(|client| client.id == token.holder.client);
    if !entitled || !token.is_alive(asked.behaviour, now) {
        return Ok(inactive);
    }
    let mut members = Map::from_iter([
        ("active".to_owned(), json!(true)),
        ("client_id".to_owned(), json!(token.holder.client)),
        ("iat".to_owned(), json!(token.issued.as_secs())),
    ]);
    if token.kind == TokenKind::Access {
        members.insert("token_type".to_owned(), json!("Bearer"));
    }
    let ends = token.lifetime(asked.behaviour).map(|lifetime| token.issued.as_secs() + lifetime.as_secs());
    members.extend(ends.map(|ends| ("exp".to_owned(), json!(ends))));
    members.extend(token.holder.scope.as_ref().map(|scope| ("scope".to_owned(), json!(scope))));
    Ok(members)
}
