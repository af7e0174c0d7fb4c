//! The grants at a stand-in that need no browser (RFC 6749 sections 4.3 and 4.4).

use super::{
    asked::Asked,
    refusal::Refusal,
    reply::Reply,
    scope,
    state::{RegisteredClient, ServerState},
    tokens::{Holder, issue},
};
use crate::clock::Moment;

/// A client asks for itself (RFC 6749 section 4.4).
pub(super) fn client_credentials(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let policy = &asked.behaviour.token;
    if client.secret.is_none() && policy.client_credentials.public_clients != Some(true) {
        return Err(Refusal::or(policy.errors.grant_not_allowed.as_ref(), "unauthorized_client"));
    }
    let holder = holder(asked, state, client)?;
    let refreshes = policy.client_credentials.refresh_token == Some(true);
    Ok(issue(asked, state, &Holder { refreshes, of_client: true, ..holder }, now, None))
}

/// A client asks with a user's name and password (RFC 6749 section 4.3). Any will do, as they do
/// on the login page.
pub(super) fn password(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    if ["username", "password"].iter().any(|name| asked.given(name).is_none()) {
        return Err(Refusal::code("invalid_request"));
    }
    let holder = holder(asked, state, client)?;
    Ok(issue(asked, state, &holder, now, None))
}

fn holder(asked: &Asked<'_>, state: &mut ServerState, client: &RegisteredClient) -> Result<Holder, Refusal> {
    let granted = scope::granted(asked.behaviour, asked.given("scope").as_deref()).map_err(Refusal::code)?;
    Ok(Holder {
        refreshed: false,
        client: client.id.clone(),
        account: asked.account(asked.given("username").as_deref()),
        family: state.tokens.new_family(),
        scope: granted.clone(),
        granted,
        offline: true,
        refreshes: true,
        of_client: false,
    })
}
