//! What was learned, as a scenario file.

use crate::{profile::Learned, scenario::Scenario};
use std::fmt::Write as _;
use toml::{Table, Value};

/// The tables of a scenario file, in the order in which a person reads them.
const ORDER: [&str; 20] = [
    "provider",
    "endpoints",
    "authorization",
    "redirect_uri",
    "scope",
    "state",
    "code",
    "pkce",
    "token",
    "authentication",
    "access_token",
    "refresh_token",
    "revocation",
    "introspection",
    "resource",
    "metadata",
    "claim",
    "deviation",
    "sandbox",
    "flaw",
];

/// Those that are taken over from the scenario that led to the target.
const KEPT: [&str; 4] = ["provider", "endpoints", "deviation", "sandbox"];

/// A scenario file that states what was learned of the target of `scenario`: where it is and how
/// to reach it are taken over, what it was said to do is not. Secrets are replaced by the
/// variables that stand for them. What is unknown is left out.
#[must_use]
pub fn learned_scenario(scenario: &Scenario, learned: &Learned) -> String {
    let mut file: Table = scenario.without_secrets().parse().unwrap_or_default();
    file.retain(|key, _| KEPT.contains(&key));
    let behaviour = Table::try_from(&learned.behaviour).unwrap_or_default();
    let about: Vec<Value> = behaviour.keys().cloned().map(Value::String).collect();
    file.extend(behaviour);
    let claim = Table::from_iter([
        ("about".to_owned(), Value::Array(about)),
        ("confidence".to_owned(), Value::String("measured".to_owned())),
        ("source".to_owned(), Value::String("oauth-litmus learn".to_owned())),
        ("says".to_owned(), Value::String(says(learned))),
    ]);
    let told = learned.told.iter().map(|(topic, says)| {
        Table::from_iter([
            ("about".to_owned(), Value::Array(vec![Value::String(topic.clone())])),
            ("confidence".to_owned(), Value::String("observed".to_owned())),
            ("source".to_owned(), Value::String("what the server says of itself".to_owned())),
            ("says".to_owned(), Value::String(says.clone())),
        ])
    });
    let claims = [claim].into_iter().chain(told).map(Value::Table).collect();
    file.insert("claim".to_owned(), Value::Array(claims));
    let mut text = head(learned);
    let tables = ORDER.into_iter().filter_map(|key| Some((key, file.remove(key)?))).collect::<Vec<_>>();
    let all = tables.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(file);
    for (key, value) in all {
        let alone = toml::to_string(&Table::from_iter([(key, value)])).unwrap_or_default();
        let _ = write!(text, "\n{}\n", alone.trim_end());
    }
    text
}

fn says(learned: &Learned) -> String {
    let checked = learned.agreement.as_ref().map_or_else(|| "not checked".to_owned(), ToString::to_string);
    let flows = learned.flows.as_ref().map_or_else(String::new, |flows| format!("; {flows}"));
    let spent = learned.spent.identifying + learned.spent.verifying + learned.spent.flows;
    format!("{} questions about single redirect URIs, {spent} requests; {checked}{flows}", learned.questions)
}

/// What a reader has to know before relying on it.
fn head(learned: &Learned) -> String {
    let mut text = String::from("# Learned by asking; what is not stated is not known.\n");
    let mut tell = |line: &str| {
        let _ = writeln!(text, "# {}", crate::protocol::inert(line));
    };
    tell(&format!("Asked about the registered {}.", learned.registered.join(" ")));
    learned.notes.iter().for_each(|note| tell(note));
    if !learned.behaviour.redirect_uri.exceptions.is_empty() {
        tell("Its exceptions are answers that nothing else here explains.");
    }
    if let Some(why) = &learned.stopped {
        tell(&format!("Learning stopped before its end: {why}"));
    }
    text
}
