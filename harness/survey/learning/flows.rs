//! Learning what happens after the redirect: to codes, tokens and their errors.
//!
//! The target is asked every probe that the rules ask. What comes back is compared, step by step,
//! with what a stand-in answers that behaves as is believed so far; where they part, whatever a
//! behaviour can say is tried as an explanation, and believed if less parts with it than without.
//! Then flows are drawn that nothing was learned from; where one goes otherwise than foretold, the
//! belief is mended and held against others.

use super::{
    authorization,
    belief::{Belief, sum},
    explanations::plan_of,
    forms, graces, offline,
    patch::{self, Leaf, table_of},
    shapes,
};
use crate::{
    budget::{Budget, Tier},
    evidence::Observation,
    learn::sketch,
    mutation::Kind,
    probe::Probe,
    profile::{Agreement, Flows, Learned},
    rules::{self, Judgement},
    runner::Runner,
    scenario::Scenario,
    survey::view,
    target::{Target, TargetError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use toml::Table;

/// Sound servers that a target may be like.
const REFERENCES: [&str; 3] = ["rfc9700", "rfc6749", "oauth-2-1"];

/// How many flows are drawn at a time: where time can be turned, and elsewhere.
const DRAWN: (usize, usize) = (96, 32);

/// How often the belief is held against flows drawn afresh.
const ROUNDS: u64 = 5;

/// How many of the probes that nothing explains are told of.
const MOST_TOLD: usize = 5;

/// What is in the words of each server: stated only as it was seen at the target itself.
const READ: [&[&str]; 7] = [
    &["authorization", "errors", "description"],
    &["authorization", "errors", "uri"],
    &["authorization", "headers"],
    &["authorization", "page_loads"],
    &["authorization", "scopes"],
    &["metadata"],
    &["resource", "cache_control"],
];

/// How topics end that are stated only if they are measured, or seen at the target itself.
const MEASURED: [&str; 6] = [".lifetime", ".grace", ".delay", ".prefix", ".login", ".race_window"];

type Seen = BTreeMap<String, Arc<Observation>>;

/// Learns it, as far as codes come and the token endpoint is known.
pub(super) async fn learn<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), TargetError> {
    let gives_codes = runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    if !gives_codes || runner.tenant().token.is_none() {
        learned.note("codes could not be redeemed, so nothing is known of tokens");
        return Ok(());
    }
    let before = runner.requests();
    let mut seen = Seen::new();
    ask(runner, &probes(budget), &mut seen).await?;
    let offline = offline::again(runner, seen.values()).await?;
    ask(runner, &offline, &mut seen).await?;
    let mut measured = table_of(&learned.behaviour);
    forms::read(&seen, runner, learned, &mut measured);
    shapes::read(&seen, runner.tenant(), &mut measured);
    let later = Box::pin(graces::measure(runner, budget, &seen, &mut measured)).await?;
    ask(runner, &later, &mut seen).await?;
    authorization::read(&seen, &mut measured);
    let further = authorization::of_scopes(&seen, runner.tenant());
    let mut belief = Belief::new(runner.target_scenario(), budget, measured.clone())
        .asked_as(runner.tenant())
        .with_further(further.clone());
    tell(&mut belief, seen.values());
    let (like, begun) = likest(&belief, &measured, &further).await?;
    let mut begun = begun;
    patch::lay_over(&mut begun, &authorization::mistakes(&seen), false);
    let mut table = belief.explained(begun).await?;
    let mut fresh = Fresh::default();
    let rounds = if budget.tier >= Tier::Noisy { ROUNDS } else { 0 };
    for round in 0..rounds {
        let (asked, odd);
        (fresh, asked, odd) = foretell(runner, &belief, &table, budget.seed.wrapping_add(round)).await?;
        if odd == 0 || round + 1 == rounds {
            // What is mended after the last check would be stated without one.
            break;
        }
        tell(&mut belief, asked.iter());
        table = belief.explained(table).await?;
    }
    let table = stated_as_shown(&belief, &seen, (&measured, &like), table).await?;
    if let Some(behaviour) = patch::behaviour_of(&table) {
        learned.behaviour = behaviour;
    }
    // What is stated is held against the target once more, since it is not what was tried last.
    let stated = table_of(&learned.behaviour);
    let parting = belief.all_parting(&stated).await?;
    let otherwise = belief.decided_otherwise(&stated).await?;
    let compared = belief.compared();
    learned.flows = Some(Flows {
        same: compared - otherwise.len(),
        told: compared - parting.len(),
        compared,
        fresh: fresh.agreement,
    });
    learned.spent.flows = runner.requests() - before;
    let asked_again = |key: &&String| seen.contains_key(*key) && !key.starts_with(offline::OFFLINE);
    learned.exceptions.probes = otherwise.iter().filter(asked_again).cloned().collect();
    for key in otherwise.iter().take(MOST_TOLD) {
        learned.note(format!("`{key}` goes otherwise than at its stand-in, and nothing explains it"));
    }
    for (key, _) in parting.iter().filter(|(key, _)| !otherwise.contains(*key)).take(MOST_TOLD) {
        learned.note(format!("`{key}` is told otherwise than at its stand-in, and nothing explains it"));
    }
    for story in fresh.odd.iter().take(MOST_TOLD) {
        learned.note(format!("it was not foretold how this goes: {story}"));
    }
    Ok(())
}

/// Every probe that a rule asks, but races, whose outcome is a matter of luck.
fn probes(budget: &Budget) -> Vec<Arc<Probe>> {
    let asked = rules::catalogue().filter(|rule| rule.tier <= budget.tier).flat_map(plan_of);
    let probes: BTreeMap<String, Arc<Probe>> =
        asked.filter(|probe| !probe.races()).map(|probe| (probe.key.clone(), Arc::new(probe))).collect();
    probes.into_values().collect()
}

async fn ask<T: Target>(
    runner: &Runner<'_, T>,
    probes: &[Arc<Probe>],
    seen: &mut Seen,
) -> Result<(), TargetError> {
    let mut asked = Vec::new();
    runner.ask_flows(probes, &mut asked).await?;
    let keyed = probes.iter().zip(asked);
    seen.extend(keyed.filter_map(|(probe, asked)| Some((probe.key.clone(), asked.ok()?))));
    Ok(())
}

fn tell<'a>(belief: &mut Belief<'_>, seen: impl Iterator<Item = &'a Arc<Observation>>) {
    for observation in seen {
        if let Some(lines) = sketch(observation) {
            belief.tell(&observation.probe, lines);
        }
    }
}

/// The sound server that a target is most like, and what to begin with: that server where it
/// explains more than what is usual anywhere, else what is measured alone.
async fn likest(
    belief: &Belief<'_>,
    measured: &Table,
    further: &[Leaf],
) -> Result<(Table, Table), TargetError> {
    let bare = sum(&belief.all_parting(measured).await?);
    let mut found: Option<(usize, Table, Table)> = None;
    for reference in REFERENCES {
        let Ok(reference) = Scenario::named(reference) else { continue };
        let mut reference = table_of(&reference.behaviour);
        for path in READ {
            patch::take_out(&mut reference, path);
        }
        let scopes = further.iter().find(|(path, _)| *path == ["authorization", "scopes"]);
        if let Some((path, value)) = scopes {
            patch::put(&mut reference, path, value.clone());
        }
        let mut like_it = reference.clone();
        patch::lay_over(&mut like_it, measured, false);
        let left = sum(&belief.all_parting(&like_it).await?);
        if found.as_ref().is_none_or(|(least, ..)| left < *least) {
            found = Some((left, reference, like_it));
        }
    }
    Ok(match found {
        Some((left, reference, like_it)) if left < bare => (reference, like_it),
        Some((_, reference, _)) => (reference, measured.clone()),
        None => (Table::new(), measured.clone()),
    })
}

/// How flows went that nothing was learned from.
#[derive(Default)]
struct Fresh {
    agreement: Agreement,
    /// Those that went otherwise than foretold, in words.
    odd: Vec<String>,
}

/// Draws flows, asks them, and holds the answers against what was foretold; with what was seen,
/// and how many flows went otherwise.
async fn foretell<T: Target>(
    runner: &Runner<'_, T>,
    belief: &Belief<'_>,
    table: &Table,
    seed: u64,
) -> Result<(Fresh, Vec<Arc<Observation>>, usize), TargetError> {
    let count = if runner.tenant().clock.is_some() { DRAWN.0 } else { DRAWN.1 };
    let probes = runner.draw_flows(count, seed);
    let foretold = belief.foretold(table, &probes).await?;
    let mut asked = Vec::new();
    runner.ask_flows(&probes, &mut asked).await?;
    let asked: Vec<Arc<Observation>> = asked.into_iter().flatten().collect();
    let (mut fresh, mut odd) = (Fresh::default(), 0);
    for observation in &asked {
        let Some(lines) = sketch(observation) else {
            fresh.agreement.unclear += 1;
            continue;
        };
        let foretold = foretold.get(&observation.probe.key);
        let expected = |at: usize| foretold.and_then(|foretold| foretold.get(at));
        let mut parts = None;
        for (at, line) in lines.iter().enumerate() {
            let Some(accepted) = line.accepted else { continue };
            let decides = expected(at).is_some_and(|expected| line.decides_as(expected));
            fresh.agreement.tell(accepted, decides);
            parts = parts.or((!decides).then_some(at));
        }
        odd += usize::from(lines.iter().enumerate().any(|(at, line)| line.parts_from(expected(at)) > 0));
        if let Some(at) = parts {
            let steps = &observation.probe.steps[..=at];
            let story: Vec<String> = steps.iter().map(|step| view::done(step, observation)).collect();
            let came = &lines[at].decided;
            let expected = expected(at).map_or("nothing", |expected| expected.decided.as_str());
            fresh.odd.push(format!("{}; it came to `{came}`, not `{expected}`", story.join(", then ")));
        }
    }
    Ok((fresh, asked, odd))
}

/// The table as far as something shows it: beside what was measured and what explains something,
/// what the sound server does that the target is most like, where a rule had something to say and
/// nothing contradicts it.
async fn stated_as_shown(
    belief: &Belief<'_>,
    seen: &Seen,
    (measured, like): (&Table, &Table),
    table: Table,
) -> Result<Table, TargetError> {
    let is_missing = |(path, _): &Leaf| patch::at(&table, path).is_none();
    let missing: Vec<Leaf> = patch::leaves(like).into_iter().filter(is_missing).collect();
    let shown = shown(seen);
    let is_shown = |(path, _): &Leaf| {
        let path = path.join(".");
        let of_topic = |topic: &&str| path == **topic || path.starts_with(&format!("{topic}."));
        shown.iter().any(of_topic) && !MEASURED.iter().any(|end| path.ends_with(end))
    };
    let known: Vec<Leaf> = missing.into_iter().filter(is_shown).collect();
    let table = belief.harmless(table, &known, true).await?;
    let borrowed = |leaf: &Leaf| {
        let (path, value) = leaf;
        patch::at(like, path) == Some(value) && patch::at(measured, path).is_none() && !is_shown(leaf)
    };
    let unshown: Vec<Leaf> = patch::leaves(&table).into_iter().filter(borrowed).collect();
    let table = belief.harmless(table, &unshown, false).await?;
    let is_measured = |(path, _): &Leaf| patch::at(measured, path).is_some();
    let doubtful = patch::leaves(&table).into_iter().filter(|leaf| !is_measured(leaf)).collect();
    belief.decided(table, doubtful, |(path, value)| patch::at(like, path) == Some(value)).await
}

/// The topics on which a rule had something to say.
fn shown(seen: &Seen) -> BTreeSet<&'static str> {
    let judged = rules::catalogue().filter(|rule| {
        let judge = rule.ask.judge();
        let judged =
            plan_of(rule).into_iter().filter_map(|probe| seen.get(&probe.key).map(|seen| judge(seen)));
        let told = |judgement: Judgement| matches!(judgement, Judgement::Upheld | Judgement::Violated(_));
        judged.into_iter().any(told)
    });
    judged.flat_map(|rule| rule.about).copied().collect()
}
