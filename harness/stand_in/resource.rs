//! A resource of a stand-in that wants an access token (RFC 6750).

use super::{
    redeem,
    reply::Reply,
    request::Request,
    state::ServerState,
    tokens::{Token, TokenKind},
};
use crate::{
    behaviour::{Behaviour, CodeUse, ErrorAnswer, ErrorPlace, ForeignClient, ResourcePolicy},
    clock::Moment,
};
use serde_json::json;

/// The scheme of RFC 6750 section 2.1.
const BEARER: &str = "Bearer";

pub(super) fn decide(behaviour: &Behaviour, state: &ServerState, request: &Request, now: Moment) -> Reply {
    let policy = &behaviour.resource;
    let scheme = scheme(behaviour);
    let refused = |stated, usual| refused((policy, scheme), stated, usual);
    let in_header = request.authorization.as_deref().and_then(|header| in_header(policy, scheme, header));
    let mut presented: Vec<String> = in_header.into_iter().collect();
    let in_form = request.form.all("access_token");
    let in_query = request.query.all("access_token");
    let any = request.authorization.is_some() || !in_form.is_empty() || !in_query.is_empty();
    if scheme.eq_ignore_ascii_case(BEARER) && policy.reads_form != Some(false) {
        presented.extend(in_form);
    }
    let by_query = policy.reads_query == Some(true) && !in_query.is_empty();
    if by_query {
        presented.extend(in_query);
    }
    if let Some(refusal) = keyless(behaviour, state, request) {
        return refusal;
    }
    let [token, further @ ..] = presented.as_slice() else {
        let untaken = policy.untaken.as_ref().filter(|_| any);
        return refused(untaken.or(policy.missing.as_ref()), &ErrorAnswer::default());
    };
    if !further.is_empty() && policy.accepts_duplicates != Some(true) {
        let usual = ErrorAnswer { status: Some(400), ..ErrorAnswer::code("invalid_request") };
        return refused(policy.repeated.as_ref(), &usual);
    }
    let foreign = &behaviour.data_centres.foreign_token;
    match state.tokens.get(token) {
        Some(token) if !token.holder.account.is_at(request.data_centre.as_deref()) => match foreign {
            Some(answer) => told((policy, scheme), answer),
            None => refused(policy.invalid.as_ref(), &ErrorAnswer::code("invalid_token")),
        },
        Some(token) if is_foreign(behaviour, request, token) => {
            refused(policy.invalid.as_ref(), &ErrorAnswer::code("invalid_token"))
        }
        Some(token) if is_taken(token.kind, behaviour) && token.is_alive(behaviour, now) => {
            if !opens(policy, token) {
                let usual = ErrorAnswer { status: Some(403), ..ErrorAnswer::code("insufficient_scope") };
                return refused(policy.insufficient.as_ref(), &usual);
            }
            let reply = Reply::json(200, &json!({ "sub": opened(behaviour, token) }));
            let marked = policy.cache_control.as_deref().unwrap_or("private");
            if by_query { reply.with("cache-control", marked) } else { reply }
        }
        None if redeem::is_code(behaviour, state, token, CodeUse::AccessToken) => {
            Reply::json(200, &json!({ "sub": "user" }))
        }
        _ => refused(policy.invalid.as_ref(), &ErrorAnswer::code("invalid_token")),
    }
}

/// The authentication scheme that is wanted.
fn scheme(behaviour: &Behaviour) -> &str {
    behaviour.access_token.scheme.as_deref().unwrap_or(BEARER)
}

/// The refusal of a request without the key of a client, where one is wanted.
fn keyless(behaviour: &Behaviour, state: &ServerState, request: &Request) -> Option<Reply> {
    let name = behaviour.accounts.key.as_deref()?;
    let known = request.query.first(name).is_some_and(|key| state.client(&key).is_some());
    let at = (&behaviour.resource, scheme(behaviour));
    let refused = || refused(at, behaviour.accounts.bad_key.as_ref(), &ErrorAnswer::default());
    (!known).then(refused)
}

/// Whether the key beside a token is that of another client than it was issued to, and that matters.
fn is_foreign(behaviour: &Behaviour, request: &Request, token: &Token) -> bool {
    let key = behaviour.accounts.key.as_deref().and_then(|name| request.query.first(name));
    let accepted = behaviour.accounts.foreign_client == Some(ForeignClient::Accepted);
    !accepted && key.is_some_and(|key| key != token.holder.client)
}

/// The account that a token opens.
fn opened<'a>(behaviour: &Behaviour, token: &'a Token) -> &'a str {
    let own = behaviour.accounts.token_per_user != Some(false);
    if own { &token.holder.account.user } else { &token.holder.client }
}

/// A refusal that says in its body, and in its challenge, what is wrong.
fn told(at: (&ResourcePolicy, &str), answer: &ErrorAnswer) -> Reply {
    let usual = ErrorAnswer { status: Some(401), ..ErrorAnswer::code("invalid_token") };
    let said = Reply::error(&answer.or(&usual));
    let challenged = refused(at, Some(answer), &usual);
    if !challenged.body.is_empty() {
        return challenged;
    }
    Reply { headers: [said.headers, challenged.headers].concat(), ..said }
}

fn is_taken(kind: TokenKind, behaviour: &Behaviour) -> bool {
    kind == TokenKind::Access || behaviour.refresh_token.as_bearer == Some(true)
}

/// Whether the token has a scope that opens the resource; one without a scope has what is usual.
fn opens(policy: &ResourcePolicy, token: &Token) -> bool {
    let closed = policy.insufficient_scopes.as_deref().unwrap_or_default();
    let opening = |scope: &String| scope.split(' ').any(|word| !closed.iter().any(|closed| closed == word));
    token.holder.scope.as_ref().is_none_or(opening)
}

/// A refusal with its challenge (RFC 6750 section 3); the status is 401 where none is stated.
fn refused(
    (policy, scheme): (&ResourcePolicy, &str),
    stated: Option<&ErrorAnswer>,
    usual: &ErrorAnswer,
) -> Reply {
    let mut answer = stated.cloned().unwrap_or_default().or(usual);
    answer.status = answer.status.or(Some(401));
    let named = |place| policy.told_in.unwrap_or(ErrorPlace::Challenge) == place;
    let error = answer.error.as_ref().filter(|error| !error.as_str().is_empty());
    let reply = match error {
        Some(_) if named(ErrorPlace::Body) || named(ErrorPlace::Both) => Reply::error(&answer),
        _ => Reply::empty(answer.status.unwrap_or(401)),
    };
    let scheme = policy.challenge.as_deref().unwrap_or(scheme);
    if scheme.is_empty() {
        return reply;
    }
    let error = error.filter(|_| !named(ErrorPlace::Body));
    let error = error.map_or_else(String::new, |error| format!(", error=\"{}\"", error.as_str()));
    reply.with("www-authenticate", &format!("{scheme} realm=\"resource\"{error}"))
}

/// The token in an `Authorization` of that scheme, in any letter case (RFC 9110 section 11.1) unless
/// the policy knows but one.
fn in_header(policy: &ResourcePolicy, wanted: &str, header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(' ')?;
    let known = match policy.exact_scheme {
        Some(true) => scheme == wanted,
        _ => scheme.eq_ignore_ascii_case(wanted),
    };
    known.then(|| token.trim().to_owned())
}
