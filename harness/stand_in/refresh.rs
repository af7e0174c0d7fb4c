//! Refreshing at a stand-in (RFC 6749 section 6, RFC 9700 section 4.14).

use super::{
    asked::Asked,
    refusal::Refusal,
    reply::Reply,
    state::{RegisteredClient, ServerState},
    tokens::{Holder, Token, TokenKind, Tokens, issue},
};
use crate::{
    behaviour::{FailedRefresh, Lifetime, Narrowed, OmittedScope, RefreshCheck, RefreshPolicy, RefreshReuse},
    clock::Moment,
};

/// How much of a token is looked at where its second half is not.
const FIRST_HALF: usize = 20;

pub(super) fn grant(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let policy = &asked.behaviour.refresh_token;
    let presented = asked.given("refresh_token").ok_or_else(|| Refusal::code("invalid_request"))?;
    let dead = || Refusal::or(policy.revoked.as_ref(), "invalid_grant");
    let unknown = || Refusal::or(policy.unknown.as_ref().or(policy.revoked.as_ref()), "invalid_grant");
    let (value, token) = found(policy, &state.tokens, &presented).ok_or_else(unknown)?;
    if !token.holder.account.is_at(asked.data_centre) {
        return Err(asked.elsewhere());
    }
    if token.holder.client != client.id && policy.checks(RefreshCheck::Client) {
        end_if(policy, FailedRefresh::ForeignClient, &mut state.tokens, &value);
        return Err(Refusal::or(policy.foreign.as_ref().or(policy.revoked.as_ref()), "invalid_grant"));
    }
    let reused = token.replaced.is_some_and(|replaced| !within(policy.grace, now.since(replaced)));
    if reused && policy.reuse != Some(RefreshReuse::Accepted) {
        on_reuse(policy.reuse, &mut state.tokens, &token.holder);
        return Err(Refusal::or(policy.replaced.as_ref().or(policy.revoked.as_ref()), "invalid_grant"));
    }
    let unreplaced = Token { replaced: None, ..token.clone() };
    if !unreplaced.is_alive(asked.behaviour, now) {
        return Err(dead());
    }
    let Some(holder) = holder(asked, token.holder) else {
        end_if(policy, FailedRefresh::Scope, &mut state.tokens, &value);
        return Err(Refusal::code("invalid_scope"));
    };
    if policy.revives_access_tokens == Some(true) {
        state.tokens.revive(holder.family);
    }
    let keeps = if policy.rotation == Some(false) {
        Some(value)
    } else {
        state.tokens.replace(&value, now, policy.remembered);
        None
    };
    Ok(issue(asked, state, &holder, now, keeps))
}

/// The client behind a refresh token that comes without authentication, where the server lets
/// that pass; elsewhere the refusal, which may end the token.
pub(super) fn unauthenticated(
    asked: &Asked<'_>,
    state: &mut ServerState,
    refusal: Refusal,
) -> Result<RegisteredClient, Refusal> {
    if asked.given("grant_type").as_deref() != Some("refresh_token") {
        return Err(refusal);
    }
    let policy = &asked.behaviour.refresh_token;
    let value = asked.given("refresh_token").unwrap_or_default();
    let owner = state.tokens.get(&value).and_then(|token| state.client(&token.holder.client)).cloned();
    let Some(owner) = owner else { return Err(refusal) };
    let unproved = !policy.checks(RefreshCheck::Authentication);
    let passes = if let Some(named) = asked.given("client_id") {
        named == owner.id && unproved
    } else {
        (owner.secret.is_none() || unproved) && !policy.checks(RefreshCheck::ClientId)
    };
    if passes {
        return Ok(owner);
    }
    end_if(policy, FailedRefresh::Authentication, &mut state.tokens, &value);
    Err(refusal)
}

/// The token that is meant, and its value.
fn found(policy: &RefreshPolicy, tokens: &Tokens, presented: &str) -> Option<(String, Token)> {
    let exactly = tokens.get(presented).map(|token| (presented.to_owned(), token.clone()));
    let roughly = || {
        let start = presented.get(..FIRST_HALF)?;
        tokens.beginning_with(start).map(|(value, token)| (value.clone(), token.clone()))
    };
    let looks = policy.checks(RefreshCheck::SecondHalf);
    let found = if looks { exactly } else { exactly.or_else(roughly) };
    found.filter(|(_, token)| token.kind == TokenKind::Refresh || !policy.checks(RefreshCheck::Kind))
}

fn end_if(policy: &RefreshPolicy, failed: FailedRefresh, tokens: &mut Tokens, value: &str) {
    if policy.ends_by(failed)
        && let Some(token) = tokens.get_mut(value)
    {
        token.revoked = true;
    }
}

/// What a replaced token that turns up again ends (RFC 9700 section 4.14.2).
fn on_reuse(reuse: Option<RefreshReuse>, tokens: &mut Tokens, holder: &Holder) {
    match reuse {
        Some(RefreshReuse::Refused | RefreshReuse::Accepted) => {}
        Some(RefreshReuse::RevokesRefreshTokens) => {
            tokens.revoke_family(holder.family, Some(TokenKind::Refresh));
        }
        Some(RefreshReuse::RevokesEveryFamily) => tokens.revoke_client(&holder.client),
        Some(RefreshReuse::RevokesFamily) | None => tokens.revoke_family(holder.family, None),
    }
}

/// For whom and what the new tokens are: within what was granted, which is meant where no scope
/// is named. None if more is asked for.
fn holder(asked: &Asked<'_>, holder: Holder) -> Option<Holder> {
    let policy = &asked.behaviour.refresh_token;
    let granted = holder.granted.clone();
    let words: Vec<&str> = granted.as_deref().unwrap_or_default().split(' ').collect();
    let scope = match asked.given("scope") {
        None if policy.omitted_scope == Some(OmittedScope::FirstWord) => {
            words.first().map(|word| (*word).to_owned())
        }
        None => granted.clone(),
        Some(wanted) => {
            let within = wanted.split(' ').all(|scope| words.contains(&scope));
            if !within && policy.checks(RefreshCheck::Scope) {
                return None;
            }
            if within && policy.narrowed == Some(Narrowed::Ignored) { granted.clone() } else { Some(wanted) }
        }
    };
    let lasts = policy.narrowed == Some(Narrowed::ForGood) && asked.given("scope").is_some();
    let granted = if lasts { scope.clone() } else { granted };
    Some(Holder { granted, scope, offline: true, refreshed: true, ..holder })
}

fn within(grace: Option<Lifetime>, since: std::time::Duration) -> bool {
    match grace {
        Some(Lifetime::Ends(grace)) => since <= grace,
        Some(Lifetime::Never) => true,
        None => false,
    }
}
