//! What can be read off a token that was issued: how the answer is laid out.

use super::patch::{at, put};
use crate::{
    behaviour::Lifetime,
    evidence::{Exchange, TokenAnswer},
};
use serde_json::Value;
use std::time::Duration;
use toml::Table;

/// What has a meaning of its own in a success (RFC 6749 section 5.1).
const KNOWN: [&str; 6] = ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"];

/// Puts the layout of a success into a behaviour's table; `all` are those that were seen.
pub(super) fn read((answer, exchange): (&TokenAnswer, &Exchange), all: &[&TokenAnswer], table: &mut Table) {
    let Ok(received) = &exchange.received else { return };
    let mut state = |key: &str, value: toml::Value| put(table, &["token", key], value);
    state("status", i64::from(answer.status).into());
    if let Some(media_type) = received.header("content-type").filter(|_| answer.form.is_none()) {
        state("media_type", media_type.into());
    }
    for (key, field) in [("cache_control", "cache-control"), ("pragma", "pragma")] {
        state(key, received.header(field).unwrap_or_default().into());
    }
    if answer.form.is_some() {
        state("body", "form".into());
    }
    if let Some(inside) = &answer.inside {
        state("inside", inside.as_str().into());
    }
    let scopes = || all.iter().filter_map(|answer| answer.member("scope").and_then(Value::as_str));
    if scopes().any(|scope| scope.contains(',')) && !scopes().any(|scope| scope.contains(' ')) {
        state("scope_separator", "comma".into());
    }
    let token_type = answer.member("token_type").and_then(Value::as_str);
    state("token_type", token_type.unwrap_or_default().into());
    let (written, promised) = expires_in(answer);
    state("expires_in", written.into());
    // Where it is counted from a clock, a slow answer promises a little less.
    let alike = |seconds: &u64| promised.is_some_and(|promised| seconds.abs_diff(promised) <= 2);
    let promised = all.iter().filter_map(|answer| expires_in(answer).1).filter(alike).max().or(promised);
    let members = answer.json.iter().chain(answer.form.as_ref()).flatten();
    let plain = members.filter(|(name, value)| {
        let own = KNOWN.contains(&name.as_str()) || Some(*name) == answer.inside.as_ref();
        !own && (value.is_boolean() || value.as_str().is_some_and(is_word) || is_address(name, value, all))
    });
    let plain: Table =
        plain.filter_map(|(name, value)| Some((name.clone(), toml::Value::try_from(value).ok()?))).collect();
    if !plain.is_empty() {
        state("members", plain.into());
    }
    let lives = at(table, &["access_token".to_owned(), "lifetime".to_owned()]).and_then(toml::Value::as_str);
    let lives: Option<Lifetime> = lives.and_then(|text| text.parse().ok());
    let promised = promised.map(|seconds| Lifetime::Ends(Duration::from_secs(seconds)));
    if let Some(promised) = promised.filter(|promised| Some(*promised) != lives) {
        put(table, &["token", "promised_lifetime"], promised.to_string().into());
    }
}

/// How a success says how long its token lives, and how many seconds that is.
fn expires_in(answer: &TokenAnswer) -> (&'static str, Option<u64>) {
    match answer.member("expires_in") {
        Some(Value::String(text)) if answer.form.is_none() => ("string", text.parse().ok()),
        Some(Value::String(text)) => ("number", text.parse().ok()),
        Some(value) if value.is_number() => ("number", value.as_u64()),
        _ => ("absent", None),
    }
}

/// Whether a member is an address, and the same in every success.
fn is_address(name: &str, value: &Value, all: &[&TokenAnswer]) -> bool {
    let is_address = value.as_str().is_some_and(|text| text.starts_with("https://"));
    is_address && all.len() > 1 && all.iter().all(|answer| answer.member(name) == Some(value))
}

/// Whether a text is a word, which is likely to be the same next time, and no identifier.
fn is_word(text: &str) -> bool {
    (1..=24).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphabetic() || "_- ".contains(c))
}
