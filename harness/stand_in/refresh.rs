//! Refreshing at a stand-in (RFC 6749 section 6, RFC 9700 section 4.14).

use super::{
    asked::Asked,
    refusal::Refusal,
    reply::Reply,
    state::{RegisteredClient, ServerState},
    tokens::{Holder, Token, TokenKind, issue},
};
use crate::{
    behaviour::{Lifetime, RefreshReuse},
    clock::Moment,
};

pub(super) fn grant(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let policy = &asked.behaviour.refresh_token;
    let presented = asked.given("refresh_token").ok_or_else(|| Refusal::code("invalid_request"))?;
    let dead = || Refusal::or(policy.revoked.as_ref(), "invalid_grant");
    let token = match state.tokens.get(&presented) {
        Some(token) if token.kind == TokenKind::Refresh && token.holder.client == client.id => token.clone(),
        _ => return Err(dead()),
    };
    let reused = token.replaced.is_some_and(|replaced| !within(policy.grace, now.since(replaced)));
    if reused && policy.reuse != Some(RefreshReuse::Accepted) {
        if policy.reuse != Some(RefreshReuse::Refused) {
            state.tokens.revoke_family(token.holder.family, None);
        }
        return Err(dead());
    }
    let unreplaced = Token { replaced: None, ..token.clone() };
    if !unreplaced.is_alive(asked.behaviour, now) {
        return Err(dead());
    }
    let scope = scope(asked, &token.holder)?;
    let keeps = (policy.rotation == Some(false)).then(|| presented.clone());
    if keeps.is_none()
        && let Some(token) = state.tokens.get_mut(&presented)
    {
        token.replaced.get_or_insert(now);
    }
    Ok(issue(asked, state, &Holder { scope, offline: true, refreshed: true, ..token.holder }, now, keeps))
}

/// The scope that is asked for: within what was granted, which is meant where none is named.
fn scope(asked: &Asked<'_>, holder: &Holder) -> Result<Option<String>, Refusal> {
    let Some(wanted) = asked.given("scope") else { return Ok(holder.granted.clone()) };
    let granted: Vec<&str> = holder.granted.as_deref().unwrap_or_default().split(' ').collect();
    if wanted.split(' ').all(|scope| granted.contains(&scope)) {
        Ok(Some(wanted))
    } else {
        Err(Refusal::code("invalid_scope"))
    }
}

fn within(grace: Option<Lifetime>, since: std::time::Duration) -> bool {
    match grace {
        Some(Lifetime::Ends(grace)) => since <= grace,
        Some(Lifetime::Never) => true,
        None => false,
    }
}
