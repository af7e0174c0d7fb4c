//! The metadata of a stand-in (RFC 8414).

use super::{reply::Reply, request::Request, state::ServerState};
use crate::behaviour::Behaviour;
use serde_json::{Map, Value, json};

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request) -> Reply {
    if request.method != "GET" {
        return super::decide::not_allowed("GET");
    }
    let mut members = Map::from_iter([("issuer".to_owned(), Value::from(state.base.clone()))]);
    let endpoints =
        state.paths.iter().map(|(name, path)| (name.clone(), json!(format!("{}{path}", state.base))));
    members.extend(endpoints);
    let pkce = &behaviour.pkce;
    let challenges = pkce.advertised.as_deref().unwrap_or(pkce.methods());
    let challenges: Vec<&str> = challenges.iter().map(|method| method.as_str()).collect();
    let lists: [(&str, &[&str]); 4] = [
        ("response_types_supported", &["code"]),
        ("grant_types_supported", &["authorization_code", "refresh_token"]),
        ("token_endpoint_auth_methods_supported", &["client_secret_basic", "client_secret_post", "none"]),
        ("code_challenge_methods_supported", &challenges),
    ];
    let told = lists.into_iter().filter(|(_, values)| !values.is_empty());
    members.extend(told.map(|(name, values)| (name.to_owned(), json!(values))));
    Reply::json(behaviour.metadata.status.unwrap_or(200), &members.into())
}
