//! What was learned, as a scenario file.

use crate::{
    profile::Learned,
    scenario::{Exceptions, Scenario},
};
use std::fmt::Write as _;
use toml::{Table, Value};

/// The tables of a scenario file, in the order in which a person reads them.
const ORDER: [&str; 21] = [
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
    "exceptions",
    "sandbox",
    "flaw",
];

/// Those that are taken over from the scenario that led to the target.
const KEPT: [&str; 4] = ["provider", "endpoints", "deviation", "sandbox"];

/// A scenario file that states what was learned of the target of `scenario`: where it is and how
/// to reach it are taken over, what it was said to do is not. Secrets are replaced by the
/// variables that stand for them. What is unknown is left out. Each claim says of which version it
/// is and on what day (`today`, such as 2026-11-26) it was found out.
#[must_use]
pub fn learned_scenario(scenario: &Scenario, learned: &Learned, today: &str) -> String {
    let mut file: Table = scenario.without_secrets().parse().unwrap_or_default();
    file.retain(|key, _| KEPT.contains(&key));
    let behaviour = Table::try_from(&learned.behaviour).unwrap_or_default();
    let product = scenario.product.as_ref().unwrap_or(&scenario.name);
    let source = format!("oauth-litmus {}, {product}, {today}", env!("CARGO_PKG_VERSION"));
    let uris = behaviour.contains_key("redirect_uri").then(|| vec!["redirect_uri".to_owned()]);
    let others: Vec<String> = behaviour.keys().filter(|key| *key != "redirect_uri").cloned().collect();
    let others = Some(others).filter(|others| !others.is_empty());
    let measured = [(uris, of_uris(learned)), (others, of_flows(learned))];
    let measured = measured.into_iter().filter_map(|(about, says)| Some((about?, "measured", says)));
    let told = learned.told.iter().map(|(topic, says)| (vec![topic.clone()], "observed", says.clone()));
    let claims = measured.chain(told).map(|(about, confidence, says)| {
        Value::Table(Table::from_iter([
            ("about".to_owned(), Value::Array(about.into_iter().map(Value::String).collect())),
            ("confidence".to_owned(), Value::String(confidence.to_owned())),
            ("source".to_owned(), Value::String(source.clone())),
            ("says".to_owned(), Value::String(says)),
        ]))
    });
    let claims = Value::Array(claims.collect());
    file.extend(behaviour);
    file.insert("claim".to_owned(), claims);
    file.insert("exceptions".to_owned(), Value::Table(exceptions(&learned.exceptions)));
    let mut text = head(learned);
    let tables = ORDER.into_iter().filter_map(|key| Some((key, file.remove(key)?))).collect::<Vec<_>>();
    let all = tables.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(file);
    for (key, value) in all {
        // What is long is listed a line each.
        let written = if key == "exceptions" { toml::to_string_pretty } else { toml::to_string };
        let alone = written(&Table::from_iter([(key, value)])).unwrap_or_default();
        let _ = write!(text, "\n{}\n", alone.trim_end());
    }
    text
}

/// How redirect URIs were asked about, and how far that explains fresh requests.
fn of_uris(learned: &Learned) -> String {
    let spent = learned.spent.identifying + learned.spent.verifying;
    let checked = learned.agreement.as_ref().map_or_else(|| "not checked".to_owned(), ToString::to_string);
    format!("{} questions about single redirect URIs, {spent} requests; {checked}", learned.questions)
}

/// How codes and tokens were asked about, and how far that explains fresh flows.
fn of_flows(learned: &Learned) -> String {
    let flows = learned.flows.as_ref().map_or_else(|| "not checked".to_owned(), ToString::to_string);
    format!("{} requests; {flows}", learned.spent.flows)
}

fn exceptions(known: &Exceptions) -> Table {
    let texts = |texts: &[String]| Value::Array(texts.iter().cloned().map(Value::String).collect());
    let listed = [("probes", &known.probes), ("rules", &known.rules)];
    listed.into_iter().map(|(key, list)| (key.to_owned(), texts(list))).collect()
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
