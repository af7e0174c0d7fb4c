//! What can be read off single answers of the authorization endpoint and of a resource: what they
//! tell browsers, in which words errors are told, which scopes there are.

use super::{
    patch::{Leaf, put},
    shapes,
};
use crate::{
    behaviour::AuthorizationHeaders,
    evidence::{Authorized, Exchange, Exit, Observation, Outcome, TokenAnswer},
    probe::Service,
    protocol::Parameters,
    target::Tenant,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use toml::{Table, Value};

type Seen = BTreeMap<String, Arc<Observation>>;

/// The longest text of an error that is taken over.
const LONGEST: usize = 1000;

/// Where a resource says no, by the probe and step that provoke it.
const REFUSALS: [(&str, &str, usize); 2] =
    [("missing", "bearer/refused", 0), ("invalid", "bearer/refused", 1)];

/// Puts what was seen into a behaviour's table.
pub(super) fn read(seen: &Seen, table: &mut Table) {
    headers(seen, table);
    descriptions(seen, table);
    resource(seen, table);
    metadata(seen, table);
}

/// What answers tell browsers, and that they do not: as pages have it, or redirects where no page
/// is shown. Caches are told at redirects, which hold the codes.
fn headers(seen: &Seen, table: &mut Table) {
    let answers = ["http/pages", "authz/ordinary", "http/from-other-origin"].into_iter();
    let answers =
        answers.filter_map(|key| seen.get(key)).flat_map(|observation| observation.authorizations());
    let received: Vec<_> = answers.filter_map(|answer| answer.answer().received.as_ref().ok()).collect();
    let is_redirect = |status: u16| (300..400).contains(&status);
    let page = received.iter().find(|received| !is_redirect(received.status));
    let redirect = received.iter().find(|received| is_redirect(received.status));
    for (name, ..) in AuthorizationHeaders::default().fields() {
        let told = if name == "cache-control" { redirect.or(page) } else { page.or(redirect) };
        let Some(told) = told else { continue };
        let value = told.header(name).unwrap_or_default();
        put(table, &["authorization", "headers", &name.replace('-', "_")], Value::from(value));
    }
}

/// In which words errors are told to the client, by their codes: of several that which comes most
/// often.
fn descriptions(seen: &Seen, table: &mut Table) {
    let mut told: BTreeMap<String, BTreeMap<Option<String>, usize>> = BTreeMap::new();
    let mut addresses: BTreeSet<Option<String>> = BTreeSet::new();
    for exit in authorizations(seen).flat_map(|authorized| &authorized.exits) {
        let Some(error) = exit.error() else { continue };
        let text = exit.parameters.first("error_description");
        let text = text.filter(|text| text.len() <= LONGEST);
        *told.entry(error).or_default().entry(text).or_default() += 1;
        addresses.insert(exit.parameters.first("error_uri"));
    }
    if let (1, Some(Some(address))) = (addresses.len(), addresses.first()) {
        put(table, &["authorization", "errors", "uri"], Value::from(address.as_str()));
    }
    let all: BTreeSet<&Option<String>> = told.values().flat_map(BTreeMap::keys).collect();
    if let (1, Some(Some(only))) = (all.len(), all.first()) {
        put(table, &["authorization", "errors", "description"], Value::from(only.as_str()));
        return;
    }
    for (error, texts) in &told {
        let there = texts.iter().filter_map(|(text, times)| Some((text.as_ref()?, *times)));
        if let Some((text, _)) = there.max_by_key(|(_, times)| *times) {
            let path = ["authorization", "errors", "descriptions", error.as_str()];
            put(table, &path, Value::from(text.as_str()));
        }
    }
}

/// Probes at whose first step one thing is wrong, by the words of the vocabulary, with the error that
/// the standard has for it.
const MISTAKES: [(&str, &str, &str); 11] = [
    ("repeated-client-id", "authz/repeated/client_id/equal", "invalid_request"),
    ("repeated-parameter", "authz/repeated/scope/equal", "invalid_request"),
    ("missing-response-type", "authz/response-type/missing", "invalid_request"),
    ("response-type", "authz/response-type/unknown", "unsupported_response_type"),
    ("response-mode", "authz/response-mode/unknown", "invalid_request"),
    ("scope", "scope/unknown", "invalid_scope"),
    ("missing-scope", "scope/missing", "invalid_request"),
    ("state", "state/absent", "invalid_request"),
    ("challenge", "pkce/unknown-method", "invalid_request"),
    ("missing-challenge", "pkce/no-challenge/confidential", "invalid_request"),
    ("missing-challenge", "pkce/no-challenge/public", "invalid_request"),
];

/// What is told to the client and what is not, with which code, and whether with the state: where
/// a search may begin, since other mistakes than those of the probes may be answered so too.
pub(super) fn mistakes(seen: &Seen) -> Table {
    let (mut to_client, mut on_page): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let (mut table, mut without_state) = (Table::new(), Vec::new());
    let mut with_state = 0;
    for (mistake, key, usual) in MISTAKES {
        let known = [&to_client, &on_page].into_iter().flatten().any(|known| known.as_str() == Some(mistake));
        let Some(observation) = seen.get(key).filter(|_| !known) else { continue };
        let Some(authorized) = observation.authorized() else { continue };
        if authorized.outcome != Outcome::Refused || authorized.answer().received.is_err() {
            continue;
        }
        let origin = observation.subject.server.origin().ascii_serialization();
        let mut exits = authorized.exits.iter().filter(|exit| !exit.target.starts_with(&origin));
        let Some((exit, error)) = exits.find_map(|exit| Some((exit, exit.error()?))) else {
            on_page.push(Value::from(mistake));
            continue;
        };
        to_client.push(Value::from(mistake));
        if error != usual {
            put(&mut table, &["authorization", "errors", "codes", mistake], Value::from(error));
        }
        if asked(authorized).first("state").is_some_and(|state| !state.is_empty()) {
            match exit.parameters.first("state") {
                Some(_) => with_state += 1,
                None => without_state.push(Value::from(mistake)),
            }
        }
    }
    if to_client.is_empty() && on_page.is_empty() {
        return table;
    }
    let mut state = |key: &str, value: Value| put(&mut table, &["authorization", "errors", key], value);
    let (answer, list, listed) = if on_page.len() > to_client.len() {
        ("page", "to_client", to_client)
    } else {
        ("redirect", "on_page", on_page)
    };
    state("answer", Value::from(answer));
    if !listed.is_empty() {
        state(list, Value::Array(listed));
    }
    if with_state > 0 && !without_state.is_empty() {
        state("without_state", Value::Array(without_state));
    }
    table
}

/// The parameters of an authorization request that has them in its query.
fn asked(authorized: &Authorized) -> Parameters {
    let url = &authorized.request().sent.url;
    Parameters::parse(url.split_once('?').map_or("", |(_, query)| query))
}

fn authorizations(seen: &Seen) -> impl Iterator<Item = &Authorized> {
    seen.values().flat_map(|observation| observation.authorizations())
}

/// How a resource says no, and where.
fn resource(seen: &Seen, table: &mut Table) {
    let refused: Vec<(&str, &TokenAnswer, &Exchange)> = REFUSALS
        .iter()
        .filter_map(|(path, key, step)| {
            let observation = seen.get(*key)?;
            let answer = observation.answer(*step).filter(|answer| matches!(answer.status, 400..=499))?;
            Some((*path, answer, observation.exchange(*step)?))
        })
        .collect();
    if refused.is_empty() {
        return;
    }
    ways(seen, table);
    let mut places = (false, false);
    for (path, answer, exchange) in &refused {
        let challenged = challenge(exchange);
        let in_challenge = challenged.as_ref().and_then(|(_, error)| error.clone());
        let in_body = answer.error.as_ref().map(|error| error.as_str().to_owned());
        places = (places.0 || in_challenge.is_some(), places.1 || in_body.is_some());
        put(table, &["resource", path, "status"], Value::from(i64::from(answer.status)));
        let error = in_body.or(in_challenge).unwrap_or_default();
        put(table, &["resource", path, "error"], Value::from(error));
    }
    let told_in = match places {
        (true, true) => Some("both"),
        (false, true) => Some("body"),
        _ => None,
    };
    if let Some(told_in) = told_in {
        put(table, &["resource", "told_in"], Value::from(told_in));
    }
    let schemes: BTreeSet<String> = refused
        .iter()
        .map(|(_, _, exchange)| challenge(exchange).map(|(scheme, _)| scheme).unwrap_or_default())
        .collect();
    if let (1, Some(scheme)) = (schemes.len(), schemes.first()) {
        put(table, &["resource", "challenge"], Value::from(scheme.as_str()));
    }
}

/// In which ways a resource takes a token, where it takes one in the header; and how it says no in
/// the others.
fn ways(seen: &Seen, table: &mut Table) {
    let Some(observation) = seen.get("bearer/ways") else { return };
    let decided = |step: usize| {
        let answer = observation.answer(step).filter(|answer| answer.status < 500)?;
        Some(((200..300).contains(&answer.status), answer, observation.exchange(step)?))
    };
    let taken = |step: usize| decided(step).map(|(taken, ..)| taken);
    if taken(2) != Some(false) || taken(3) != Some(true) {
        return;
    }
    let mut state = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            put(table, &["resource", key], value);
        }
    };
    let (lower, query, form, both) = (taken(4), taken(5), taken(6), taken(7));
    state("exact_scheme", lower.map(|taken| Value::from(!taken)));
    state("reads_query", query.map(Value::from));
    state("reads_form", form.map(Value::from));
    if form == Some(true) {
        state("accepts_duplicates", both.map(Value::from));
    }
    let refusal = |step: usize| {
        let (_, answer, exchange) = decided(step).filter(|(taken, ..)| !taken)?;
        let challenged = challenge(exchange).and_then(|(_, error)| error);
        let error = answer.error.as_ref().map(|error| error.as_str().to_owned()).or(challenged);
        Some((answer.status, error.unwrap_or_default()))
    };
    let written = |(status, error): (u16, String)| {
        let status = ("status".to_owned(), Value::from(i64::from(status)));
        Value::Table(Table::from_iter([status, ("error".to_owned(), Value::from(error))]))
    };
    let untaken: BTreeSet<(u16, String)> = [4, 5, 6].into_iter().filter_map(refusal).collect();
    if untaken.len() == 1 && untaken.first() != refusal(2).as_ref() {
        state("untaken", untaken.into_iter().next().map(written));
    }
    if form == Some(true) {
        let usual = (400, "invalid_request".to_owned());
        state("repeated", refusal(7).filter(|refused| *refused != usual).map(written));
    }
}

/// The scheme of a challenge and the error it names.
fn challenge(exchange: &Exchange) -> Option<(String, Option<String>)> {
    let received = exchange.received.as_ref().ok()?;
    let challenge = received.header("www-authenticate")?;
    let scheme = challenge.split([' ', ',']).next().unwrap_or_default().to_owned();
    let error = challenge.split("error=").nth(1).and_then(|rest| rest.split('"').nth(1));
    Some((scheme, error.map(str::to_owned)))
}

/// How metadata is sent.
fn metadata(seen: &Seen, table: &mut Table) {
    let mut documents = seen.values().flat_map(|observation| {
        let steps = observation.probe.steps.len();
        (0..steps).filter_map(|step| observation.called(step, Service::Metadata))
    });
    let Some((answer, exchange)) = documents.find(|(answer, _)| answer.status < 500) else { return };
    put(table, &["metadata", "status"], Value::from(i64::from(answer.status)));
    let received = exchange.received.as_ref().ok().filter(|_| answer.json.is_some());
    if let Some(media_type) = received.and_then(|received| received.header("content-type")) {
        put(table, &["metadata", "media_type"], Value::from(media_type));
    }
}

/// What may be stated of scopes: those that there are, as far as they were granted; and that one
/// of them is required.
pub(super) fn of_scopes(seen: &Seen, tenant: &Tenant) -> Vec<Leaf> {
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| !word.contains("lit")).map(str::to_owned).collect()
    };
    let usual = tenant.parameters.iter().find(|(name, _)| name == "scope");
    let usual = usual.map_or_else(Vec::new, |(_, scope)| words(scope));
    let accepted = authorizations(seen).filter(|authorized| authorized.outcome == Outcome::Accepted);
    let accepted: Vec<String> = accepted.filter_map(|authorized| asked(authorized).first("scope")).collect();
    let mut all = usual.clone();
    let mut add = |found: Vec<String>| {
        for word in found {
            if !all.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
                all.push(word);
            }
        }
    };
    let told = seen.values().flat_map(|observation| observation.token_answers());
    for scope in told.filter_map(TokenAnswer::scope) {
        add(words(&scope));
    }
    if !accepted.iter().any(|scope| scope.contains("litmus")) {
        for scope in &accepted {
            add(words(scope));
        }
    }
    if all.is_empty() {
        return Vec::new();
    }
    let list = |words: &[String]| Value::Array(words.iter().cloned().map(Value::from).collect());
    let path = |path: [&str; 2]| path.map(str::to_owned).to_vec();
    let required = usual.iter().map(|word| (path(["scope", "required"]), list(std::slice::from_ref(word))));
    std::iter::once((path(["authorization", "scopes"]), list(&all))).chain(required).collect()
}

/// What a callback carries beside the usual, whichever client it is for and whatever is granted.
pub(super) fn callback(observation: &Observation, tenant: &Tenant) -> Table {
    let mut extra = shapes::extra_parameters(observation, tenant);
    for value in extra.iter_mut().map(|(_, value)| value) {
        if value.as_str() == Some(observation.subject.client.as_str()) {
            *value = Value::from("{client_id}");
        }
    }
    let exit = observation.authorized().and_then(Authorized::code_exit);
    if exit.is_some_and(|exit: &Exit| exit.parameters.first("scope").is_some()) {
        extra.insert("scope".to_owned(), Value::from("{scope}"));
    }
    extra
}
