//! Learning what happens after the redirect: to codes, tokens and their errors.
//!
//! The target is asked every probe that the rules ask. What comes back is compared, probe by
//! probe, with what a stand-in answers that behaves as is believed so far; where they part, the
//! flaws of the rules that ask such a probe are tried as explanations, and one is believed if
//! fewer probes part with it. So whatever a rule can find, learning can state.

use super::{forms, shapes};
use crate::{
    behaviour::{Behaviour, stated},
    budget::Budget,
    evidence::Observation,
    learn::sketch,
    mutation::Kind,
    probe::Probe,
    profile::{Flows, Learned},
    rules::{self, Ask, Judgement, Rule},
    runner::{Past, Runner},
    scenario::Scenario,
    stand_in::StandIn,
    target::{Target, TargetError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use toml::{Table, Value};

/// What no rule's flaw says, and a server may still do.
const FURTHER: [&str; 7] = [
    "[refresh_token]\nrotation = false",
    "[refresh_token]\nreuse = \"refused\"",
    "[refresh_token]\nreuse = \"accepted\"",
    "[refresh_token]\nissued = \"never\"",
    "[refresh_token]\nissued = \"on-request\"",
    "[code]\nburnt_by_failure = true",
    "[code]\nbound_to_client = false",
];

/// Sound servers that a target may be like.
const REFERENCES: [&str; 3] = ["rfc9700", "rfc6749", "oauth-2-1"];

/// How many explanations are tried at most.
const MOST_TRIED: usize = 400;

/// How many of the probes that nothing explains are told of.
const MOST_TOLD: usize = 5;

/// By the key of a probe, in how many lines of its sketch a stand-in parts from the target.
type Parting = BTreeMap<String, usize>;

type Sketches = BTreeMap<String, Vec<String>>;

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
    let probes = probes(budget);
    let mut asked = Vec::new();
    let flows: Vec<Arc<Probe>> = probes.values().cloned().collect();
    runner.ask_flows(&flows, &mut asked).await?;
    let seen: BTreeMap<String, Arc<Observation>> =
        probes.keys().cloned().zip(asked).filter_map(|(key, asked)| Some((key, asked.ok()?))).collect();
    let truth: Sketches =
        seen.iter().filter_map(|(key, observation)| Some((key.clone(), sketch(observation)?))).collect();
    let mut belief =
        Belief { target: runner.target_scenario(), budget, probes: &probes, truth: &truth, tried: 0 };
    let mut table = table_of(&learned.behaviour);
    shapes::read(&seen, runner.tenant(), &mut table);
    forms::read(&seen, runner, learned, &mut table);
    let bare = table.clone();
    let mut table = belief.explained(table).await?;
    leave_out_what_nothing_shows(&seen, &bare, &mut table);
    if let Some(behaviour) = behaviour_of(&table) {
        learned.behaviour = behaviour;
    }
    // What is stated is held against the target once more, since it is not what was tried last.
    let parting = belief.parting(&table_of(&learned.behaviour), &truth.keys().cloned().collect()).await?;
    learned.flows = Some(Flows { same: truth.len() - parting.len(), compared: truth.len() });
    for key in parting.keys().take(MOST_TOLD) {
        learned.note(format!("`{key}` goes otherwise than at its stand-in, and nothing explains it"));
    }
    Ok(())
}

/// Every probe that a rule asks, by its key, but races, whose outcome is a matter of luck.
fn probes(budget: &Budget) -> BTreeMap<String, Arc<Probe>> {
    let asked = rules::catalogue().filter(|rule| rule.tier <= budget.tier).flat_map(plan_of);
    asked.filter(|probe| !probe.races()).map(|probe| (probe.key.clone(), Arc::new(probe))).collect()
}

fn plan_of(rule: &Rule) -> Vec<Probe> {
    match rule.ask {
        Ask::Flow { plan, .. } => plan(),
        _ => Vec::new(),
    }
}

/// What is believed of a target, held against what it did.
struct Belief<'a> {
    target: Scenario,
    budget: &'a Budget,
    probes: &'a BTreeMap<String, Arc<Probe>>,
    truth: &'a Sketches,
    tried: usize,
}

impl Belief<'_> {
    /// A behaviour that explains what this one does and more, if one is found.
    async fn explained(&mut self, mut table: Table) -> Result<Table, TargetError> {
        let all: BTreeSet<String> = self.truth.keys().cloned().collect();
        let mut parting = self.parting(&table, &all).await?;
        for reference in REFERENCES {
            let Ok(reference) = Scenario::named(reference) else { continue };
            if parting.is_empty() {
                break;
            }
            let mut like_it = table_of(&reference.behaviour);
            lay_over(&mut like_it, table.clone());
            let left = self.parting(&like_it, &all).await?;
            if lines(&left) < lines(&parting) {
                (table, parting) = (like_it, left);
            }
        }
        while let Some((better, left)) = self.better(&table, &parting).await? {
            (table, parting) = (better, left);
        }
        Ok(table)
    }

    /// The first patch that explains more than it spoils, laid over the table.
    async fn better(
        &mut self,
        table: &Table,
        parting: &Parting,
    ) -> Result<Option<(Table, Parting)>, TargetError> {
        let among: BTreeSet<String> = parting.keys().cloned().collect();
        let others: BTreeSet<String> =
            self.truth.keys().filter(|key| !among.contains(*key)).cloned().collect();
        for patch in Self::candidates(&among) {
            let Some(patched) = laid_over(table, patch).filter(|patched| patched != table) else { continue };
            if self.tried >= MOST_TRIED {
                break;
            }
            self.tried += 1;
            let mut left = self.parting(&patched, &among).await?;
            if lines(&left) < lines(parting) {
                left.extend(self.parting(&patched, &others).await?);
                if lines(&left) < lines(parting) {
                    return Ok(Some((patched, left)));
                }
            }
        }
        Ok(None)
    }

    /// The flaws of the rules that ask one of these probes, those first that ask the fewest others.
    fn candidates(parting: &BTreeSet<String>) -> Vec<&'static str> {
        let concerned = rules::catalogue().filter_map(|rule| {
            let plan = plan_of(rule);
            let concerned = plan.iter().filter(|probe| parting.contains(&probe.key)).count();
            (concerned > 0).then_some((plan.len() - concerned, rule.flaw))
        });
        let mut concerned: Vec<(usize, &str)> = concerned.collect();
        concerned.sort_by_key(|(others, _)| *others);
        concerned.into_iter().map(|(_, flaw)| flaw).chain(FURTHER).collect()
    }

    /// Those of these probes in which a stand-in that behaves so parts from the target.
    async fn parting(&self, table: &Table, among: &BTreeSet<String>) -> Result<Parting, TargetError> {
        let told = self.told(table, among).await?;
        let differing = among.iter().filter_map(|key| {
            let (truth, told) = (self.truth.get(key)?, told.get(key));
            let differs = |at: &usize| told.and_then(|told| told.get(*at)) != truth.get(*at);
            Some((key.clone(), (0..truth.len()).filter(differs).count()))
        });
        Ok(differing.filter(|(_, lines)| *lines > 0).collect())
    }

    /// What a stand-in that behaves so answers to these probes; nothing if it cannot be asked.
    async fn told(&self, table: &Table, among: &BTreeSet<String>) -> Result<Sketches, TargetError> {
        let Some(behaviour) = behaviour_of(table) else { return Ok(Sketches::new()) };
        let scenario = Scenario { behaviour, deviations: Vec::new(), ..self.target.clone() };
        let stand_in =
            StandIn::start(scenario).await.map_err(|error| TargetError::Unusable(error.to_string()))?;
        let budget = Budget { requests: None, ..self.budget.clone() };
        let Ok(runner) = Runner::start(&stand_in, &budget, &|_| {}, Past::default()).await else {
            return Ok(Sketches::new());
        };
        let probes: Vec<Arc<Probe>> = among.iter().filter_map(|key| self.probes.get(key)).cloned().collect();
        let mut asked = Vec::new();
        runner.ask_flows(&probes, &mut asked).await?;
        let sketched = probes.iter().zip(asked).filter_map(|(probe, asked)| {
            let told = asked.ok().and_then(|observation| sketch(&observation))?;
            Some((probe.key.clone(), told))
        });
        Ok(sketched.collect())
    }
}

/// In how many lines all of them part.
fn lines(parting: &Parting) -> usize {
    parting.values().sum()
}

/// The topics on which a table says something.
fn stated_in(table: &Table) -> BTreeSet<&'static str> {
    behaviour_of(table).map(|behaviour| stated(&behaviour)).unwrap_or_default()
}

/// Takes out what was only taken over from a reference: the topics on which no rule had anything to
/// say here.
fn leave_out_what_nothing_shows(seen: &BTreeMap<String, Arc<Observation>>, bare: &Table, table: &mut Table) {
    let own = stated_in(bare);
    let shown: BTreeSet<&str> = rules::catalogue()
        .filter(|rule| {
            let judge = rule.ask.judge();
            let judged =
                plan_of(rule).into_iter().filter_map(|probe| seen.get(&probe.key).map(|seen| judge(seen)));
            let told = |judgement: Judgement| matches!(judgement, Judgement::Upheld | Judgement::Violated(_));
            judged.into_iter().any(told)
        })
        .flat_map(|rule| rule.about)
        .copied()
        .collect();
    for topic in stated_in(table).into_iter().filter(|topic| !own.contains(topic) && !shown.contains(topic)) {
        take_out(table, topic);
    }
}

/// Takes out the value at a dotted path.
fn take_out(table: &mut Table, path: &str) {
    let mut keys: Vec<&str> = path.split('.').collect();
    let Some(last) = keys.pop() else { return };
    let mut at = table;
    for key in keys {
        let Some(Value::Table(inner)) = at.get_mut(key) else { return };
        at = inner;
    }
    at.remove(last);
}

fn table_of(behaviour: &Behaviour) -> Table {
    Table::try_from(behaviour).unwrap_or_default()
}

fn behaviour_of(table: &Table) -> Option<Behaviour> {
    table.clone().try_into().ok()
}

/// A table with a patch laid over it; nothing if the patch is no TOML.
fn laid_over(table: &Table, patch: &str) -> Option<Table> {
    let mut table = table.clone();
    lay_over(&mut table, patch.parse().ok()?);
    Some(table)
}

fn lay_over(table: &mut Table, patch: Table) {
    for (key, value) in patch {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}
