//! How large a survey will be, how long it takes, and what it leaves out: told before anything is
//! sent.

use super::plan::{Passed, Plan};
use crate::{
    budget::{Budget, Tier},
    mutation::Kind,
    probe::{Probe, Service, Step},
    rules::Ask,
    runner::batch_size,
    scenario::{Consent, Quota, Scenario},
    target::{Target, TargetError, Tenant},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

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

/// What is sent, controls included, if nothing has to be shrunk; and what the server has to give.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Load {
    /// Requests.
    pub requests: usize,
    /// Authorization codes.
    pub codes: usize,
    /// Token answers.
    pub tokens: usize,
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

/// One denied token in so many flows is held against an ordinary redemption.
const FLOWS_FOR_A_TOKEN_CONTROL: usize = 7;

/// Codes that are held at once to measure their lifetime where no quota says how many.
const CODES_HELD: usize = 16;

/// Codes beside those: a pair before, one after, and one whose token is watched.
const CODES_BESIDE_HELD: usize = 4;

/// How often a token is asked about while it grows old.
const TOKEN_ASKED_ABOUT: usize = 20;

/// What a random sequence comes to: its moves, and the codes and tokens among them.
const SEQUENCE: Load = Load { requests: 8, codes: 2, tokens: 3 };

/// What each part of a survey sends.
struct Estimate<'a> {
    tenant: &'a Tenant,
    scenario: &'a Scenario,
    budget: &'a Budget,
    /// Whether codes come.
    gives_codes: bool,
    /// The pages of consent on the way to each code.
    pages: usize,
}

impl<'a> Estimate<'a> {
    fn new(tenant: &'a Tenant, scenario: &'a Scenario, budget: &'a Budget) -> Self {
        let filled = matches!(tenant.consent, Consent::Form | Consent::Browser);
        let asks = |(name, value): &(String, String)| name == "prompt" && value.contains("consent");
        let pages = usize::from(filled && tenant.parameters.iter().any(asks));
        let gives_codes = tenant.consent != Consent::None || tenant.clock.is_some();
        Self { tenant, scenario, budget, gives_codes, pages }
    }

    /// The parts, in the order in which they are asked.
    fn phases(&self, plan: &Plan) -> Vec<Load> {
        let kinds = self.controlled(plan.kinds().into_iter()).max(1);
        let mut start = self.controls(kinds).times(2);
        if self.tenant.consent == Consent::Form {
            // A login page, its form and what it leads back to.
            start.requests += 3;
        }
        let singles: Vec<&Probe> = plan.singles.iter().map(|single| &*single.probe).collect();
        let flows: Vec<&Probe> = plan.flows.values().map(|probe| &**probe).collect();
        let accepted = |rule: &str| self.scenario.deviations.iter().any(|deviation| deviation.rule == rule);
        let shown = plan.rules.iter().filter(|(rule, passed)| passed.is_none() && accepted(rule.id)).count();
        let sequences = plan.sequences(self.budget, self.tenant);
        let composed = if plan.hunts() { self.budget.cases } else { 0 };
        let batches = |probes: usize| probes.div_ceil(batch_size(self.budget));
        let mut rest = Load { requests: composed, ..Load::default() };
        rest = rest.and(self.controls(kinds).times(2 * batches(composed)));
        // What is known to be violated is shown once more on its own.
        let alone = self.with_pages(Load { requests: 2, codes: usize::from(self.gives_codes), tokens: 0 });
        rest = rest.and(self.controls(1).times(4).and(alone).times(shown));
        if self.gives_codes {
            rest = rest.and(self.with_pages(SEQUENCE).times(sequences));
            rest = rest.and(self.controls(1).times(2 * batches(sequences)));
            let controls = flows.len() / FLOWS_FOR_A_TOKEN_CONTROL;
            rest = rest.and(self.with_pages(Load { requests: 2, codes: 1, tokens: 1 }).times(controls));
        }
        vec![start, self.measuring(plan), self.asked(&singles), self.asked(&flows), rest]
    }

    /// What the lifetimes of codes and tokens cost, where they are measured in real time.
    fn measuring(&self, plan: &Plan) -> Load {
        let measured = self.budget.only.is_empty() && plan.flows.values().any(|probe| probe.redeems());
        if !self.gives_codes
            || !measured
            || self.tenant.clock.is_some()
            || self.tenant.token.is_none()
            || self.budget.patience.is_zero()
        {
            return Load::default();
        }
        let quota = self.tenant.quota.as_ref();
        let quotas = [quota.and_then(|quota| quota.codes), quota.and_then(|quota| quota.tokens)];
        let least = quotas.into_iter().flatten().map(|quota| quota.count as usize).min();
        let held = least.map_or(CODES_HELD, |least| least.saturating_sub(3));
        let codes = held + CODES_BESIDE_HELD;
        let each = self.with_pages(Load { requests: 2, codes: 1, tokens: 1 });
        each.times(codes).and(Load { requests: TOKEN_ASKED_ABOUT, ..Load::default() })
    }

    /// These probes, a batch at a time between its controls.
    fn asked(&self, probes: &[&Probe]) -> Load {
        let batches = probes.chunks(batch_size(self.budget)).map(|batch| {
            let kinds = self.controlled(batch.iter().map(|probe| probe.needs));
            let steps = batch.iter().flat_map(|probe| self.steps(probe));
            steps.fold(self.controls(kinds).times(2), Load::and)
        });
        batches.fold(Load::default(), Load::and)
    }

    /// What the steps of a probe come to: without a code nothing follows the first.
    fn steps(&self, probe: &Probe) -> Vec<Load> {
        let taken = if self.gives_codes { probe.steps.len() } else { probe.steps.len().min(1) };
        probe.steps.iter().take(taken).map(|step| self.step(step)).collect()
    }

    fn step(&self, step: &Step) -> Load {
        match step {
            Step::Authorize(authorize) => {
                // An edited redirect URI brings a code only where that is a finding.
                let codes = usize::from(self.gives_codes && authorize.edits.is_empty());
                self.with_pages(Load { requests: 1, codes, tokens: 0 })
            }
            Step::AtOnce(calls) => {
                Load { requests: 2 * calls.len(), codes: 0, tokens: calls.len().min(asks_for_tokens(step)) }
            }
            Step::Redeem(_) | Step::Call(_) | Step::Register(_) | Step::Unregister => {
                Load { requests: 1, codes: 0, tokens: asks_for_tokens(step) }
            }
            Step::Pass(_) => Load::default(),
        }
    }

    /// A good and a bad request for each kind of client.
    fn controls(&self, kinds: usize) -> Load {
        self.with_pages(Load { requests: 2, codes: usize::from(self.gives_codes), tokens: 0 }).times(kinds)
    }

    /// How many of these kinds have controls of their own: those that share client and URI share them.
    fn controlled(&self, kinds: impl Iterator<Item = Kind>) -> usize {
        let subjects = kinds.filter_map(|kind| {
            let kind = if kind == Kind::Nothing { Kind::Any } else { kind };
            let (client, registered) = self.tenant.subject(kind)?;
            Some((client.id.clone(), registered.uri.to_string()))
        });
        subjects.collect::<BTreeSet<_>>().len()
    }

    const fn with_pages(&self, load: Load) -> Load {
        Load { requests: load.requests + load.codes * self.pages, ..load }
    }
}

impl Load {
    const fn and(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            codes: self.codes + other.codes,
            tokens: self.tokens + other.tokens,
        }
    }

    const fn times(self, count: usize) -> Self {
        Self { requests: self.requests * count, codes: self.codes * count, tokens: self.tokens * count }
    }

    /// The first so many requests of it, and what they bring in proportion.
    fn first(self, requests: usize) -> Self {
        if requests >= self.requests {
            return self;
        }
        let part = |count: usize| count * requests / self.requests.max(1);
        Self { requests, codes: part(self.codes), tokens: part(self.tokens) }
    }
}

/// What of the phases a limit on requests leaves.
fn cut(phases: &[Load], limit: usize) -> Vec<Load> {
    let mut left = limit;
    let cut = phases.iter().map(|phase| {
        let first = phase.first(left);
        left -= first.requests;
        first
    });
    cut.collect()
}

/// How long it is: each part as long as its requests, its codes or its tokens make it, whichever is
/// the longest; what a quota gives at once is not waited for.
fn waiting(phases: &[Load], tenant: &Tenant, pace: Duration) -> Option<Duration> {
    let quota = tenant.quota.as_ref();
    let (codes, tokens) = (quota.and_then(|quota| quota.codes), quota.and_then(|quota| quota.tokens));
    let by_quota = |quota: Option<Quota>, count: usize| {
        quota.map_or(Duration::ZERO, |quota| times(quota.span, count) / quota.count)
    };
    let by_pace: Duration = phases.iter().map(|phase| times(pace, phase.requests)).sum();
    let longest = phases.iter().map(|phase| {
        by_quota(codes, phase.codes).max(by_quota(tokens, phase.tokens)).max(times(pace, phase.requests))
    });
    let at_once = [codes, tokens].into_iter().flatten().map(|quota| quota.span).max().unwrap_or_default();
    let waiting = longest.sum::<Duration>().saturating_sub(at_once).max(by_pace);
    (waiting.as_secs() > 0).then_some(waiting)
}

/// How many tokens a step asks for.
fn asks_for_tokens(step: &Step) -> usize {
    match step {
        Step::Redeem(_) => 1,
        Step::Call(call) => usize::from(call.to == Service::Token),
        Step::AtOnce(calls) => calls.iter().filter(|call| call.to == Service::Token).count(),
        _ => 0,
    }
}

fn times(span: Duration, count: usize) -> Duration {
    span.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
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

#[cfg(test)]
mod tests {
    use super::{Load, asks_for_tokens, cut};
    use crate::probe::{Call, Redeem, Step};

    #[test]
    fn refreshes_and_races_count_against_the_quota_of_tokens() {
        let race = Step::AtOnce(vec![Call::from(&Redeem::default()); 5]);
        let steps =
            [Step::authorize(), Step::redeem(), Call::refresh().into(), race, Call::is_alive(0).into()];
        assert_eq!(steps.each_ref().map(asks_for_tokens), [0, 1, 1, 5, 0]);
    }

    #[test]
    fn a_limit_leaves_the_first_parts_and_a_share_of_the_last() {
        let load = |requests, codes| Load { requests, codes, tokens: 0 };
        let within = cut(&[load(100, 10), load(200, 50), load(50, 50)], 200);
        assert_eq!(within, [load(100, 10), load(100, 25), load(0, 0)]);
        assert_eq!(cut(&[load(100, 10)], usize::MAX), [load(100, 10)]);
    }
}
