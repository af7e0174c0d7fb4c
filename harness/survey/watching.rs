//! An access token that is asked about while it grows old, which does not use it up.

use super::{
    ages::{self, Token, tell},
    waiting::{Aged, Lifetime, control},
};
use crate::{
    evidence::Observation,
    learn::{self, Ageing},
    probe::Step,
    runner::{Held, Runner, Wait},
    target::{Target, TargetError},
};
use std::{sync::Arc, time::Duration};

/// The keys of these probes, beside others and alone.
const TOKEN: &str = "learn/age/token";
const TOKEN_ALONE: &str = "learn/age/alone";

/// Whether this is a token that was watched.
pub(super) fn is_of(observation: &Observation) -> bool {
    observation.probe.key.starts_with(TOKEN)
}

/// Watches a token beside whatever else brings tokens.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn beside<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    aged: &mut Aged,
) -> Result<Watched, TargetError> {
    access_tokens(runner, patience, TOKEN, aged).await
}

/// Watches a token while nothing else brings one.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn alone<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    aged: &mut Aged,
) -> Result<Watched, TargetError> {
    access_tokens(runner, patience, TOKEN_ALONE, aged).await
}

/// What came of watching an access token, and how long it was said to live.
pub(super) struct Watched {
    pub(super) lifetime: Lifetime,
    said: Option<Duration>,
    /// Whether anybody tells if it is alive.
    asked: bool,
}

impl Watched {
    /// Whether it ended, and not when it was said to, or was never seen alive.
    pub(super) fn ended_unexpectedly(&self) -> bool {
        let ended =
            self.lifetime.as_ref().ok().copied().flatten().filter(|interval| interval.at_most.is_some());
        self.asked && matches!(self.lifetime, Ok(None))
            || self.lifetime.is_err()
            || ended.is_some_and(|interval| !self.said.is_some_and(|said| interval.holds(said)))
    }
}

/// Asks about one access token as it grows old, where somebody tells whether it is alive.
async fn access_tokens<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    key: &str,
    aged: &mut Aged,
) -> Result<Watched, TargetError> {
    let mut watched = Watched { lifetime: Ok(None), said: None, asked: false };
    let further = &runner.tenant().further;
    if [&further.introspection, &further.userinfo, &further.resource].into_iter().all(Option::is_none) {
        return Ok(watched);
    }
    watched.asked = true;
    let mut seen = Ageing::default();
    for observation in runner.remembered(&format!("{key}/")) {
        tell(&mut seen, &observation);
        watched.said = ages::said(&observation);
        aged.push(Arc::new(observation));
    }
    if seen.deaths() == 0 && seen.alive() < patience {
        let steps = vec![Step::authorize(), Step::redeem(), Token::Access.presented()];
        if let Ok(held) = runner.hold(format!("{key}/0"), steps).await {
            let observation = watch(runner, held, patience).await;
            tell(&mut seen, &observation);
            watched.said = ages::said(&observation);
            aged.push(observation);
        }
    }
    let after = vec![Step::authorize(), Step::redeem(), Token::Access.presented()];
    watched.lifetime = seen.lifetime().map_err(|contradiction| contradiction.to_string());
    if seen.deaths() > 0
        && let Err(why) = control(runner, &format!("{key}-after"), after).await?
    {
        watched.lifetime = Err(format!("afterwards a fresh access token was not alive either: {why}"));
    }
    Ok(watched)
}

/// Asks about a token that is alive until it was dead twice, or the patience ends.
async fn watch<T: Target>(
    runner: &Runner<'_, T>,
    mut held: Held<'_>,
    patience: Duration,
) -> Arc<Observation> {
    let so_far = held.so_far();
    let is_alive = ages::alive(&so_far, 2) == Some(true);
    let ages = if is_alive { learn::watching(patience, ages::said(&so_far)) } else { Vec::new() };
    for age in ages {
        if runner.has_given_up() || !runner.can_spare() {
            break;
        }
        let left = patience.saturating_sub(held.came().elapsed());
        runner.wait(&Wait { what: "an access token to grow old", left });
        held.at(age, Token::Access.presented()).await;
        let mut seen = Ageing::default();
        tell(&mut seen, &held.so_far());
        if seen.deaths() > 1 {
            break;
        }
    }
    runner.release(held)
}
