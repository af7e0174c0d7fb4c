//! What is measured beside the rules: how redirect URIs are compared, how long and how often a
//! code lives.

use crate::{
    budget::{Budget, Tier},
    evidence::{Observation, TokenAnswer},
    learn::{Bracket, Interval, redirect_match},
    mutation::Kind,
    probe::{Probe, Step},
    profile::Measured,
    runner::Runner,
    target::{Target, TargetError},
};
use std::{iter, sync::Arc};

/// How often a code is redeemed at most.
const TRIES: usize = 5;

/// Measures all that the target and the budget allow; what was measured before a failure stays.
pub(super) async fn all<'a, T: Target>(
    runner: &Runner<'_, T>,
    target: &T,
    budget: &Budget,
    seen: impl Iterator<Item = &'a Observation>,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    measured.redirect_uri.compare = redirect_match(seen);
    if !budget.only.is_empty() {
        return Ok(());
    }
    let states = |topic: &str| target.is_live() || target.scenario().stated().contains(topic);
    codes(runner, budget, states, measured).await
}

/// Measures how often and how long codes live, as far as that is wanted.
pub(super) async fn codes<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    wanted: impl Fn(&str) -> bool,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    let gives_codes = runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    if !gives_codes || runner.tenant().token.is_none() {
        return Ok(());
    }
    if wanted("code.uses") && budget.tier >= Tier::Noisy {
        measured.code.uses = uses(runner).await?;
    }
    if wanted("code.lifetime") && runner.tenant().clock.is_some() {
        measured.code.lifetime = Some(lifetime(runner).await?);
    }
    Ok(())
}

/// How often a code can be redeemed; nothing where the last try is not the end.
async fn uses<T: Target>(runner: &Runner<'_, T>) -> Result<Option<u32>, TargetError> {
    let mut steps = vec![Step::authorize()];
    steps.extend(iter::repeat_with(Step::redeem).take(TRIES));
    let asked = runner.ask_alone(&Arc::new(Probe::of("learn/uses", steps))).await?;
    let Ok(observation) = asked else { return Ok(None) };
    let answers = observation.redeemed();
    let worked = answers.iter().take_while(|answer| answer.is_some_and(TokenAnswer::succeeded)).count();
    let refused = answers.get(worked).copied().flatten().is_some_and(TokenAnswer::refused);
    Ok(u32::try_from(worked).ok().filter(|uses| *uses > 0 && refused))
}

/// Brackets the lifetime of codes by turning the clock.
async fn lifetime<T: Target>(runner: &Runner<'_, T>) -> Result<Interval, TargetError> {
    let mut bracket = Bracket::default();
    while let Some(age) = bracket.next() {
        let steps = vec![Step::authorize(), Step::Pass(age), Step::redeem()];
        let probe = Arc::new(Probe::of(format!("learn/lifetime/{}", age.as_millis()), steps));
        let Ok(observation) = runner.ask_alone(&probe).await? else { break };
        match observation.redeemed().first() {
            Some(Some(answer)) if answer.succeeded() => bracket.tell(age, true),
            Some(Some(answer)) if answer.refused() => bracket.tell(age, false),
            _ => break,
        }
    }
    Ok(bracket.interval())
}
