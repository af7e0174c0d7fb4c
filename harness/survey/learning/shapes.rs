//! What can be read off single answers: how a token endpoint says no, and what a callback carries.

use super::{authorization, offline::OFFLINE, patch::put, success};
use crate::{
    behaviour::{BodyShape, ErrorAnswer, Place},
    evidence::{Authorized, Exchange, Observation, TokenAnswer},
    probe::Body,
    protocol::Parameters,
    target::Tenant,
};
use std::{collections::BTreeMap, sync::Arc};
use toml::{Table, Value};

type Members = serde_json::Map<String, serde_json::Value>;

type Seen = BTreeMap<String, Arc<Observation>>;

/// Where a behaviour states the answer to a cause, and the probe and its step that provoke it.
const SHAPES: [(&[&str], &str, usize); 17] = [
    (&["code", "unknown"], "errors/token/unknown-code", 0),
    (&["code", "replayed"], "code/twice/same", 2),
    (&["code", "expired"], "code/after-a-day", 2),
    (&["redirect_uri", "mismatch", "at_token"], "token/bad-grant/mismatch", 1),
    (&["token", "errors", "missing_grant_type"], "token/no-grant-type", 0),
    (&["token", "errors", "unsupported_grant_type"], "token/odd-grant-type", 0),
    (&["token", "errors", "missing_code"], "token/no-code", 0),
    (&["token", "errors", "malformed"], "token/odd/code-control", 0),
    (&["token", "errors", "no_client"], "code/without-client-id", 1),
    (&["token", "errors", "unknown_client"], "client/wrong-and-unknown", 2),
    (&["token", "errors", "wrong_secret"], "client/wrong-secret", 1),
    (&["token", "errors", "foreign_code"], "code/by-another", 1),
    (&["token", "errors", "wrong_verifier"], "pkce/wrong-verifier", 1),
    (&["refresh_token", "revoked"], "refresh/revoked", 4),
    (&["refresh_token", "unknown"], "refresh/strange", 6),
    (&["refresh_token", "foreign"], "refresh/by-another", 3),
    (&["refresh_token", "replaced"], "refresh/reused", 3),
];

/// The same at endpoints whose errors are their own.
const ELSEWHERE: [(&[&str], &str, usize); 2] = [
    (&["revocation", "missing_token"], "revoke/no-token", 0),
    (&["introspection", "unauthorized"], "introspect/wrong-secret", 0),
];

/// The status of a token error where nothing is said (RFC 6749 section 5.2).
const USUAL: u16 = 400;

/// The shortest value of a request that is looked for in a description: shorter ones are there by
/// chance.
const TELLING: usize = 6;

/// Puts what was seen of each into a behaviour's table.
pub(super) fn read(seen: &Seen, tenant: &Tenant, table: &mut Table) {
    if let Some(observation) = seen.get("token/success") {
        let extra = authorization::callback(observation, tenant);
        if !extra.is_empty() {
            put(table, &["authorization", "callback"], Value::Table(extra));
        }
        if let (Some(answer), Some(exchange)) = (observation.answer(1), observation.exchange(1))
            && answer.succeeded()
        {
            let all = seen.values().flat_map(|observation| observation.token_answers());
            let all: Vec<&TokenAnswer> = all.filter(|answer| answer.succeeded()).collect();
            success::read((answer, exchange), &all, table);
            if tenant.token_body == Body::Json {
                put(table, &["token", "bodies"], Value::Array(vec!["json".into()]));
            }
        }
    }
    let refusals = SHAPES.iter().filter_map(|(path, key, step)| Some((*path, refusal(seen, key, *step)?)));
    let refusals: Vec<(&[&str], Refusal<'_>)> = refusals.collect();
    let mut shapes = Vec::new();
    for (path, (answer, exchange)) in &refusals {
        let others =
            refusals.iter().map(|(_, (other, _))| *other).filter(|other| !std::ptr::eq(*other, *answer));
        let shape = without_values(shape(answer, &others.collect::<Vec<_>>()), exchange);
        if let Ok(value) = Value::try_from(&shape) {
            put(table, path, value);
        }
        shapes.push(shape);
    }
    let all = shared(&shapes);
    if all != ErrorAnswer::default()
        && let Ok(value) = Value::try_from(all)
    {
        put(table, &["token", "errors", "all"], value);
    }
    header_fields(&refusals, table);
    for (path, key, step) in ELSEWHERE {
        let Some((answer, exchange)) = refusal(seen, key, step) else { continue };
        if let Ok(value) = Value::try_from(without_values(shape(answer, &[answer]), exchange)) {
            put(table, path, value);
        }
    }
}

/// The header fields of most refusals, where they are not the usual ones.
fn header_fields(refusals: &[(&[&str], Refusal<'_>)], table: &mut Table) {
    for (key, field, usual) in [("cache_control", "cache-control", "no-store"), ("pragma", "pragma", "")] {
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        for received in refusals.iter().filter_map(|(_, (_, exchange))| exchange.received.as_ref().ok()) {
            *said.entry(received.header(field).unwrap_or_default()).or_default() += 1;
        }
        let most = said.into_iter().max_by_key(|(_, times)| *times).map(|(said, _)| said);
        if let Some(said) = most.filter(|said| said != usual) {
            put(table, &["token", "errors", key], said.into());
        }
    }
}

type Refusal<'s> = (&'s TokenAnswer, &'s Exchange);

/// The refusal at a step of a probe.
fn refusal<'s>(seen: &'s Seen, key: &str, step: usize) -> Option<Refusal<'s>> {
    let offline = format!("{OFFLINE}{key}");
    let mut observations = [seen.get(&offline), seen.get(key)].into_iter().flatten();
    let refused = |observation: &'s Arc<Observation>| {
        let answer = observation.answer(step).filter(|answer| answer.refused())?;
        Some((answer, observation.exchange(step)?))
    };
    observations.find_map(refused)
}

/// What causes of every kind have in common is what all errors have.
fn shared(shapes: &[ErrorAnswer]) -> ErrorAnswer {
    let described: Vec<&ErrorAnswer> = shapes.iter().filter(|shape| shape.description.is_some()).collect();
    let all: Vec<&ErrorAnswer> = shapes.iter().collect();
    let mut members = all.first().map(|shape| shape.members.clone()).unwrap_or_default();
    members.retain(|name, value| all.iter().all(|shape| shape.members.get(name) == Some(value)));
    ErrorAnswer {
        status: same(&all, |shape| shape.status).filter(|status| *status != USUAL),
        error: same(&all, |shape| shape.error.clone()),
        code_in: same(&all, |shape| shape.code_in.clone()),
        description_in: same(&described, |shape| shape.description_in.clone()),
        status_in: same(&all, |shape| shape.status_in.clone()),
        body: same(&all, |shape| shape.body),
        members,
        ..ErrorAnswer::default()
    }
}

/// What all of them say, if they say the same.
fn same<T: PartialEq>(shapes: &[&ErrorAnswer], of: impl Fn(&ErrorAnswer) -> Option<T>) -> Option<T> {
    let first = of(shapes.first()?)?;
    shapes.iter().all(|shape| of(shape).as_ref() == Some(&first)).then_some(first)
}

/// What a callback carries beside the parameters that have a meaning of their own (RFC 6749 section
/// 4.1.2, RFC 9207 section 2); the server's own address is `{base}` there.
pub(in crate::survey) fn extra_parameters(observation: &Observation, tenant: &Tenant) -> Table {
    let path = tenant.authorization.as_str().strip_prefix(tenant.base.as_str().trim_end_matches('/'));
    let server = observation.subject.server.as_str();
    let base = path.and_then(|path| server.strip_suffix(path)).unwrap_or_default();
    let exit = observation.authorized().and_then(Authorized::code_exit);
    let parameters = exit.iter().flat_map(|exit| exit.parameters.iter());
    let extra = parameters.filter_map(|parameter| {
        let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
        let known = ["code", "state", "iss", "scope"].contains(&name.as_str());
        let value = if is_made_up(&value) && value != observation.subject.client {
            "{random}".to_owned()
        } else if base.is_empty() {
            value
        } else {
            value.replace(base, "{base}")
        };
        (!known).then_some((name, Value::String(value)))
    });
    extra.collect()
}

/// Whether a text looks as if it was made for one session and no other, as a `session_state`.
fn is_made_up(value: &str) -> bool {
    let is_mixed =
        value.contains(|c: char| c.is_ascii_digit()) && value.contains(|c: char| c.is_ascii_alphabetic());
    value.len() >= 20 && is_mixed && !value.contains(' ') && !value.contains("://")
}

/// The answer as a behaviour states it, beside other errors of the same server.
pub(in crate::survey) fn shape(answer: &TokenAnswer, others: &[&TokenAnswer]) -> ErrorAnswer {
    let told = answer.told.clone().unwrap_or_default();
    let is_text = answer.media_type.as_deref().is_some_and(|kind| kind == "text/plain");
    let body = match (answer.media_type.as_deref(), &answer.json, &answer.form) {
        (Some("application/json"), ..) => BodyShape::Json,
        (_, Some(_), _) => BodyShape::JsonAsHtml,
        (_, None, Some(_)) if is_text => BodyShape::FormAsText,
        (_, None, Some(_)) => BodyShape::Form,
        _ => BodyShape::Html,
    };
    let place = |way: Vec<String>, usual: &str| Place::at(way).filter(|place| !place.is(usual));
    let repeats = |answer: &TokenAnswer| {
        answer.json.as_ref().and_then(|members| members.get("status")) == Some(&answer.status.into())
    };
    let mut members = answer.json.clone().or_else(|| answer.form.clone()).unwrap_or_default();
    for way in [&told.code_in, &told.description_in] {
        take(&mut members, way);
    }
    if repeats(answer) {
        members.remove("status");
    }
    let of_others: Vec<&Members> =
        others.iter().filter_map(|other| other.json.as_ref().or(other.form.as_ref())).collect();
    ErrorAnswer {
        status: Some(answer.status),
        error: Some(answer.error.clone().unwrap_or_else(|| "".into())),
        code_in: place(told.code_in, "error"),
        description: told.description,
        description_in: place(told.description_in, "error_description"),
        status_in: repeats(answer).then(|| "status".into()),
        members: lasting(&members, &of_others),
        body: (body != BodyShape::Json).then_some(body),
        ..ErrorAnswer::default()
    }
}

/// Takes a member out, and what held nothing but it.
fn take(members: &mut Members, way: &[String]) {
    let Some((name, further)) = way.split_first() else { return };
    if let (Some(serde_json::Value::Object(inner)), false) = (members.get_mut(name), further.is_empty()) {
        take(inner, further);
        if !inner.is_empty() {
            return;
        }
    }
    members.remove(name);
}

/// The members that say the same every time, as far as one can tell: a text that others of the
/// same server have too, but another one, tells this answer apart and not its cause.
fn lasting(members: &Members, others: &[&Members]) -> Members {
    let kept = members.iter().filter_map(|(name, value)| {
        let same: Vec<&serde_json::Value> = others.iter().filter_map(|other| other.get(name)).collect();
        let value = match value {
            serde_json::Value::Object(inner) => {
                let inner =
                    lasting(inner, &same.iter().filter_map(|other| other.as_object()).collect::<Vec<_>>());
                if inner.is_empty() { None } else { Some(inner.into()) }
            }
            serde_json::Value::Bool(_) => Some(value.clone()),
            serde_json::Value::Number(number) => {
                number.as_i64().is_some_and(|number| number < TIMESTAMP).then(|| value.clone())
            }
            serde_json::Value::String(_) => same.contains(&value).then(|| value.clone()),
            serde_json::Value::Null | serde_json::Value::Array(_) => None,
        };
        Some((name.clone(), value?))
    });
    kept.collect()
}

/// A number as large as this is taken for a moment in time.
const TIMESTAMP: i64 = 1_000_000_000;

/// An answer with `{name}` in the place of what that parameter of the request said.
fn without_values(shape: ErrorAnswer, exchange: &Exchange) -> ErrorAnswer {
    let form = Parameters::parse(exchange.sent.body.as_deref().unwrap_or_default());
    let said: Vec<(String, String)> = form
        .iter()
        .map(|parameter| (parameter.decoded_value(), format!("{{{}}}", parameter.decoded_name())))
        .filter(|(value, _)| value.len() >= TELLING)
        .collect();
    let without =
        |text: &str| said.iter().fold(text.to_owned(), |text, (value, name)| text.replace(value, name));
    let description = shape.description.as_deref().map(without);
    let members = shape.members.into_iter().map(|(name, value)| match value {
        serde_json::Value::String(text) => (name, without(&text).into()),
        other => (name, other),
    });
    ErrorAnswer { description, members: members.collect(), ..shape }
}
