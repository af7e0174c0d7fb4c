//! The command `check`.

use crate::{
    exit::{Exit, Failure},
    files, live, progress, run,
};
use oauth_litmus::{
    budget::Budget,
    protocol::inert,
    scenario::Scenario,
    survey::{Checked, SetUp, set_up},
};
use std::fmt::Write as _;

/// Validates scenario files, and with `live` the set-up behind them; every one is looked at,
/// whatever is wrong with the others.
pub(crate) fn check(names: &[String], live: bool) -> Exit {
    let mut exit = Exit::Expected;
    for name in names {
        if let Err(failure) = one(name, live) {
            progress::tell(&format!("error: {failure}"));
            exit = exit.and(failure.exit());
        }
    }
    exit
}

fn one(name: &str, live: bool) -> Result<(), Failure> {
    let scenario = files::scenario(name)?;
    progress::print(&described(name, &scenario));
    if !live {
        return Ok(());
    }
    let at_target = |error| Failure::Target { name: name.to_owned(), error };
    let sandbox = live::sandbox(scenario, None).map_err(at_target)?;
    let budget = Budget::live(sandbox.is_loopback());
    let asked = live::with_clients(sandbox, async |sandbox| {
        progress::patiently(name, || 0, Box::pin(set_up(sandbox, &budget))).await
    });
    let found = run::runtime()?.block_on(asked).map_err(at_target)?;
    progress::print(&report(&found));
    found.failed.map_or(Ok(()), |error| Err(at_target(error)))
}

/// What was found, a line each.
fn report(found: &Checked) -> String {
    let mut lines: Vec<String> = found.kinds.iter().filter_map(line).collect();
    let lacking: Vec<String> =
        found.kinds.iter().filter(|kind| kind.says.is_none()).map(|kind| kind.kind.to_string()).collect();
    if !lacking.is_empty() {
        lines.push(format!("not asked, since no client has it: {}", lacking.join("; ")));
    }
    let (sent, says): (Vec<&String>, Vec<&String>) =
        found.says.iter().partition(|says| says.starts_with("sent:") || says.starts_with("quota:"));
    let all = says.into_iter().chain(&lines).chain(sent);
    all.map(|line| "  ".to_owned() + inert(line).as_str() + "\n").collect()
}

fn described(name: &str, scenario: &Scenario) -> String {
    let stated = scenario.stated();
    let mut text = format!(
        "{name}: {} topics stated, {} claims, {} deviations, {}\n",
        stated.len(),
        scenario.claims.len(),
        scenario.deviations.len(),
        if scenario.sandbox.is_some() { "with a sandbox" } else { "no sandbox" }
    );
    for topic in stated.iter().filter(|topic| scenario.confidence(topic).is_none()) {
        let _ = writeln!(text, "  note: {topic} is stated, and no claim is behind it");
    }
    text
}

fn line(found: &SetUp) -> Option<String> {
    let subject = found
        .subject
        .as_ref()
        .map_or_else(String::new, |(client, uri)| format!(", client `{client}`, {uri}"));
    Some(format!("{}{subject}: {}", found.kind, found.says.as_ref()?))
}
