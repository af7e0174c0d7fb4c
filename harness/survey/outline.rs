//! How large a survey will be, how long it takes, and what it leaves out: told before anything is
//! sent.

use super::{
    estimate::Estimate,
    load::{Load, cut, waiting},
    plan::{Passed, Plan},
};
use crate::{
    budget::{Budget, Tier},
    probe::{Probe, Step},
    rules::Ask,
    scenario::Consent,
    target::{Target, TargetError, Tenant},
};
use std::{collections::BTreeMap, time::Duration};

/// The size of a survey, for printing before it starts.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Rules that will be judged.
    pub rules: usize,
    /// Rules by tier: how many are asked, and how many are left out because of it.
    pub tiers: BTreeMap<Tier, (usize, usize)>,
    /// Single edits that will be asked.
    pub single_edits: usize,
    /// Composed cases that will be drawn.
    pub composed: usize,
    /// Probes, the composed ones included.
    pub probes: usize,
    /// About what will be sent, within the limit on requests.
    pub load: Load,
    /// About what would be sent if there were no limit; nothing if the limit leaves all in.
    pub unlimited: Option<Load>,
    /// About how long the pace of requests and the quotas make it, where they do.
    pub waiting: Option<Duration>,
    /// What it leaves open, a line each.
    pub left_open: Vec<String>,
}

/// The size of the survey of a target, without asking it anything.
///
/// # Errors
/// If the target cannot be enrolled at.
pub async fn outline<T: Target>(target: &T, budget: &Budget) -> Result<Outline, TargetError> {
    let tenant = target.enrol().await?;
    let plan = Plan::of(target, budget, &tenant);
    let settings = target.courier_settings();
    let limit = budget.requests.or(settings.limit);
    let phases = Estimate::new(&tenant, target.scenario(), budget).phases(&plan);
    let all = phases.iter().copied().fold(Load::default(), Load::and);
    let within = cut(&phases, limit.unwrap_or(usize::MAX));
    let load = within.iter().copied().fold(Load::default(), Load::and);
    let composed = if plan.hunts() { budget.cases } else { 0 };
    // Lifetimes are waited for beside all else, if there are any to be measured.
    let measures = within.get(1).is_some_and(|measuring| measuring.requests > 0);
    let lifetimes = measures.then_some(budget.patience);
    let mut tiers: BTreeMap<Tier, (usize, usize)> = BTreeMap::new();
    for (rule, passed) in &plan.rules {
        let (asked, left) = tiers.entry(rule.tier).or_default();
        *asked += usize::from(passed.is_none());
        *left += usize::from(rule.tier > budget.tier && !matches!(passed, Some(Passed::NotApplicable(_))));
    }
    Ok(Outline {
        rules: plan.rules.iter().filter(|(_, passed)| passed.is_none()).count(),
        tiers,
        single_edits: plan.singles.len(),
        composed,
        probes: plan.singles.len() + plan.flows.len() + composed + plan.sequences(budget, &tenant),
        load,
        unlimited: (all.requests > load.requests).then_some(all),
        waiting: waiting(&within, &tenant, settings.pace).max(lifetimes),
        left_open: left_open(&plan, budget, &tenant),
    })
}

/// What cannot be found out in this way, and what would let it.
fn left_open(plan: &Plan, budget: &Budget, tenant: &Tenant) -> Vec<String> {
    let mut left = Vec::new();
    let mut count = |rules: usize, why: &str| {
        if rules > 0 {
            left.push(format!("{rules} {}: {why}", if rules == 1 { "rule" } else { "rules" }));
        }
    };
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, passed) in &plan.rules {
        if let Some(Passed::NotApplicable(why) | Passed::NotAsked(why)) = passed {
            *by_reason.entry(why).or_default() += 1;
        }
    }
    for (why, rules) in by_reason {
        count(rules, why);
    }
    let asked = || plan.rules.iter().filter(|(_, passed)| passed.is_none()).map(|(rule, _)| *rule);
    let flows = || {
        asked().filter_map(|rule| match rule.ask {
            Ask::Flow { plan, .. } => Some(plan()),
            _ => None,
        })
    };
    if tenant.consent == Consent::None && tenant.clock.is_none() {
        let redeem = flows().filter(|probes| probes.iter().any(Probe::redeems)).count();
        count(redeem, "they take a code, and none comes unless [sandbox] consent says how");
    }
    let patience = if tenant.clock.is_some() { Duration::MAX } else { budget.patience };
    let passes = |step: &Step| matches!(step, Step::Pass(span) if *span > patience);
    let too_long = |probe: &Probe| probe.steps.iter().any(passes);
    let waits = flows().filter(|probes| probes.iter().any(too_long)).count();
    let seconds = budget.patience.as_secs();
    count(
        waits,
        &format!("some of what they ask takes longer than the patience of {seconds} s (--patience)"),
    );
    let mut mutations: BTreeMap<&str, usize> = BTreeMap::new();
    for why in plan.passed.values().filter(|why| why.starts_with("no ")) {
        *mutations.entry(why).or_default() += 1;
    }
    left.extend(mutations.into_iter().map(|(why, classes)| format!("{classes} classes of mutation: {why}")));
    left
}
