//! The metadata of a stand-in (RFC 8414).

use super::{issuer, reply::Reply, request::Request, state::ServerState};
use crate::behaviour::Behaviour;
use serde_json::{Map, Value, json};

/// Where metadata is by default (RFC 8414 section 3); the path of an issuer comes after it.
pub(super) const WELL_KNOWN: &str = "/.well-known/oauth-authorization-server";

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request) -> Reply {
    if request.method != "GET" {
        return super::decide::not_allowed("GET");
    }
    let policy = &behaviour.metadata;
    let base = state.base_at(request.data_centre.as_deref());
    let mut members = own(behaviour, state, &base);
    members.extend(policy.members.iter().map(|(name, value)| (name.clone(), stated(value, &base))));
    members.retain(|name, _| !policy.without.contains(name));
    let mut reply = Reply::json(policy.status.unwrap_or(200), &members.into());
    if let Some(media_type) = &policy.media_type {
        reply.headers = vec![("content-type", media_type.clone())];
    }
    reply
}

/// What the server can say of itself.
fn own(behaviour: &Behaviour, state: &ServerState, base: &str) -> Map<String, Value> {
    let mut members = Map::from_iter([("issuer".to_owned(), Value::from(base))]);
    let endpoints = state.paths.iter().map(|(name, path)| (name.clone(), json!(format!("{base}{path}"))));
    members.extend(endpoints);
    let pkce = &behaviour.pkce;
    let challenges = pkce.advertised.as_deref().unwrap_or(pkce.methods());
    let challenges: Vec<&str> = challenges.iter().map(|method| method.as_str()).collect();
    let responses = behaviour.authorization.response_types.clone().unwrap_or_else(|| vec!["code".to_owned()]);
    let responses: Vec<&str> = responses.iter().map(String::as_str).collect();
    let grants: Vec<&str> = behaviour.token.grants().iter().map(|grant| grant.name()).collect();
    let methods = behaviour.client.authentication.as_deref();
    let authentication: Vec<&str> = methods.map_or_else(
        || vec!["client_secret_basic", "client_secret_post", "none"],
        |methods| methods.iter().map(|method| method.name()).collect(),
    );
    let lists: [(&str, &[&str]); 4] = [
        ("response_types_supported", &responses),
        ("grant_types_supported", &grants),
        ("token_endpoint_auth_methods_supported", &authentication),
        ("code_challenge_methods_supported", &challenges),
    ];
    let told = lists.into_iter().filter(|(_, values)| !values.is_empty());
    members.extend(told.map(|(name, values)| (name.to_owned(), json!(values))));
    let scopes = &behaviour.authorization.scopes;
    members.extend(scopes.iter().map(|scopes| ("scopes_supported".to_owned(), json!(scopes))));
    if issuer::is_sent(behaviour) {
        members.insert("authorization_response_iss_parameter_supported".to_owned(), Value::Bool(true));
    }
    members
}

/// A value of a scenario as JSON, with the server in the place of `{base}`.
fn stated(value: &toml::Value, base: &str) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.replace("{base}", base)),
        toml::Value::Array(values) => values.iter().map(|value| stated(value, base)).collect(),
        toml::Value::Table(members) => {
            members.iter().map(|(name, value)| (name.clone(), stated(value, base))).collect()
        }
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
    }
}
