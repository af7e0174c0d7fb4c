//! Where a real server no longer answers like the stand-in of the scenario that was learned from it.

use super::{belief::Belief, patch::table_of};
use crate::{
    budget::Budget,
    evidence::{Observation, Outcome},
    learn::sketch,
    probe::Probe,
    profile::{Drift, is_of_value, takes},
    protocol::Parameters,
    runner::{Asked, Runner},
    scenario::{Exceptions, Scenario},
    survey::view,
    target::{Target, TargetError},
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

/// What parts from the scenario, of single edits of redirect URIs and of the probes of rules. Nothing
/// if the scenario was not learned. An answer that a flow parts with has to come a second time.
pub(in crate::survey) async fn parted<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    singles: impl Iterator<Item = &Observation>,
    flows: &BTreeMap<String, Asked>,
) -> Result<Vec<Drift>, TargetError> {
    let scenario = runner.target_scenario();
    let Some(exceptions) = &scenario.exceptions else { return Ok(Vec::new()) };
    let mut found: Vec<Drift> = singles.filter_map(|seen| uri(&scenario, seen)).collect();
    let asked = flows.values().filter_map(|asked| asked.as_ref().ok());
    let first = stories(runner, budget, exceptions, asked).await?;
    let suspected: Vec<Arc<Probe>> = first.iter().map(|(probe, _)| Arc::clone(probe)).collect();
    let mut again = Vec::new();
    runner.ask_flows(&suspected, &mut again).await?;
    let again: Vec<Arc<Observation>> = again.into_iter().flatten().collect();
    let second = stories(runner, budget, exceptions, again.iter()).await?;
    found.extend(first.into_iter().filter(|drift| second.contains(drift)).map(|(_, drift)| drift));
    Ok(found)
}

/// The redirect URI that is decided otherwise than is stated.
fn uri(scenario: &Scenario, seen: &Observation) -> Option<Drift> {
    let mutant = &seen.subject.mutant;
    let policy = &scenario.behaviour.redirect_uri;
    policy.compare.as_ref().filter(|_| is_of_value(mutant) && seen.control_lost.is_none())?;
    let accepted = match seen.decisive()?.outcome {
        Outcome::Accepted => true,
        Outcome::Refused => false,
        Outcome::Redirected | Outcome::Unclear => return None,
    };
    // An empty value is as good as none, and none at all is another topic.
    let asked = Parameters::parse(&mutant.parameters().to_string());
    let asked = asked.all("redirect_uri");
    if asked.len() != 1 || asked.iter().all(String::is_empty) {
        return None;
    }
    let words = |accepted: bool| if accepted { "accepted" } else { "refused" };
    let expected = takes(policy, mutant);
    let requested = mutant.requested().unwrap_or_else(|| "(no redirect_uri)".to_owned());
    let about = format!("{requested} where {} is registered", mutant.registered.uri);
    (accepted != expected).then(|| Drift::of(&about, words(expected), words(accepted)))
}

/// The probes whose answers part from those of the stand-in, each with the first that does.
async fn stories<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    exceptions: &Exceptions,
    asked: impl Iterator<Item = &Arc<Observation>>,
) -> Result<Vec<(Arc<Probe>, Drift)>, TargetError> {
    let scenario = runner.target_scenario();
    let table = table_of(&scenario.behaviour);
    let belief = Belief::new(scenario, budget, table.clone()).asked_as(runner.tenant());
    let is_new = |seen: &&Arc<Observation>| !exceptions.probes.contains(&seen.probe.key);
    let asked: Vec<&Arc<Observation>> = asked.filter(is_new).collect();
    let probes: Vec<Arc<Probe>> = asked.iter().map(|seen| Arc::clone(&seen.probe)).collect();
    let foretold = belief.foretold(&table, &probes).await?;
    let stories = asked.into_iter().filter_map(|seen| {
        let lines = sketch(seen)?;
        let foretold = foretold.get(&seen.probe.key)?;
        // What cannot be read says nothing, and neither does what follows it.
        let unclear = Outcome::Unclear.to_string();
        let both = lines.iter().zip(foretold);
        let clear =
            both.take_while(|(line, expected)| ![&line.decided, &expected.decided].contains(&&unclear));
        let mut parts = clear.enumerate();
        let (at, (line, expected)) = parts.find(|(_, (line, expected))| !line.decides_as(expected))?;
        let steps = seen.probe.steps[..=at].iter().map(|step| view::done(step, seen));
        let about = format!("{} ({})", seen.probe.key, steps.collect::<Vec<_>>().join(", then "));
        Some((Arc::clone(&seen.probe), Drift::of(&about, &expected.decided, json!(line.decided))))
    });
    Ok(stories.collect())
}
