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
    behaviour::{AtToken, Behaviour, CodeUse, ErrorAnswer, Lifetime, PkceGap, UseJudged, Wrong},
    clock::Moment,
    protocol::RedirectUri,
};
use std::time::Duration;

pub(super) fn grant(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Result<Reply, Refusal> {
    let errors = &asked.behaviour.token.errors;
    let policy = &asked.behaviour.code;
    let presented =
        asked.given("code").ok_or_else(|| Refusal::or(errors.missing_code.as_ref(), "invalid_request"))?;
    let unknown = || Refusal::or(policy.unknown.as_ref(), "invalid_grant");
    let code = state.issued_code(&presented, policy.compare.unwrap_or_default()).ok_or_else(unknown)?;
    let any = asked.behaviour.pkce.skips(PkceGap::CodeBinding);
    let others = if any { state.challenges(&client.id) } else { Vec::new() };
    let redemption = Redemption { asked, now, others };
    let grant = state.grant_mut(&code).ok_or_else(unknown)?;
    if !grant.account.is_at(asked.data_centre) {
        return Err(asked.elsewhere());
    }
    if let Err((wrong, refusal)) = redemption.check(grant, client) {
        let ended = grant.family.filter(|_| redemption.ends_tokens(grant, client));
        grant.wrong_verifiers += u32::from(!redemption.verifier_holds(grant, client));
        let spent = asked.behaviour.pkce.tries.is_some_and(|tries| grant.wrong_verifiers >= tries);
        let burns = policy.burnt_by_failure == Some(true) || wrong.is_some_and(|wrong| policy.ends_by(wrong));
        grant.burnt |= spent || burns;
        if let Some(family) = ended {
            redemption.end_tokens(state, family);
        }
        return Err(refusal);
    }
    grant.uses += 1;
    grant.first_used.get_or_insert(now);
    grant.first_arrived.get_or_insert(asked.arrived);
    let reply = tokens_for(asked, state, &code, (client, now)).ok_or_else(unknown)?;
    let delay = match policy.race_window {
        Some(Lifetime::Ends(window)) => window,
        _ => Duration::ZERO,
    };
    Ok(Reply { delay, ..reply })
}

/// A request whose client did not prove who it is: it gets nothing, and may end what others got.
pub(super) fn unauthenticated(asked: &Asked<'_>, state: &mut ServerState, now: Moment) {
    let policy = &asked.behaviour.code;
    let code = asked
        .given("code")
        .and_then(|presented| state.issued_code(&presented, policy.compare.unwrap_or_default()));
    let Some(code) = code else { return };
    let Some(grant) = state.grant(&code) else { return };
    let redemption = Redemption { asked, now, others: Vec::new() };
    let ends = redemption.used_up(grant) && redemption.revokes_despite(&[Wrong::Secret]);
    if let Some(family) = grant.family.filter(|_| ends) {
        redemption.end_tokens(state, family);
    }
    if policy.ends_by(Wrong::Secret)
        && let Some(grant) = state.grant_mut(&code)
    {
        grant.burnt = true;
    }
}

/// What a refresh with a code in place of a refresh token brings, where a code passes for one.
pub(super) fn as_refresh_token(
    asked: &Asked<'_>,
    state: &mut ServerState,
    client: &RegisteredClient,
    now: Moment,
) -> Option<Reply> {
    let code = asked.given("refresh_token")?;
    let is_own = state.grant(&code)?.client == client.id;
    let works = is_own && is_code(asked.behaviour, state, &code, CodeUse::RefreshToken);
    if works { tokens_for(asked, state, &code, (client, now)) } else { None }
}

/// Whether this is a code, and one passes for that.
pub(super) fn is_code(behaviour: &Behaviour, state: &ServerState, text: &str, used_as: CodeUse) -> bool {
    let works = behaviour.code.works_as.as_ref().is_some_and(|uses| uses.contains(&used_as));
    works && state.grant(text).is_some()
}

/// The tokens that a code stands for; none where it is no code.
fn tokens_for(
    asked: &Asked<'_>,
    state: &mut ServerState,
    code: &str,
    (client, now): (&RegisteredClient, Moment),
) -> Option<Reply> {
    let family = state.tokens.new_family();
    let refreshes = state.may_use(&client.id, "refresh_token", &asked.behaviour.registration);
    let grant = state.grant_mut(code)?;
    let wanted = asked.given("scope").filter(|_| asked.behaviour.code.reads_scope == Some(true));
    let scope = wanted.or_else(|| grant.scope.clone());
    let holder = Holder {
        client: client.id.clone(),
        account: grant.account.clone(),
        family: *grant.family.get_or_insert(family),
        granted: scope.clone(),
        scope,
        offline: grant.offline,
        refreshed: false,
        refreshes,
        of_client: false,
    };
    Some(issue(asked, state, &holder, now, None))
}

/// A code and what is presented with it.
struct Redemption<'a> {
    asked: &'a Asked<'a>,
    now: Moment,
    /// Challenges of other codes, where they will do as well.
    others: Vec<Challenge>,
}

impl Redemption<'_> {
    /// Whether all is in order; what is wrong, if that is the request, and the refusal.
    fn check(&self, grant: &Grant, client: &RegisteredClient) -> Result<(), (Option<Wrong>, Refusal)> {
        let policy = &self.asked.behaviour.code;
        let errors = &self.asked.behaviour.token.errors;
        let refused =
            |wrong, stated: Option<&ErrorAnswer>| Err((wrong, Refusal::or(stated, "invalid_grant")));
        if self.is_foreign(grant, client) {
            return refused(Some(Wrong::Client), errors.foreign_code.as_ref());
        }
        let is_used = |judged| policy.use_judged.unwrap_or_default() == judged && self.used_up(grant);
        if is_used(UseJudged::First) {
            return refused(None, policy.replayed.as_ref());
        }
        if let Some(Lifetime::Ends(lifetime)) = policy.lifetime
            && self.now.since(grant.issued) > lifetime
        {
            return refused(None, policy.expired.as_ref());
        }
        if !self.redirect_uri_holds(grant, &client.redirect_uris) {
            let stated = &self.asked.behaviour.redirect_uri.mismatch.at_token;
            return refused(Some(Wrong::RedirectUri), stated.as_ref());
        }
        if !self.verifier_holds(grant, client) {
            let own = match self.asked.given("code_verifier") {
                None => errors.missing_verifier.as_ref(),
                Some(verifier) if !pkce::is_well_formed(&self.asked.behaviour.pkce, &verifier) => {
                    errors.malformed_verifier.as_ref()
                }
                Some(_) => None,
            };
            return refused(Some(Wrong::Verifier), own.or(errors.wrong_verifier.as_ref()));
        }
        if is_used(UseJudged::Last) {
            return refused(None, policy.replayed.as_ref());
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

    /// Whether the code belongs to another client, and that matters.
    fn is_foreign(&self, grant: &Grant, client: &RegisteredClient) -> bool {
        let policy = &self.asked.behaviour.code;
        let binds = policy.bound_to_client != Some(false)
            && (client.secret.is_some() || policy.bound_to_public_client != Some(false));
        binds && grant.client != client.id
    }

    fn used_up(&self, grant: &Grant) -> bool {
        let policy = &self.asked.behaviour.code;
        let graced = match (policy.grace, grant.first_used) {
            (Some(Lifetime::Ends(grace)), Some(first)) => self.now.since(first) <= grace,
            (Some(Lifetime::Never), Some(_)) => true,
            _ => false,
        };
        let uncommitted = match (policy.race_window, grant.first_arrived) {
            (Some(Lifetime::Ends(window)), Some(first)) => self.asked.arrived.since(first) < window,
            _ => false,
        };
        grant.burnt || grant.uses >= policy.uses.unwrap_or(1) && !graced && !uncommitted
    }

    /// Whether this refused redemption is a replay that ends the tokens of the first (RFC 6749
    /// section 4.1.2, OAuth 2.1 section 7.5.3).
    fn ends_tokens(&self, grant: &Grant, client: &RegisteredClient) -> bool {
        let wrong = [
            (Wrong::Client, self.is_foreign(grant, client)),
            (Wrong::RedirectUri, !self.redirect_uri_holds(grant, &client.redirect_uris)),
            (Wrong::Verifier, !self.verifier_holds(grant, client)),
        ];
        let wrong: Vec<Wrong> = wrong.into_iter().filter(|(_, is)| *is).map(|(wrong, _)| wrong).collect();
        self.used_up(grant) && self.revokes_despite(&wrong)
    }

    /// Whether a replay ends tokens although this is wrong with it.
    fn revokes_despite(&self, wrong: &[Wrong]) -> bool {
        let replayed = self.asked.behaviour.code.replayed.as_ref();
        let despite = replayed.and_then(|replayed| replayed.revokes_if_wrong.as_deref()).unwrap_or_default();
        let revokes = replayed.and_then(|replayed| replayed.revokes_tokens) != Some(false);
        revokes && wrong.iter().all(|wrong| despite.contains(wrong))
    }

    fn end_tokens(&self, state: &mut ServerState, family: usize) {
        let replayed = self.asked.behaviour.code.replayed.as_ref();
        let spared = replayed.and_then(|replayed| replayed.spares.as_deref()).unwrap_or_default();
        state.tokens.revoke_descendants(family, spared);
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        behaviour::{Behaviour, CodePolicy, Lifetime},
        clock::Moment,
        mutation::Kind,
        protocol::Parameters,
        stand_in::{Endpoint, Reply, Request, ServerState, decide, usual_clients},
    };
    use std::time::Duration;

    const WINDOW: Duration = Duration::from_millis(50);

    /// A redemption by the client `native-custom`, which arrives so many milliseconds after the
    /// start.
    fn redeemed(behaviour: &Behaviour, state: &mut ServerState, code: &str, millis: u64) -> Reply {
        let request = Request {
            method: "POST".to_owned(),
            endpoint: Endpoint::Token,
            data_centre: None,
            query: Parameters::default(),
            form: Parameters::from_iter([
                ("grant_type", "authorization_code"),
                ("client_id", "native-custom"),
                ("redirect_uri", Kind::CustomScheme.example()),
                ("code", code),
            ]),
            authorization: None,
            accepts_json: false,
            other_body: None,
            cookie: None,
            forwarded_host: None,
            path: String::new(),
            arrived: Moment::after_start(Duration::from_millis(millis)),
        };
        decide(behaviour, state, &request, Moment::default())
    }

    #[test]
    fn only_who_arrives_within_the_window_sees_the_code_as_unused() {
        let code = CodePolicy { race_window: Some(Lifetime::Ends(WINDOW)), ..CodePolicy::default() };
        let behaviour = Behaviour { code, ..Behaviour::default() };
        let mut state = ServerState::new("http://127.0.0.1:1", usual_clients(), "salt");
        let request = Request {
            method: "GET".to_owned(),
            endpoint: Endpoint::Authorization,
            data_centre: None,
            query: Parameters::from_iter([
                ("response_type", "code"),
                ("client_id", "native-custom"),
                ("redirect_uri", Kind::CustomScheme.example()),
            ]),
            form: Parameters::default(),
            authorization: None,
            accepts_json: false,
            other_body: None,
            cookie: None,
            forwarded_host: None,
            path: String::new(),
            arrived: Moment::default(),
        };
        let sent = decide(&behaviour, &mut state, &request, Moment::default());
        let (_, to) = sent.headers.first().expect("a redirect");
        let (_, query) = to.split_once('?').expect("a response");
        let code = Parameters::parse(query).first("code").expect("a code");
        let mut at = |millis| {
            let reply = redeemed(&behaviour, &mut state, &code, millis);
            (reply.status, reply.delay)
        };
        assert_eq!(at(10), (200, WINDOW));
        assert_eq!(at(59), (200, WINDOW));
        assert_eq!(at(60), (400, Duration::ZERO));
    }
}
