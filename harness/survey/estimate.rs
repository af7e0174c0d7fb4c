//! What each part of a survey will send.

use super::{load::Load, plan::Plan};
use crate::{
    budget::Budget,
    mutation::Kind,
    probe::{Probe, Service, Step},
    runner::batch_size,
    scenario::{Consent, Scenario},
    target::Tenant,
};
use std::collections::BTreeSet;

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
pub(super) struct Estimate<'a> {
    tenant: &'a Tenant,
    scenario: &'a Scenario,
    budget: &'a Budget,
    /// Whether codes come.
    gives_codes: bool,
    /// The pages of consent on the way to each code.
    pages: usize,
}

impl<'a> Estimate<'a> {
    pub(super) fn new(tenant: &'a Tenant, scenario: &'a Scenario, budget: &'a Budget) -> Self {
        let filled = matches!(tenant.consent, Consent::Form | Consent::Browser);
        let asks = |(name, value): &(String, String)| name == "prompt" && value.contains("consent");
        let pages = usize::from(filled && tenant.parameters.iter().any(asks));
        let gives_codes = tenant.consent != Consent::None || tenant.clock.is_some();
        Self { tenant, scenario, budget, gives_codes, pages }
    }

    /// The parts, in the order in which they are asked.
    pub(super) fn phases(&self, plan: &Plan) -> Vec<Load> {
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

/// How many tokens a step asks for.
fn asks_for_tokens(step: &Step) -> usize {
    match step {
        Step::Redeem(_) => 1,
        Step::Call(call) => usize::from(call.to == Service::Token),
        Step::AtOnce(calls) => calls.iter().filter(|call| call.to == Service::Token).count(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::asks_for_tokens;
    use crate::probe::{Call, Redeem, Step};

    #[test]
    fn refreshes_and_races_count_against_the_quota_of_tokens() {
        let race = Step::AtOnce(vec![Call::from(&Redeem::default()); 5]);
        let steps =
            [Step::authorize(), Step::redeem(), Call::refresh().into(), race, Call::is_alive(0).into()];
        assert_eq!(steps.each_ref().map(asks_for_tokens), [0, 1, 1, 5, 0]);
    }
}
