//! Registration of clients at a stand-in (RFC 7591), their deletion (RFC 7592 section 2.3), and
//! what they are held to.

use super::{
    reply::Reply,
    request::Request,
    state::{RegisteredClient, ServerState},
};
use crate::{
    behaviour::{Behaviour, RegistrationGap, RegistrationPolicy},
    protocol::{Parameters, RedirectUri, Secret, encode, is_loopback},
};
use serde_json::{Map, Value, json};
use url::Url;

/// A client that was registered by request.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub(super) client: RegisteredClient,
    method: String,
    grants: Vec<String>,
    response_types: Vec<String>,
    scope: Option<String>,
    /// What it is managed by.
    token: Secret,
    pub(super) deleted: bool,
}

pub(super) fn decide(behaviour: &Behaviour, state: &mut ServerState, request: &Request) -> Reply {
    match request.method.as_str() {
        "POST" => register(behaviour, state, request).unwrap_or_else(refused),
        "DELETE" => delete(state, request),
        _ => super::decide::not_allowed("POST, DELETE"),
    }
}

fn refused(error: &str) -> Reply {
    Reply::json(400, &json!({ "error": error }))
}

fn register(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
) -> Result<Reply, &'static str> {
    let policy = &behaviour.registration;
    let empty = Parameters::default();
    let asked = request.other_body.as_ref().map_or(&empty, |(_, asked)| asked);
    let listed = |name: &str, usual: &str| {
        let values = asked.all(name);
        let absent = values.is_empty();
        // An empty list is written as one empty text.
        let named: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        if absent { vec![usual.to_owned()] } else { named }
    };
    let uris: Vec<String> = asked.all("redirect_uris").into_iter().filter(|uri| !uri.is_empty()).collect();
    let (grants, response_types) =
        (listed("grant_types", "authorization_code"), listed("response_types", "code"));
    let method =
        asked.first("token_endpoint_auth_method").unwrap_or_else(|| "client_secret_basic".to_owned());
    if !matches!(method.as_str(), "none" | "client_secret_basic" | "client_secret_post") {
        return Err("invalid_client_metadata");
    }
    let redirects = response_types.iter().any(|kind| kind == "code");
    if redirects && uris.is_empty() && !policy.skips(RegistrationGap::MissingUri)
        || !uris.iter().all(|uri| admits(policy, uri))
    {
        return Err("invalid_redirect_uri");
    }
    let chosen = asked.first("client_id").filter(|_| policy.skips(RegistrationGap::ClientId));
    let id = chosen.unwrap_or_else(|| state.fresh("client"));
    let secret = (method != "none").then(|| Secret::new(state.fresh("secret")));
    let joined = Joined {
        client: RegisteredClient {
            id,
            secret,
            redirect_uris: uris.into_iter().map(RedirectUri::new).collect(),
        },
        method,
        grants,
        response_types,
        scope: asked.first("scope"),
        token: Secret::new(state.fresh("registration")),
        deleted: false,
    };
    let reply = Reply::json(201, &told(&joined, &format!("{}{}", state.base, request.path)).into());
    state.joined.push(joined);
    Ok(reply.with("cache-control", "no-store"))
}

/// What a client is told of itself (RFC 7591 section 3.2.1, RFC 7592 section 3).
fn told(joined: &Joined, at: &str) -> Map<String, Value> {
    let client = &joined.client;
    let uris: Vec<&str> = client.redirect_uris.iter().map(RedirectUri::as_str).collect();
    let mut members = Map::from_iter([
        ("client_id".to_owned(), json!(client.id)),
        ("redirect_uris".to_owned(), json!(uris)),
        ("grant_types".to_owned(), json!(joined.grants)),
        ("response_types".to_owned(), json!(joined.response_types)),
        ("token_endpoint_auth_method".to_owned(), json!(joined.method)),
        ("registration_client_uri".to_owned(), json!(format!("{at}?client_id={}", encode(&client.id)))),
        ("registration_access_token".to_owned(), json!(joined.token.reveal())),
    ]);
    members.extend(joined.scope.as_ref().map(|scope| ("scope".to_owned(), json!(scope))));
    if let Some(secret) = &client.secret {
        members.insert("client_secret".to_owned(), json!(secret.reveal()));
        members.insert("client_secret_expires_at".to_owned(), json!(0));
    }
    members
}

fn delete(state: &mut ServerState, request: &Request) -> Reply {
    let id = request.query.first("client_id").unwrap_or_default();
    let shown = request.authorization.as_deref().and_then(|header| header.strip_prefix("Bearer "));
    let managed = |joined: &&mut Joined| {
        joined.client.id == id && !joined.deleted && shown == Some(joined.token.reveal())
    };
    match state.joined.iter_mut().find(managed) {
        Some(joined) => {
            joined.deleted = true;
            Reply::empty(204)
        }
        None => Reply::json(401, &json!({ "error": "invalid_token" })),
    }
}

/// Whether a redirect URI may be registered.
fn admits(policy: &RegistrationPolicy, uri: &str) -> bool {
    let may = |gap| policy.skips(gap);
    let Ok(url) = Url::parse(uri) else { return may(RegistrationGap::IncompleteUri) };
    if uri.contains('#') && !may(RegistrationGap::Fragment) {
        return false;
    }
    // What no browser takes as it is written, or what looks like a pattern, is refused as well.
    let ambiguous = uri.contains(['*', '\\']) || uri.contains("/../") || uri.contains("/./");
    if ambiguous || !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    match url.scheme() {
        "https" => true,
        "http" => is_loopback(&url) || may(RegistrationGap::PlainHttp),
        "javascript" | "data" | "vbscript" | "file" => false,
        scheme => scheme.contains('.') || may(RegistrationGap::SchemeWithoutPeriod),
    }
}

impl ServerState {
    /// Whether a client is registered for that response type; one that did not register by request
    /// is for any.
    pub(super) fn may_ask_for(&self, client: &str, response_type: &str, policy: &RegistrationPolicy) -> bool {
        policy.skips(RegistrationGap::ResponseTypes)
            || self
                .joined(client)
                .is_none_or(|joined| joined.response_types.iter().any(|kind| kind == response_type))
    }

    /// Whether a client is registered for that grant.
    pub(super) fn may_use(&self, client: &str, grant: &str, policy: &RegistrationPolicy) -> bool {
        policy.skips(RegistrationGap::Grants)
            || self.joined(client).is_none_or(|joined| joined.grants.iter().any(|known| known == grant))
    }

    /// Whether a client is registered for these scopes.
    pub(super) fn may_reach(&self, client: &str, scope: Option<&str>, policy: &RegistrationPolicy) -> bool {
        let known = self.joined(client).and_then(|joined| joined.scope.as_deref());
        let (Some(known), Some(scope)) = (known, scope) else { return true };
        policy.skips(RegistrationGap::Scope)
            || scope.split_whitespace().all(|word| known.split_whitespace().any(|own| own == word))
    }

    /// Whether a client is registered to authenticate in that way.
    pub(super) fn may_authenticate(&self, client: &str, method: &str, policy: &RegistrationPolicy) -> bool {
        policy.skips(RegistrationGap::Method)
            || self.joined(client).is_none_or(|joined| joined.method == method)
    }

    /// Whether a client may be sent anywhere, since nothing was registered for it by request.
    pub(super) fn may_go_anywhere(&self, client: &str, policy: &RegistrationPolicy) -> bool {
        policy.skips(RegistrationGap::MissingUri)
            && self.joined(client).is_some_and(|joined| joined.client.redirect_uris.is_empty())
    }
}
