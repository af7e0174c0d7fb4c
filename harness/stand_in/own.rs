//! The client credentials grant at a stand-in (RFC 6749 section 4.4).

use super::{
    asked::Asked,
    refusal::Refusal,
    reply::Reply,
    state::{RegisteredClient, ServerState},
    tokens::{Holder, issue},
};
use crate::{behaviour::OwnGrant, clock::Moment};

pub(super) fn grant(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    match asked.behaviour.authentication.client_credentials.unwrap_or(OwnGrant::Nobody) {
        OwnGrant::Nobody => {
            let stated = asked.behaviour.token.errors.unsupported_grant_type.as_ref();
            return Err(Refusal::or(stated, "unsupported_grant_type"));
        }
        OwnGrant::Confidential if client.secret.is_none() => {
            return Err(Refusal::code("unauthorized_client"));
        }
        OwnGrant::Confidential | OwnGrant::Anyone => {}
    }
    let scope = asked.given("scope");
    let family = state.tokens.new_family();
    let holder = Holder { client: client.id.clone(), family, granted: scope.clone(), scope, offline: false };
    Ok(issue(asked, state, &holder, now, None))
}
