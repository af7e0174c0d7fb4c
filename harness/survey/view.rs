//! How evidence is shown: redacted, cut, and in words.

use crate::{
    evidence::{Exchange, Happened, Observation, Outcome, Redaction, TokenAnswer, curl},
    probe::{Call, Service, Step},
    profile::{ExchangeView, Witness},
};

/// The most characters of a body that are shown.
const BODY_SHOWN: usize = 400;

pub(super) fn witness(observation: &Observation, redaction: &Redaction) -> Witness {
    let subject = &observation.subject;
    let landing = observation.decisive().and_then(|authorized| authorized.landing.as_ref());
    Witness {
        client: subject.client.clone(),
        registered: subject.mutant.registered.uri.to_string(),
        requested: subject.mutant.requested(),
        landing: landing.and_then(|landing| landing.url.as_deref()).map(|url| redaction.apply(url)),
        seen: landing.map(|landing| landing.seen),
        mutations: observation.probe.edits().iter().map(|edit| edit.mutation.id).collect(),
        steps: steps(observation).into_iter().map(|step| redaction.apply(&step)).collect(),
        probe: (*observation.probe).clone(),
    }
}

pub(super) fn curls(observation: &Observation, redaction: &Redaction) -> String {
    observation.exchanges().map(|exchange| curl(&exchange.sent, redaction)).collect::<Vec<_>>().join("\n")
}

pub(super) fn exchanges(observation: &Observation, redaction: &Redaction) -> Vec<ExchangeView> {
    observation.exchanges().map(|exchange| view(exchange, redaction)).collect()
}

fn view(exchange: &Exchange, redaction: &Redaction) -> ExchangeView {
    let received = exchange.received.as_ref();
    let answer = match received {
        Ok(received) => redaction.apply(&received.text()).chars().take(BODY_SHOWN).collect(),
        Err(fault) => fault.to_string(),
    };
    ExchangeView {
        sent: format!("{} {}", exchange.sent.method, redaction.apply(&exchange.sent.url)),
        form: exchange.sent.body.as_deref().map(|body| redaction.apply(body)),
        status: received.ok().map(|received| received.status),
        location: received
            .ok()
            .and_then(|received| received.header("location"))
            .map(|location| redaction.apply(&location)),
        answer,
    }
}

/// What was done and what came of it, a sentence a step.
fn steps(observation: &Observation) -> Vec<String> {
    let steps = observation.probe.steps.iter().zip(&observation.happened);
    steps.map(|(step, happened)| format!("{}: {}", done(step, observation), came(happened))).collect()
}

/// A step in words.
pub(super) fn done(step: &Step, observation: &Observation) -> String {
    match step {
        Step::Authorize(authorize)
            if authorize.edits.is_empty()
                && authorize.changes.is_empty()
                && authorize.forged.is_empty()
                && authorize.decision.is_usual()
                && authorize.who.is_subject() =>
        {
            let place = authorize.place.words();
            place.map_or_else(|| "ask for a code".to_owned(), |place| format!("ask for a code, {place}"))
        }
        Step::Authorize(authorize) => {
            let mut words =
                if authorize.edits.is_empty() { Vec::new() } else { observation.subject.mutant.words() };
            words.extend(authorize.changes.iter().map(ToString::to_string));
            words.extend(authorize.forged.iter().map(ToString::to_string));
            words.extend((!authorize.who.is_subject()).then(|| authorize.who.words().trim().to_owned()));
            words.extend((!authorize.decision.is_usual()).then(|| authorize.decision.to_string()));
            format!("ask for a code, {}", words.join(", "))
        }
        Step::Redeem(redeem) => Call::from(redeem).to_string(),
        Step::Call(call) => call.to_string(),
        Step::AtOnce(calls) => {
            let first = calls.first().map_or_else(String::new, ToString::to_string);
            format!("{} times at one instant, {first}", calls.len())
        }
        Step::Register(register) => register.to_string(),
        Step::Unregister => "delete the client that was registered".to_owned(),
        Step::Pass(span) => format!("let {} pass", humantime::format_duration(*span)),
    }
}

fn came(happened: &Happened) -> String {
    match happened {
        Happened::Authorized(authorized) => {
            let code = if authorized.code_exit().is_some() { " with a code" } else { "" };
            let because = authorized.because.as_ref().filter(|_| authorized.outcome != Outcome::Accepted);
            format!(
                "{}{code}{}",
                authorized.outcome,
                because.map_or_else(String::new, |because| format!(" ({because})"))
            )
        }
        Happened::Redeemed(_, Some(answer)) | Happened::Called(Service::Token, _, Some(answer)) => {
            token_came(answer)
        }
        Happened::Called(_, _, Some(answer)) => {
            let error = answer.error.as_ref().map_or_else(String::new, |error| format!(", {error}"));
            let active = answer.json.as_ref().and_then(|members| members.get("active"));
            let active = active.map_or_else(String::new, |active| format!(", active: {active}"));
            format!("answered with {}{active}{error}", answer.status)
        }
        Happened::Redeemed(exchange, None) | Happened::Called(_, exchange, None) => {
            exchange.received.as_ref().err().map_or_else(String::new, ToString::to_string)
        }
        Happened::Raced(raced) => {
            let won = raced.iter().filter(|(_, answer)| answer.as_ref().is_some_and(TokenAnswer::succeeded));
            format!("{} of {} brought a token", won.count(), raced.len())
        }
        Happened::Passed(_) => "done".to_owned(),
        Happened::Skipped(why) => format!("not done, {why}"),
    }
}

fn token_came(answer: &TokenAnswer) -> String {
    if answer.succeeded() {
        return format!("a token came ({})", answer.status);
    }
    let error = answer.error.as_ref().map_or("no error code", |error| error.as_str());
    format!("refused ({}, {error})", answer.status)
}
