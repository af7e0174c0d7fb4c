//! What can be read off single answers: how a token endpoint says no, and what a callback carries.

use crate::{
    behaviour::{BodyShape, ErrorAnswer},
    evidence::{Authorized, Observation, TokenAnswer},
    target::Tenant,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use toml::{Table, Value};

/// Where a behaviour states the answer to a cause, and the probe and its step that provoke it.
const SHAPES: [(&[&str], &str, usize); 10] = [
    (&["code", "unknown"], "errors/token/unknown-code", 0),
    (&["code", "replayed"], "code/twice/same", 2),
    (&["code", "expired"], "code/after-a-day", 2),
    (&["redirect_uri", "mismatch", "at_token"], "token/bad-grant/mismatch", 1),
    (&["token", "errors", "missing_grant_type"], "token/no-grant-type", 0),
    (&["token", "errors", "unsupported_grant_type"], "token/odd-grant-type", 0),
    (&["token", "errors", "missing_code"], "token/no-code", 0),
    (&["token", "errors", "wrong_secret"], "client/wrong-secret", 1),
    (&["token", "errors", "foreign_code"], "code/by-another", 1),
    (&["token", "errors", "wrong_verifier"], "pkce/wrong-verifier", 1),
];

/// The status of a token error where nothing is said (RFC 6749 section 5.2).
const USUAL: u16 = 400;

/// Puts what was seen of each into a behaviour's table.
pub(super) fn read(seen: &BTreeMap<String, Arc<Observation>>, tenant: &Tenant, table: &mut Table) {
    let success = seen.get("token/success");
    let extra = success.map(|observation| extra_parameters(observation, tenant)).unwrap_or_default();
    if !extra.is_empty() {
        put(table, &["authorization", "callback"], Value::Table(extra));
    }
    let mut statuses = BTreeSet::new();
    for (path, key, step) in SHAPES {
        let answer = seen.get(key).and_then(|observation| observation.answer(step));
        let Some(answer) = answer.filter(|answer| answer.refused()) else { continue };
        statuses.insert(answer.status);
        if let Ok(value) = Value::try_from(shape(answer)) {
            put(table, path, value);
        }
    }
    // One status for causes of every kind is the status of all errors.
    if let Some(status) = statuses.pop_first().filter(|status| statuses.is_empty() && *status != USUAL) {
        put(table, &["token", "errors", "all", "status"], Value::from(i64::from(status)));
    }
}

/// What a callback carries beside the parameters that have a meaning of their own (RFC 6749 section
/// 4.1.2, RFC 9207 section 2); the server's own address is `{base}` there.
fn extra_parameters(observation: &Observation, tenant: &Tenant) -> Table {
    let path = tenant.authorization.as_str().strip_prefix(tenant.base.as_str().trim_end_matches('/'));
    let server = observation.subject.server.as_str();
    let base = path.and_then(|path| server.strip_suffix(path)).unwrap_or_default();
    let exit = observation.authorized().and_then(Authorized::code_exit);
    let parameters = exit.iter().flat_map(|exit| exit.parameters.iter());
    let extra = parameters.filter_map(|parameter| {
        let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
        let known = ["code", "state", "iss", "scope"].contains(&name.as_str());
        let value = if base.is_empty() { value } else { value.replace(base, "{base}") };
        (!known).then_some((name, Value::String(value)))
    });
    extra.collect()
}

/// The answer as a behaviour states it.
fn shape(answer: &TokenAnswer) -> ErrorAnswer {
    let description = answer.json.as_ref().and_then(|members| members.get("error_description"));
    let body = match (answer.media_type.as_deref(), &answer.json) {
        (Some("application/json"), _) => BodyShape::Json,
        (_, Some(_)) => BodyShape::JsonAsHtml,
        (Some("application/x-www-form-urlencoded"), None) => BodyShape::Form,
        _ => BodyShape::Html,
    };
    ErrorAnswer {
        status: Some(answer.status),
        error: answer.error.clone(),
        description: description.and_then(|text| text.as_str()).map(str::to_owned),
        body: (body != BodyShape::Json).then_some(body),
        ..ErrorAnswer::default()
    }
}

fn put(table: &mut Table, path: &[&str], value: Value) {
    let Some((last, before)) = path.split_last() else { return };
    let mut at = table;
    for key in before {
        let entry = at.entry((*key).to_owned()).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = entry else { return };
        at = inner;
    }
    at.insert((*last).to_owned(), value);
}
