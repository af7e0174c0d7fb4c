//! What can be read off a token that was issued: how the answer is laid out.

use super::shapes::put;
use crate::evidence::TokenAnswer;
use serde_json::Value;
use toml::Table;

/// What has a meaning of its own in a success (RFC 6749 section 5.1).
const KNOWN: [&str; 6] = ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"];

/// Puts the layout of a success into a behaviour's table, where it is not the usual one.
pub(super) fn read(answer: &TokenAnswer, table: &mut Table) {
    if !answer.succeeded() {
        return;
    }
    let mut state = |key: &str, value: toml::Value| put(table, &["token", key], value);
    if answer.form.is_some() {
        state("body", "form".into());
    }
    if let Some(inside) = &answer.inside {
        state("inside", inside.as_str().into());
    }
    let comma = answer.member("scope").and_then(Value::as_str).is_some_and(|scope| scope.contains(','));
    if comma {
        state("scope_separator", "comma".into());
    }
    match answer.member("token_type").and_then(Value::as_str) {
        Some("Bearer") => {}
        kind => state("token_type", kind.unwrap_or_default().into()),
    }
    match answer.member("expires_in") {
        Some(Value::String(_)) => state("expires_in", "string".into()),
        None => state("expires_in", "absent".into()),
        Some(_) => {}
    }
    let members = answer.json.iter().chain(answer.form.as_ref()).flatten();
    let plain = members.filter(|(name, value)| {
        let own = KNOWN.contains(&name.as_str()) || Some(*name) == answer.inside.as_ref();
        !own && (value.is_boolean() || value.as_str().is_some_and(is_word))
    });
    let plain: Table =
        plain.filter_map(|(name, value)| Some((name.clone(), toml::Value::try_from(value).ok()?))).collect();
    if !plain.is_empty() {
        state("members", plain.into());
    }
}

/// Whether a text is a word, which is likely to be the same next time, and no identifier.
fn is_word(text: &str) -> bool {
    (1..=24).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphabetic() || "_- ".contains(c))
}
