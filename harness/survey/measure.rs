//! What is measured beside the rules: how redirect URIs are compared, how long codes and tokens
//! live, how often a code is redeemed.

use super::{
    ages::{self, Token},
    at_once, beyond,
    forms::Forms,
    waiting,
};
use crate::{
    budget::{Budget, Tier},
    evidence::{Observation, TokenAnswer},
    learn::redirect_match,
    mutation::Kind,
    probe::{Probe, Step},
    profile::Measured,
    runner::{Asked, Runner},
    target::{Target, TargetError},
};
use std::{collections::BTreeMap, iter, sync::Arc};

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
    codes(runner, budget, states, measured).await?;
    // Making so many tokens is done for whoever says that there is an end of them.
    let known = target.scenario().stated();
    at_once(runner, budget, |topic| known.contains(topic), measured).await?;
    // What a real server has around it is asked only where its scenario speaks of it.
    beyond::measure(runner, budget, |topic| known.contains(topic), &mut measured.further).await
}

/// Reads off what tokens look like, as far as that is wanted.
pub(super) fn forms<T: Target>(
    runner: &Runner<'_, T>,
    target: &T,
    budget: &Budget,
    flows: &BTreeMap<String, Asked>,
    measured: &mut Measured,
) {
    if budget.only.is_empty() {
        let stated = target.scenario().stated();
        let seen = flows.values().filter_map(|asked| asked.as_deref().ok());
        Forms::of(seen, runner.tenant()).take(|topic| target.is_live() || stated.contains(topic), measured);
    }
}

/// Measures how many tokens live at once, as far as that is wanted.
pub(super) async fn at_once<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    wanted: impl Fn(&str) -> bool,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    if !redeems(runner) || budget.tier < Tier::Noisy {
        return Ok(());
    }
    if wanted("access_token.live_at_once") {
        let came = at_once::living(runner, Token::Access, measured.access_token.lifetime).await?;
        measured.access_token.live_at_once = measured.note("access_token.live_at_once", came);
    }
    if wanted("refresh_token.live_at_once") {
        let came = at_once::living(runner, Token::Refresh, measured.refresh_token.lifetime).await?;
        measured.refresh_token.live_at_once = measured.note("refresh_token.live_at_once", came);
    }
    Ok(())
}

/// Measures how often and how long codes live, as far as that is wanted.
pub(super) async fn codes<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    wanted: impl Fn(&str) -> bool,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    if !redeems(runner) {
        return Ok(());
    }
    if wanted("code.uses") && budget.tier >= Tier::Noisy {
        measured.code.uses = uses(runner).await?;
    }
    if runner.tenant().clock.is_some() {
        turned(runner, wanted, measured).await?;
    }
    Ok(())
}

/// Measures lifetimes by turning the clock, as far as that is wanted.
async fn turned<T: Target>(
    runner: &Runner<'_, T>,
    wanted: impl Fn(&str) -> bool,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    if wanted("code.lifetime") {
        measured.code.lifetime = ages::of_codes(runner).await?;
    }
    if wanted("access_token.lifetime") {
        measured.access_token.lifetime = ages::of_tokens(runner, Token::Access).await?;
    }
    if wanted("refresh_token.lifetime") {
        measured.refresh_token.lifetime = ages::of_tokens(runner, Token::Refresh).await?;
    }
    Ok(())
}

/// Measures lifetimes in real time, as far as the patience goes; this takes a lifetime or so.
pub(super) async fn waited<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    let mut aged = Vec::new();
    if waits(runner, budget) && Box::pin(waiting::all(runner, budget, measured, &mut aged)).await? {
        Box::pin(waiting::alone(runner, budget, measured, &mut aged)).await?;
    }
    Ok(())
}

/// Whether lifetimes are measured in real time.
pub(super) fn waits<T: Target>(runner: &Runner<'_, T>, budget: &Budget) -> bool {
    runner.tenant().clock.is_none() && !budget.patience.is_zero() && redeems(runner)
}

/// Whether codes come at once and can be redeemed.
fn redeems<T: Target>(runner: &Runner<'_, T>) -> bool {
    let gives_codes = runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    gives_codes && runner.tenant().token.is_some()
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
