//! The order of a survey: what is asked while codes and tokens grow old, and what after that.

use super::{
    Found, apart, measure,
    plan::{Plan, Single},
    unless_skipped, waiting,
};
use crate::{
    budget::{Budget, Tier},
    evidence::{Observation, TokenAnswer},
    probe::{Probe, Step},
    profile,
    runner::{Asked, Runner},
    target::{Target, TargetError},
};
use futures_util::future::join;
use std::{sync::Arc, time::Duration};

/// Probes in the order of the plan, and what became of each.
struct Questions {
    probes: Vec<Arc<Probe>>,
    asked: Vec<Option<Asked>>,
    /// Whether they redeem codes.
    flows: bool,
}

impl Questions {
    fn of(probes: Vec<Arc<Probe>>, flows: bool) -> Self {
        let asked = probes.iter().map(|_| None).collect();
        Self { probes, asked, flows }
    }

    /// Asks those of them that were not asked yet and are wanted, by their place; those about one
    /// client one after the other, since they share its controls.
    async fn ask<T: Target>(
        &mut self,
        runner: &Runner<'_, T>,
        wanted: impl Fn(usize) -> bool,
    ) -> Result<(), TargetError> {
        let mut places: Vec<usize> =
            (0..self.probes.len()).filter(|place| self.asked[*place].is_none() && wanted(*place)).collect();
        places.sort_by_key(|place| self.probes[*place].needs);
        let probes: Vec<Arc<Probe>> = places.iter().map(|place| Arc::clone(&self.probes[*place])).collect();
        let mut asked = Vec::new();
        let ended = if self.flows {
            runner.ask_flows(&probes, &mut asked).await
        } else {
            runner.ask_all(&probes, &mut asked).await
        };
        for (place, asked) in places.into_iter().zip(asked) {
            self.asked[place] = Some(asked);
        }
        ended
    }

    /// What became of each; what was not asked before a failure is told so.
    fn asked(self) -> impl Iterator<Item = Asked> {
        self.asked.into_iter().map(|asked| asked.unwrap_or_else(|| Err(profile::ENDED.to_owned())))
    }
}

impl Found {
    /// Asks everything, and measures meanwhile what only time tells.
    pub(super) async fn ask<T: Target>(
        &mut self,
        runner: &mut Runner<'_, T>,
        plan: &Plan,
        budget: &Budget,
    ) -> Result<(), TargetError> {
        for kind in plan.kinds() {
            runner.calibrate(kind).await;
        }
        let singles = plan.singles.iter().map(|single| Arc::clone(&single.probe)).collect();
        let mut singles = Questions::of(singles, false);
        let mut flows = Questions::of(plan.flows.values().cloned().collect(), true);
        let ended = if budget.only.is_empty() && measure::waits(runner, budget) {
            self.ask_meanwhile(runner, plan, budget, &mut singles, &mut flows).await
        } else {
            in_order(runner, &mut singles, &mut flows).await
        };
        self.singles = plan.singles.iter().cloned().zip(singles.asked().map(unless_skipped)).collect();
        self.flows = plan.flows.keys().cloned().zip(flows.asked()).collect();
        ended
    }

    /// Asks while codes and tokens grow old. What may bring a server down would end them, so that is
    /// asked afterwards; and so is what redeems codes, where one grant's end is the end of others, or
    /// codes are few. What needs time to pass comes last: perhaps what grew old tells it already.
    async fn ask_meanwhile<T: Target>(
        &mut self,
        runner: &Runner<'_, T>,
        plan: &Plan,
        budget: &Budget,
        singles: &mut Questions,
        flows: &mut Questions,
    ) -> Result<(), TargetError> {
        let beside = runner.tenant().quota.is_none()
            && runner.codes_at_hand().is_none()
            && apart::are(runner, budget.tier >= Tier::Noisy).await?;
        let mild = |single: &Single| single.edit.mutation.tier < Tier::Disruptive;
        let quick: Vec<bool> = flows.probes.iter().map(|probe| !passes(probe)).collect();
        let mut aged = Vec::new();
        let waited = waiting::all(runner, budget, &mut self.measured, &mut aged);
        let others = async {
            singles.ask(runner, |place| mild(&plan.singles[place])).await?;
            if beside { flows.ask(runner, |place| quick[place]).await } else { Ok(()) }
        };
        let (waited, others) = join(Box::pin(waited), others).await;
        others?;
        let alone = waited?;
        singles.ask(runner, |_| true).await?;
        flows.ask(runner, |place| quick[place]).await?;
        if alone {
            waiting::alone(runner, budget, &mut self.measured, &mut aged).await?;
        }
        for (probe, asked) in flows.probes.iter().zip(&mut flows.asked) {
            let told =
                aged.iter().filter(|_| passes(probe)).find_map(|seen| told(probe, seen, budget.patience));
            *asked = asked.take().or(told.map(Ok));
        }
        flows.ask(runner, |_| true).await
    }
}

async fn in_order<T: Target>(
    runner: &Runner<'_, T>,
    singles: &mut Questions,
    flows: &mut Questions,
) -> Result<(), TargetError> {
    singles.ask(runner, |_| true).await?;
    flows.ask(runner, |_| true).await
}

/// Whether time has to pass in it.
fn passes(probe: &Probe) -> bool {
    probe.steps.iter().any(|step| matches!(step, Step::Pass(_)))
}

/// What was seen growing old, as an answer to a probe of the same steps: what was dead when it was
/// younger is dead; and the ages at which something was asked about are as good as others where
/// there is no patience for those.
fn told(probe: &Probe, seen: &Observation, patience: Duration) -> Option<Arc<Observation>> {
    let others = |probe: &Probe| -> Vec<Step> {
        let mut steps: Vec<Step> =
            probe.steps.iter().filter(|step| !matches!(step, Step::Pass(_))).cloned().collect();
        steps.dedup();
        steps
    };
    let spans = |probe: &Probe| -> Vec<Duration> {
        let span = |step: &Step| if let Step::Pass(span) = step { Some(*span) } else { None };
        probe.steps.iter().filter_map(span).collect()
    };
    if others(probe) != others(&seen.probe) {
        return None;
    }
    let (wanted, had) = (spans(probe), spans(&seen.probe));
    let holds = match (&wanted[..], &had[..]) {
        ([wanted], [had]) => {
            let first = seen.redeemed().first().copied().flatten();
            had <= wanted && first.is_some_and(TokenAnswer::refused)
        }
        ([first, ..], _) => wanted.len() > 1 && *first > patience,
        _ => false,
    };
    let probe = Probe { key: probe.key.clone(), ..(*seen.probe).clone() };
    holds.then(|| Arc::new(Observation { probe: Arc::new(probe), ..seen.clone() }))
}
