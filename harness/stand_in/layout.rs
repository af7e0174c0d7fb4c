//! How a success of the token endpoint is laid out (RFC 6749 section 5.1).

use super::{asked::Asked, reply::Reply};
use crate::behaviour::{BodyShape, Place, ScopeSeparator};
use serde_json::{Map, Value};

/// The members of a success as this server writes them.
pub(super) fn success(asked: &Asked<'_>, mut told: Map<String, Value>) -> Reply {
    let policy = &asked.behaviour.token;
    if policy.scope_separator == Some(ScopeSeparator::Comma)
        && let Some(Value::String(scope)) = told.get_mut("scope")
    {
        *scope = scope.replace(' ', ",");
    }
    let mut members = policy.members.clone();
    let way = policy.inside.as_ref().map(Place::way).unwrap_or_default();
    put_within(&mut members, way, told);
    let status = policy.status.unwrap_or(200);
    let shape = policy.body.map_or(BodyShape::Json, BodyShape::from).sent(asked.accepts_json);
    let reply = match shape {
        BodyShape::Form => Reply::form(status, &members),
        _ => Reply::json(status, &members.into()),
    };
    match &policy.media_type {
        Some(media_type) => reply.of_type(media_type),
        None => reply,
    }
}

/// Puts members to those at the end of a way; what is on it and has no members gives place to some.
fn put_within(members: &mut Map<String, Value>, way: &[String], told: Map<String, Value>) {
    let Some((next, further)) = way.split_first() else { return members.extend(told) };
    let mut inner = match members.remove(next) {
        Some(Value::Object(inner)) => inner,
        _ => Map::new(),
    };
    put_within(&mut inner, further, told);
    members.insert(next.clone(), Value::Object(inner));
}
