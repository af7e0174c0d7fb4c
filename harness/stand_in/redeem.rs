//! The token endpoint of a stand-in (RFC 6749 sections 3.2, 4.1.3, 5.1 and 5.2).

use super::{
    reply::Reply,
    request::Request,
    state::{Challenge, Grant, RegisteredClient, ServerState},
};
use crate::{
    behaviour::{AtToken, Behaviour, CodePolicy, ErrorAnswer, ExpiresIn, Lifetime, PkceCheck},
    clock::Moment,
    protocol::{Parameters, Pkce, RedirectUri, decode_form},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;
use std::time::Duration;

pub(super) fn decide(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    match Redemption::of(behaviour, request).redeem(state, now) {
        Ok(reply) => reply,
        Err(refusal) => refuse(behaviour, &refusal, request.authorization.is_some()),
    }
}

/// A token request, and the behaviour it meets.
struct Redemption<'a> {
    behaviour: &'a Behaviour,
    parameters: Parameters,
    authorization: Option<&'a str>,
}

impl<'a> Redemption<'a> {
    fn of(behaviour: &'a Behaviour, request: &'a Request) -> Self {
        let mut parameters = request.form.clone();
        if behaviour.token.reads_query == Some(true) || request.method == "GET" {
            parameters.extend(request.query.clone());
        }
        Self { behaviour, parameters, authorization: request.authorization.as_deref() }
    }

    fn redeem(&self, state: &mut ServerState, now: Moment) -> Result<Reply, Refusal> {
        let errors = &self.behaviour.token.errors;
        let once = ["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"];
        if self.behaviour.token.accepts_duplicates != Some(true)
            && once.iter().any(|name| self.parameters.all(name).len() > 1)
        {
            return Err(or(None, "invalid_request"));
        }
        let client = self.client(state)?;
        match self.given("grant_type").as_deref() {
            Some("authorization_code") => {}
            Some(_) => return Err(or(errors.unsupported_grant_type.as_ref(), "unsupported_grant_type")),
            None => return Err(or(errors.missing_grant_type.as_ref(), "invalid_request")),
        }
        let code = self.given("code").ok_or_else(|| or(errors.missing_code.as_ref(), "invalid_request"))?;
        let policy = &self.behaviour.code;
        let Some(grant) = state.grant_mut(&code) else {
            return Err(or(policy.unknown.as_ref(), "invalid_grant"));
        };
        if let Err(answer) = self.check(grant, &client, now) {
            grant.burnt |= policy.burnt_by_failure == Some(true);
            return Err(answer);
        }
        grant.uses += 1;
        grant.first_used.get_or_insert(now);
        let scope = grant.scope.clone();
        Ok(self.success(state, scope))
    }

    fn client(&self, state: &ServerState) -> Result<RegisteredClient, Refusal> {
        let errors = &self.behaviour.token.errors;
        let refused = |cause: Option<&ErrorAnswer>| {
            let refusal = or(cause, "invalid_client");
            Refusal { usual: ErrorAnswer { status: Some(401), ..refusal.usual }, ..refusal }
        };
        let (id, secret) = match self.authorization.and_then(basic) {
            Some((id, secret)) => (Some(id), Some(secret)),
            None => (self.given("client_id"), self.given("client_secret")),
        };
        let client =
            id.and_then(|id| state.client(&id)).ok_or_else(|| refused(errors.unknown_client.as_ref()))?;
        let right = self.behaviour.token.checks_secret == Some(false)
            || client.secret.as_ref().is_none_or(|known| secret.as_deref() == Some(known.reveal()));
        if right { Ok(client.clone()) } else { Err(refused(errors.wrong_secret.as_ref())) }
    }

    fn check(&self, grant: &Grant, client: &RegisteredClient, now: Moment) -> Result<(), Refusal> {
        let policy = &self.behaviour.code;
        if policy.bound_to_client != Some(false) && grant.client != client.id {
            return Err(or(self.behaviour.token.errors.foreign_code.as_ref(), "invalid_grant"));
        }
        if used_up(policy, grant, now) {
            return Err(or(policy.replayed.as_ref(), "invalid_grant"));
        }
        if let Some(Lifetime::Ends(lifetime)) = policy.lifetime
            && now.since(grant.issued) > lifetime
        {
            return Err(or(policy.expired.as_ref(), "invalid_grant"));
        }
        if !self.redirect_uri_holds(grant, &client.redirect_uris) {
            return Err(or(self.behaviour.redirect_uri.mismatch.at_token.as_ref(), "invalid_grant"));
        }
        if !self.verifier_holds(grant) {
            return Err(or(self.behaviour.token.errors.wrong_verifier.as_ref(), "invalid_grant"));
        }
        Ok(())
    }

    fn redirect_uri_holds(&self, grant: &Grant, registered: &[RedirectUri]) -> bool {
        let given = self.given("redirect_uri");
        let is_registered = |uri: &str| registered.iter().any(|registered| registered.as_str() == uri);
        match self.behaviour.redirect_uri.at_token.unwrap_or(AtToken::Authorized) {
            AtToken::Authorized => {
                given == grant.redirect_uri
                    || grant.redirect_uri.is_none() && given.is_some_and(|uri| is_registered(&uri))
            }
            AtToken::Registered => given.is_some_and(|uri| is_registered(&uri)),
            AtToken::SameMatch => match (&given, &grant.redirect_uri) {
                (Some(given), Some(authorized)) => {
                    self.behaviour.redirect_uri.admits(&[RedirectUri::new(authorized)], given).is_some()
                }
                _ => given == grant.redirect_uri,
            },
            AtToken::Optional => given.is_none() || given == grant.redirect_uri,
            AtToken::None => true,
        }
    }

    fn verifier_holds(&self, grant: &Grant) -> bool {
        let verifier = self.given("code_verifier");
        match (&grant.challenge, verifier) {
            _ if self.behaviour.code.pkce == Some(PkceCheck::Ignored) => true,
            (None, None) => true,
            (Some(_), None) if self.behaviour.code.pkce == Some(PkceCheck::Optional) => true,
            (Some(Challenge::S256(challenge)), Some(verifier)) => Pkce::challenge_of(&verifier) == *challenge,
            (Some(Challenge::Plain(challenge)), Some(verifier)) => verifier == *challenge,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn success(&self, state: &mut ServerState, scope: Option<String>) -> Reply {
        let policy = &self.behaviour.token;
        let mut members =
            serde_json::Map::from_iter([("access_token".to_owned(), json!(state.fresh("token")))]);
        let token_type = policy.token_type.as_deref().unwrap_or("Bearer");
        if !token_type.is_empty() {
            members.insert("token_type".to_owned(), json!(token_type));
        }
        let lifetime = match self.behaviour.access_token.lifetime {
            Some(Lifetime::Ends(lifetime)) => lifetime,
            _ => Duration::from_secs(3600),
        };
        match policy.expires_in.unwrap_or(ExpiresIn::Number) {
            ExpiresIn::Number => drop(members.insert("expires_in".to_owned(), json!(lifetime.as_secs()))),
            ExpiresIn::String => {
                drop(members.insert("expires_in".to_owned(), json!(lifetime.as_secs().to_string())));
            }
            ExpiresIn::Absent => {}
        }
        members.extend(scope.map(|scope| ("scope".to_owned(), json!(scope))));
        let mut reply = Reply::json(policy.status.unwrap_or(200), &members.into());
        if let Some(media_type) = &policy.media_type {
            reply.headers = vec![("content-type", media_type.clone())];
        }
        reply
            .with("cache-control", policy.cache_control.as_deref().unwrap_or("no-store"))
            .with("pragma", policy.pragma.as_deref().unwrap_or("no-cache"))
    }

    /// The parameter, unless it is absent or empty (RFC 6749 section 3.2).
    fn given(&self, name: &str) -> Option<String> {
        self.parameters.first(name).filter(|value| !value.is_empty())
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

/// A refusal: what the behaviour states for its cause, and what the standard says otherwise.
struct Refusal {
    stated: ErrorAnswer,
    usual: ErrorAnswer,
}

fn or(stated: Option<&ErrorAnswer>, code: &str) -> Refusal {
    Refusal { stated: stated.cloned().unwrap_or_default(), usual: ErrorAnswer::code(code) }
}

/// What is stated for the cause comes first, then what all errors share, then the usual.
fn refuse(behaviour: &Behaviour, refusal: &Refusal, by_header: bool) -> Reply {
    let all = behaviour.token.errors.all.clone().unwrap_or_default();
    let answer = refusal.stated.or(&all).or(&refusal.usual);
    let reply = Reply::error(&answer).with("cache-control", "no-store");
    if answer.status == Some(401) && by_header {
        reply.with("www-authenticate", "Basic realm=\"token\"")
    } else {
        reply
    }
}

fn basic(header: &str) -> Option<(String, String)> {
    let encoded = header.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let text = |part: &str| String::from_utf8_lossy(&decode_form(part)).into_owned();
    Some((text(id), text(secret)))
}
