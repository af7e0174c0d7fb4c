//! What a scenario states about each topic, and how sure it is.

use crate::{
    behaviour::TOPICS,
    scenario::{Confidence, Scenario},
};
use serde::Serialize;

/// A stated topic.
#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// The topic's path.
    pub topic: &'static str,
    /// Its value, as a reader writes it.
    pub value: String,
    /// The strongest confidence of a claim about it.
    pub confidence: Option<Confidence>,
    /// What other sources say instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<String>,
}

/// All that a scenario states, in the order of the topics.
#[must_use]
pub fn known(scenario: &Scenario) -> Vec<Known> {
    let behaviour = toml::Value::try_from(&scenario.behaviour).unwrap_or(toml::Value::Boolean(false));
    let stated = TOPICS.iter().filter_map(|topic| {
        let value = topic.path.split('.').try_fold(&behaviour, |value, key| value.get(key))?;
        let instead =
            scenario.claims.iter().filter(|claim| claim.about.iter().any(|about| about == topic.path));
        Some(Known {
            topic: topic.path,
            value: plain(value),
            confidence: scenario.confidence(topic.path),
            instead: instead.filter_map(|claim| claim.instead.clone()).collect(),
        })
    });
    stated.collect()
}

/// A TOML value in few words: `400 invalid_grant` for an error, `page 400` for a page.
pub(crate) fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) if text.is_empty() => "none".to_owned(),
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) if items.is_empty() => "none".to_owned(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        toml::Value::Table(table) => in_words(table),
        toml::Value::Boolean(true) => "yes".to_owned(),
        toml::Value::Boolean(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// The members that make up an answer come first and without their names; then the others.
fn in_words(table: &toml::Table) -> String {
    let mut words: Vec<String> =
        ["answer", "status", "error"].iter().filter_map(|key| table.get(*key)).map(plain).collect();
    for (key, value) in table {
        match (key.as_str(), value) {
            ("answer" | "status" | "error" | "body", _) => {}
            ("title" | "description", value) => words.push(format!("\"{}\"", plain(value))),
            (key, toml::Value::Boolean(true)) => words.push(key.replace('_', " ")),
            (key, value) => words.push(format!("{}: {}", key.replace('_', " "), plain(value))),
        }
    }
    words.join(" ")
}
