//! Redeeming a code at a stand-in (RFC 6749 sections 4.1.3, 5.1 and 5.2).

use super::{
    asked::Asked,
    pkce,
    refusal::Refusal,
    reply::Reply,
    state::{Challenge, Grant, RegisteredClient, ServerState},
    tokens::{Holder, issue},
};
use crate::{
    behaviour::{AtToken, CodePolicy, Lifetime, PkceGap},
    clock::Moment,
    protocol::RedirectUri,
};

pub(super) fn grant(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let errors = &asked.behaviour.token.errors;
    let policy = &asked.behaviour.code;
    let code =
        asked.given("code").ok_or_else(|| Refusal::or(errors.missing_code.as_ref(), "invalid_request"))?;
    let any = asked.behaviour.pkce.skips(PkceGap::CodeBinding);
    let others = if any { state.challenges(&client.id) } else { Vec::new() };
    let Some(grant) = state.grant_mut(&code) else {
        return Err(Refusal::or(policy.unknown.as_ref(), "invalid_grant"));
    };
    let redemption = Redemption { asked, now, others };
    if let Err(refusal) = redemption.check(grant, client) {
        grant.wrong_verifiers += u32::from(!redemption.verifier_holds(grant, client));
        let spent = asked.behaviour.pkce.tries.is_some_and(|tries| grant.wrong_verifiers >= tries);
        grant.burnt |= spent || policy.burnt_by_failure == Some(true);
        let replayed = used_up(policy, grant, now) && grant.client == client.id;
        if let Some(family) = grant.family.filter(|_| replayed && revokes_tokens(policy)) {
            state.tokens.revoke_family(family, None);
        }
        return Err(refusal);
    }
    grant.uses += 1;
    grant.first_used.get_or_insert(now);
    let family = state.tokens.new_family();
    let Some(grant) = state.grant_mut(&code) else {
        return Err(Refusal::or(policy.unknown.as_ref(), "invalid_grant"));
    };
    let family = *grant.family.get_or_insert(family);
    let holder = Holder {
        client: client.id.clone(),
        family,
        granted: grant.scope.clone(),
        scope: grant.scope.clone(),
        offline: grant.offline,
    };
    Ok(issue(asked, state, &holder, now, None))
}

/// Whether a replay ends the tokens of the first redemption (RFC 6749 section 4.1.2).
fn revokes_tokens(policy: &CodePolicy) -> bool {
    policy.replayed.as_ref().and_then(|replayed| replayed.revokes_tokens) != Some(false)
}

/// A code and what is presented with it.
struct Redemption<'a> {
    asked: &'a Asked<'a>,
    now: Moment,
    /// Challenges of other codes, where they will do as well.
    others: Vec<Challenge>,
}

impl Redemption<'_> {
    fn check(&self, grant: &Grant, client: &RegisteredClient) -> Result<(), Refusal> {
        let policy = &self.asked.behaviour.code;
        if policy.bound_to_client != Some(false) && grant.client != client.id {
            return Err(Refusal::or(
                self.asked.behaviour.token.errors.foreign_code.as_ref(),
                "invalid_grant",
            ));
        }
        if used_up(policy, grant, self.now) {
            return Err(Refusal::or(policy.replayed.as_ref(), "invalid_grant"));
        }
        if let Some(Lifetime::Ends(lifetime)) = policy.lifetime
            && self.now.since(grant.issued) > lifetime
        {
            return Err(Refusal::or(policy.expired.as_ref(), "invalid_grant"));
        }
        if !self.redirect_uri_holds(grant, &client.redirect_uris) {
            return Err(Refusal::or(
                self.asked.behaviour.redirect_uri.mismatch.at_token.as_ref(),
                "invalid_grant",
            ));
        }
        if !self.verifier_holds(grant, client) {
            return Err(Refusal::or(
                self.asked.behaviour.token.errors.wrong_verifier.as_ref(),
                "invalid_grant",
            ));
        }
        Ok(())
    }

    fn redirect_uri_holds(&self, grant: &Grant, registered: &[RedirectUri]) -> bool {
        let given = self.asked.given("redirect_uri");
        let is_registered = |uri: &str| registered.iter().any(|registered| registered.as_str() == uri);
        match self.asked.behaviour.redirect_uri.at_token.unwrap_or(AtToken::Authorized) {
            AtToken::Authorized => {
                given == grant.redirect_uri
                    || grant.redirect_uri.is_none() && given.is_some_and(|uri| is_registered(&uri))
            }
            AtToken::Registered => given.is_some_and(|uri| is_registered(&uri)),
            AtToken::SameMatch => match (&given, &grant.redirect_uri) {
                (Some(given), Some(authorized)) => {
                    self.asked.behaviour.redirect_uri.admits(&[RedirectUri::new(authorized)], given).is_some()
                }
                _ => given == grant.redirect_uri,
            },
            AtToken::Optional => given.is_none() || given == grant.redirect_uri,
            AtToken::None => true,
        }
    }

    fn verifier_holds(&self, grant: &Grant, client: &RegisteredClient) -> bool {
        let challenges: Vec<Challenge> = grant.challenge.iter().chain(&self.others).cloned().collect();
        let verifier = self.asked.given("code_verifier");
        pkce::holds(self.asked.behaviour, client, &challenges, verifier.as_deref())
    }
}

fn used_up(policy: &CodePolicy, grant: &Grant, now: Moment) -> bool {
    let graced = match (policy.grace, grant.first_used) {
        (Some(Lifetime::Ends(grace)), Some(first)) => now.since(first) <= grace,
        (Some(Lifetime::Never), Some(_)) => true,
        _ => false,
    };
    grant.burnt || grant.uses >= policy.uses.unwrap_or(1) && !graced
}
