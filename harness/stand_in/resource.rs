//! A resource of a stand-in that wants an access token (RFC 6750).

use super::{redeem, reply::Reply, request::Request, state::ServerState, tokens::TokenKind};
use crate::{
    behaviour::{Behaviour, CodeUse},
    clock::Moment,
};
use serde_json::json;

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request, now: Moment) -> Reply {
    let in_query = request.query.all("access_token");
    let mut presented: Vec<String> = request.authorization.as_deref().and_then(bearer).into_iter().collect();
    presented.extend(request.form.all("access_token"));
    if behaviour.resource.reads_query == Some(true) {
        presented.extend(in_query);
    }
    let challenge = |status, error: Option<&str>| {
        let error = error.map_or_else(String::new, |error| format!(", error=\"{error}\""));
        Reply::empty(status).with("www-authenticate", &format!("Bearer realm=\"resource\"{error}"))
    };
    match presented.as_slice() {
        [] => challenge(401, None),
        [token] => match state.tokens.get(token) {
            Some(token) if token.kind == TokenKind::Access && token.is_alive(behaviour, now) => {
                Reply::json(200, &json!({ "sub": "user" }))
            }
            None if redeem::is_code(behaviour, state, token, CodeUse::AccessToken) => {
                Reply::json(200, &json!({ "sub": "user" }))
            }
            _ => challenge(401, Some("invalid_token")),
        },
        _ => challenge(400, Some("invalid_request")),
    }
}

/// The token in `Authorization: Bearer`, the scheme in any letter case (RFC 9110 section 11.1).
fn bearer(header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim().to_owned())
}
