//! Clients that are registered for the question: what may be registered, and whether the server holds
//! clients to it.

use super::{
    answered::{Told, authorization, later, told, violated},
    judgement::{Judgement, answer_at, granted_at},
};
use crate::{
    evidence::{Channel, Observation, Outcome, TokenAnswer},
    probe::{Authorize, Call, Change, Credentials, Issued, Presents, Probe, Redeem, Register, Step, Who},
};
use serde_json::{Value, json};

fn probe(key: &str, steps: Vec<Step>) -> Vec<Probe> {
    vec![Probe::of(format!("enrolment/{key}"), steps)]
}

fn usual() -> Step {
    Step::Register(Register::default())
}

fn with(name: &str, value: Value) -> Step {
    Step::Register(Register::default().with(name, value))
}

fn authorize(changes: Vec<Change>) -> Step {
    Step::Authorize(Authorize { who: Who::Registered, changes, ..Authorize::default() })
}

fn redeem(credentials: Credentials) -> Step {
    Step::Redeem(Redeem { who: Who::Registered, credentials, ..Redeem::default() })
}

/// A client with this redirect URI, then an ordinary one.
fn uri(key: &str, uri: &str) -> Vec<Probe> {
    probe(key, vec![with("redirect_uris", json!([uri])), usual()])
}

pub(super) fn fragment() -> Vec<Probe> {
    uri("fragment", "https://app.example/callback#part")
}

pub(super) fn plain_http() -> Vec<Probe> {
    uri("plain-http", "http://app.example/callback")
}

pub(super) fn incomplete() -> Vec<Probe> {
    uri("incomplete", "/callback")
}

/// A native app whose scheme is one word (RFC 8252 section 7.1).
pub(super) fn one_word() -> Vec<Probe> {
    let register = Register::default()
        .with("redirect_uris", json!(["litmusapp:/callback"]))
        .with("application_type", json!("native"));
    probe("one-word", vec![Step::Register(register), usual()])
}

/// A client without a redirect URI, and a request of it for some.
pub(super) fn no_uri() -> Vec<Probe> {
    let steps = vec![usual(), with("redirect_uris", Value::Null), authorize(Vec::new())];
    probe("no-uri", steps)
}

pub(super) fn chosen_id() -> Vec<Probe> {
    probe("chosen-id", vec![with("client_id", json!(CHOSEN)), usual()])
}

const CHOSEN: &str = "litmus-chosen-by-the-client";

/// A client that is to have its secret in the body, once with it in the header.
pub(super) fn other_method() -> Vec<Probe> {
    let steps = vec![
        with("token_endpoint_auth_method", json!("client_secret_post")),
        authorize(Vec::new()),
        redeem(Credentials::InHeader),
        authorize(Vec::new()),
        redeem(Credentials::InBody),
    ];
    probe("other-method", steps)
}

/// A client that is not for refreshing, and a refresh with what came.
pub(super) fn no_refresh() -> Vec<Probe> {
    let refresh = Call::refresh().presenting(Presents::Refresh(Issued::latest())).by(Who::Registered);
    let steps = vec![usual(), authorize(Vec::new()), redeem(Credentials::Usual), refresh.into()];
    probe("no-refresh", steps)
}

/// A client that is for no code, and a request for one; then an ordinary one.
pub(super) fn no_code() -> Vec<Probe> {
    let register = Register::default()
        .with("grant_types", json!(["client_credentials"]))
        .with("response_types", json!([]))
        .with("token_endpoint_auth_method", json!("client_secret_basic"));
    let steps = vec![Step::Register(register), authorize(Vec::new()), usual(), authorize(Vec::new())];
    probe("no-code", steps)
}

/// A client that may ask for one scope, and asks for two.
pub(super) fn one_scope() -> Vec<Probe> {
    let wider = authorize(vec![Change::widen("scope", "write")]);
    probe("one-scope", vec![with("scope", json!("{scope}")), wider, redeem(Credentials::Usual)])
}

/// A client that is deleted with a code in its hands.
pub(super) fn deleted() -> Vec<Probe> {
    let steps = vec![
        usual(),
        authorize(Vec::new()),
        Step::Unregister,
        redeem(Credentials::Usual),
        authorize(Vec::new()),
    ];
    probe("deleted", steps)
}

/// Whether the registration at that step was accepted.
fn registered(observation: &Observation, step: usize) -> Result<Option<&TokenAnswer>, Judgement> {
    let answer = answer_at(observation, step)?;
    let named = member(answer, "client_id").is_some();
    match answer.status {
        200..=299 if named => Ok(Some(answer)),
        401 | 403 => Err(Judgement::NotApplicable("not everybody may register a client".to_owned())),
        404 | 405 | 501 => Err(Judgement::NotApplicable("clients are not registered there".to_owned())),
        400..=499 if answer.status != 429 => Ok(None),
        status => Err(Judgement::Inconclusive(format!("the registration was answered {status}"))),
    }
}

/// The answer to the registration at that step, which should be accepted.
fn client(observation: &Observation, step: usize) -> Result<&TokenAnswer, Judgement> {
    registered(observation, step)?.ok_or_else(|| {
        Judgement::NotApplicable("a client of the sort that is needed is not registered".to_owned())
    })
}

fn member<'a>(answer: &'a TokenAnswer, name: &str) -> Option<&'a Value> {
    answer.json.as_ref()?.get(name)
}

/// Whether what came back lists that, or lists nothing, which is as it was asked for.
fn lists(answer: &TokenAnswer, name: &str, value: &str) -> Option<bool> {
    Some(member(answer, name)?.as_array()?.iter().any(|known| known == value))
}

fn told_so(judge: impl FnOnce() -> Result<Judgement, Judgement>) -> Judgement {
    judge().unwrap_or_else(|judgement| judgement)
}

/// The redirect URI cannot be registered, where an ordinary one can. A server that registers another
/// in its place has not registered it (RFC 7591 section 3.2.1).
pub(super) fn uri_refused(observation: &Observation) -> Judgement {
    told_so(|| {
        let odd = registered(observation, 0)?;
        let asked = observation.probe.steps.first();
        let uri = match asked {
            Some(Step::Register(register)) => {
                register.members.get("redirect_uris").and_then(|uris| uris.get(0))
            }
            _ => None,
        };
        let kept = |answer: &TokenAnswer| {
            let uris = member(answer, "redirect_uris").and_then(Value::as_array);
            uris.is_none_or(|uris| uris.iter().any(|known| Some(known) == uri))
        };
        if odd.is_some_and(kept) {
            return Ok(violated(Channel::Query));
        }
        client(observation, 1)?;
        Ok(Judgement::Upheld)
    })
}

/// No client gets the id that it asks for.
pub(super) fn id_given(observation: &Observation) -> Judgement {
    told_so(|| {
        let taken = |answer: &TokenAnswer| member(answer, "client_id") == Some(&json!(CHOSEN));
        if registered(observation, 0)?.is_some_and(taken) {
            return Ok(violated(Channel::Query));
        }
        client(observation, 1)?;
        Ok(Judgement::Upheld)
    })
}

/// A client without a secret and without a redirect URI is not registered, or gets no code.
pub(super) fn uri_needed(observation: &Observation) -> Judgement {
    told_so(|| {
        client(observation, 0)?;
        if registered(observation, 1)?.is_none() {
            return Ok(Judgement::Upheld);
        }
        Ok(refused(observation, 0))
    })
}

/// The registered client gets no code at that request.
fn refused(observation: &Observation, nth: usize) -> Judgement {
    match told(observation, nth) {
        Err(judgement) => judgement,
        Ok(Told::Code(exit)) => violated(exit.channel),
        Ok(Told::Error(_) | Told::Page) => Judgement::Upheld,
        Ok(Told::Login) => later(),
    }
}

/// The secret works where it was registered to stand, and nowhere else.
pub(super) fn method_held(observation: &Observation) -> Judgement {
    told_so(|| {
        let answer = client(observation, 0)?;
        if member(answer, "token_endpoint_auth_method") != Some(&json!("client_secret_post")) {
            return Ok(Judgement::NotApplicable("no secret in the body can be registered".to_owned()));
        }
        let in_header = granted_at(observation, 2)?;
        let in_body = granted_at(observation, 4)?;
        Ok(match (in_header, in_body) {
            (true, _) => Judgement::holds(false),
            (false, true) => Judgement::Upheld,
            (false, false) => Judgement::Inconclusive("no redemption of the new client works".to_owned()),
        })
    })
}

/// A client that is registered for codes alone cannot refresh.
pub(super) fn no_refreshing(observation: &Observation) -> Judgement {
    told_so(|| {
        let answer = client(observation, 0)?;
        if lists(answer, "grant_types", "refresh_token") == Some(true) {
            return Ok(Judgement::NotApplicable("every client is registered for refreshing".to_owned()));
        }
        if !granted_at(observation, 2)? {
            return Ok(Judgement::Inconclusive("an ordinary redemption was refused".to_owned()));
        }
        let has_refresh = observation.answer(2).is_some_and(|answer| answer.refresh_token.is_some());
        if !has_refresh {
            return Ok(Judgement::Upheld);
        }
        Ok(Judgement::holds(!granted_at(observation, 3)?))
    })
}

/// A client that is registered for no response type gets no code; one that is gets one, or a login.
pub(super) fn no_codes(observation: &Observation) -> Judgement {
    told_so(|| {
        let answer = client(observation, 0)?;
        if lists(answer, "response_types", "code") == Some(true) {
            return Ok(Judgement::NotApplicable("every client is registered for codes".to_owned()));
        }
        client(observation, 2)?;
        let usual = authorization(observation, 1)?;
        if usual.outcome != Outcome::Accepted {
            return Ok(Judgement::Inconclusive("no client that was just registered gets a code".to_owned()));
        }
        Ok(refused(observation, 0))
    })
}

/// What is granted is no more than was registered.
pub(super) fn scope_held(observation: &Observation) -> Judgement {
    told_so(|| {
        let answer = client(observation, 0)?;
        let Some(own) = member(answer, "scope").and_then(Value::as_str).filter(|scope| !scope.is_empty())
        else {
            return Ok(Judgement::NotApplicable("no scope is registered for a client".to_owned()));
        };
        let wanted = crate::protocol::Parameters::parse(
            authorization(observation, 0)?.request().sent.url.split_once('?').map_or("", |(_, query)| query),
        );
        let within = |scope: &str| {
            scope.split_whitespace().all(|word| own.split_whitespace().any(|known| known == word))
        };
        if within(&wanted.first("scope").unwrap_or_default()) {
            return Ok(Judgement::NotApplicable("every scope is registered for every client".to_owned()));
        }
        match told(observation, 0)? {
            Told::Error(_) | Told::Page => return Ok(Judgement::Upheld),
            Told::Login => return Ok(later()),
            Told::Code(_) => {}
        }
        if !granted_at(observation, 2)? {
            return Ok(Judgement::Upheld);
        }
        let granted =
            observation.answer(2).and_then(|answer| member(answer, "scope")).and_then(Value::as_str);
        Ok(match granted {
            Some(scope) => Judgement::holds(within(scope)),
            None => Judgement::Inconclusive("the server does not tell what it granted".to_owned()),
        })
    })
}

/// Whether the client was deleted, after it got a code.
fn gone(observation: &Observation) -> Result<(), Judgement> {
    client(observation, 0)?;
    if authorization(observation, 0)?.code_exit().is_none() {
        return Err(Judgement::Inconclusive("the new client got no code".to_owned()));
    }
    match observation.answer(2).map(|answer| answer.status) {
        Some(200..=299) => Ok(()),
        Some(status) => Err(Judgement::Inconclusive(format!("the deletion was answered {status}"))),
        None => {
            Err(Judgement::NotAsked(observation.skipped().unwrap_or("the client was not deleted").to_owned()))
        }
    }
}

/// A client that was deleted gets no code.
pub(super) fn deleted_gets_no_code(observation: &Observation) -> Judgement {
    told_so(|| {
        gone(observation)?;
        Ok(refused(observation, 1))
    })
}

/// A code that a client got before it was deleted brings no token.
pub(super) fn deleted_gets_no_token(observation: &Observation) -> Judgement {
    told_so(|| {
        gone(observation)?;
        Ok(Judgement::holds(!granted_at(observation, 3)?))
    })
}
