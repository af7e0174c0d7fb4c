//! The command `check`.

use crate::{exit::Exit, files, progress};
use oauth_litmus::behaviour::TOPICS;

/// Validates scenario files; every one is looked at, whatever is wrong with the others.
pub(crate) fn check(names: &[String]) -> Exit {
    let mut exit = Exit::Expected;
    for name in names {
        match files::scenario(name) {
            Ok(scenario) => {
                let stated = scenario.stated();
                let executed =
                    TOPICS.iter().filter(|topic| topic.executed && stated.contains(topic.path)).count();
                progress::print(&format!(
                    "{name}: {} topics stated ({executed} executed), {} claims, {} deviations, {}\n",
                    stated.len(),
                    scenario.claims.len(),
                    scenario.deviations.len(),
                    if scenario.sandbox.is_some() { "with a sandbox" } else { "no sandbox" }
                ));
                for topic in stated.iter().filter(|topic| scenario.confidence(topic).is_none()) {
                    progress::print(&format!("  note: {topic} is stated, and no claim is behind it\n"));
                }
            }
            Err(failure) => {
                progress::tell(&format!("error: {failure}"));
                exit = exit.and(failure.exit());
            }
        }
    }
    exit
}
