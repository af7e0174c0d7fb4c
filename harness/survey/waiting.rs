//! Lifetimes measured in real time: codes that are issued at once and redeemed at planned ages,
//! and a token that is asked about while it grows old.

use super::ages::{self, Token, tell};
use crate::{
    budget::Budget,
    evidence::Observation,
    learn::{self, Ageing, HeldCode, Interval, Next, Schedule, Standing},
    probe::{CodeRef, Probe, Redeem, Step},
    profile::Measured,
    runner::{Held, Runner, Wait},
    target::{Target, TargetError},
};
use futures_util::{StreamExt as _, future::join, stream::FuturesUnordered};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until};

/// How often it is told that there is nothing to do but wait.
const TICK: Duration = Duration::from_secs(1);

/// The keys of these probes: of codes, each with its number, and of the token, asked about beside
/// the codes and alone.
const CODE: &str = "learn/age/code/";
const TOKEN: &str = "learn/age/token";
const TOKEN_ALONE: &str = "learn/age/alone";

/// What came of a measurement: an interval, or the reason why there is none.
type Lifetime = Result<Option<Interval>, String>;

/// Measures how long codes and access tokens live, as far as the patience goes.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn all<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    measured: &mut Measured,
) -> Result<(), TargetError> {
    if budget.patience.is_zero() {
        return Ok(());
    }
    let beside = access_tokens(runner, budget.patience, TOKEN);
    let (of_codes, of_tokens) = join(codes(runner, budget.patience), beside).await;
    measured.code.lifetime = measured.note("code.lifetime", of_codes?);
    let mut of_tokens = of_tokens?;
    if of_tokens.ended_unexpectedly() {
        // Some servers end the oldest token when too many live, and each code brought one.
        of_tokens = access_tokens(runner, budget.patience, TOKEN_ALONE).await?;
    }
    measured.access_token.lifetime = measured.note("access_token.lifetime", of_tokens.lifetime);
    Ok(())
}

async fn codes<T: Target>(runner: &Runner<'_, T>, patience: Duration) -> Result<Lifetime, TargetError> {
    let nth = |nth| Step::Redeem(Redeem { code: CodeRef::Nth(nth), ..Redeem::default() });
    let side_by_side = vec![Step::authorize(), Step::authorize(), nth(0), nth(1)];
    if let Err(why) = control(runner, "learn/age/before-codes", side_by_side).await? {
        return Ok(Err(format!("two codes side by side cannot both be redeemed: {why}")));
    }
    let mut seen = Ageing::default();
    for observation in runner.remembered(CODE) {
        tell(&mut seen, &observation);
    }
    if let Some(schedule) = Schedule::new(patience, runner.codes_at_hand(), &seen) {
        conduct(runner, schedule, &mut seen).await;
    }
    let after = vec![Step::authorize(), Step::redeem()];
    if let Err(why) = control(runner, "learn/age/after-codes", after).await? {
        seen = seen.without_deaths();
        if seen.alive().is_zero() {
            return Ok(Err(format!("afterwards a fresh code could not be redeemed either: {why}")));
        }
    }
    Ok(seen.lifetime().map_err(|contradiction| contradiction.to_string()))
}

/// Conducts a schedule: issues codes one at a time, redeems each when it is old enough, and takes
/// in what the answers say.
async fn conduct<T: Target>(runner: &Runner<'_, T>, mut schedule: Schedule, seen: &mut Ageing) {
    let begun = Instant::now();
    let since = |moment: Instant| moment.saturating_duration_since(begun);
    let mut held: Vec<(HeldCode, Held<'_>)> = Vec::new();
    let mut under_way: Vec<usize> = Vec::new();
    let mut issuing = FuturesUnordered::new();
    let mut redeeming = FuturesUnordered::new();
    loop {
        let waiting: Vec<HeldCode> = held.iter().map(|(held, _)| *held).collect();
        let now = since(Instant::now());
        let standing = Standing { now, held: &waiting, under_way: &under_way, issuing: !issuing.is_empty() };
        let (at, next) = schedule.next(seen, standing);
        match next {
            Next::Done => break,
            Next::Issue { number } if at <= now => {
                schedule.begun(number);
                issuing.push(issue(runner, number));
                continue;
            }
            Next::Redeem { number, age } if at <= now => {
                let Some(place) = waiting.iter().position(|held| held.number == number) else { break };
                under_way.push(number);
                redeeming.push(redeem(number, held.swap_remove(place).1, age));
                continue;
            }
            _ => {}
        }
        let left = schedule.left(seen, now);
        runner.wait(&Wait { what: "codes to grow old", left });
        let until = if next == Next::Wait { now + TICK } else { at.min(now + TICK) };
        tokio::select! {
            Some((number, issued)) = issuing.next(), if !issuing.is_empty() => {
                if let Ok(flow) = issued {
                    held.push((HeldCode { number, issued: since(flow.came()) }, flow));
                }
            }
            Some((number, flow)) = redeeming.next(), if !redeeming.is_empty() => {
                under_way.retain(|other| *other != number);
                tell(seen, &runner.release(flow));
            }
            () = sleep_until(begun + until) => {}
        }
    }
    for (_, flow) in held {
        runner.release(flow);
    }
}

/// A code that was issued, or the reason why none was.
async fn issue<'r, T: Target>(runner: &'r Runner<'_, T>, number: usize) -> (usize, Result<Held<'r>, String>) {
    let held = match runner.hold(format!("{CODE}{number}"), vec![Step::authorize()]).await {
        Ok(held) if held.so_far().authorized().is_some_and(|authorized| authorized.code.is_some()) => {
            Ok(held)
        }
        Ok(held) => {
            runner.release(held);
            Err("no code came".to_owned())
        }
        Err(why) => Err(why),
    };
    (number, held)
}

async fn redeem(number: usize, mut held: Held<'_>, age: Duration) -> (usize, Held<'_>) {
    held.at(age, Step::redeem()).await;
    (number, held)
}

/// What came of watching an access token, and how long it was said to live.
struct Watched {
    lifetime: Lifetime,
    said: Option<Duration>,
}

impl Watched {
    /// Whether it ended, and not when it was said to.
    fn ended_unexpectedly(&self) -> bool {
        let ended =
            self.lifetime.as_ref().ok().copied().flatten().filter(|interval| interval.at_most.is_some());
        self.lifetime.is_err()
            || ended.is_some_and(|interval| !self.said.is_some_and(|said| interval.holds(said)))
    }
}

/// Asks about one access token as it grows old, where somebody tells whether it is alive.
async fn access_tokens<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    key: &str,
) -> Result<Watched, TargetError> {
    let mut watched = Watched { lifetime: Ok(None), said: None };
    let further = &runner.tenant().further;
    if [&further.introspection, &further.userinfo, &further.resource].into_iter().all(Option::is_none) {
        return Ok(watched);
    }
    let mut seen = Ageing::default();
    for observation in runner.remembered(&format!("{key}/")) {
        tell(&mut seen, &observation);
        watched.said = ages::said(&observation);
    }
    if seen.deaths() == 0 && seen.alive() < patience {
        let steps = vec![Step::authorize(), Step::redeem(), Token::Access.presented()];
        if let Ok(held) = runner.hold(format!("{key}/0"), steps).await {
            let observation = watch(runner, held, patience).await;
            tell(&mut seen, &observation);
            watched.said = ages::said(&observation);
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

/// Whether what is fresh works: every redemption of these steps, and every token asked about.
async fn control<T: Target>(
    runner: &Runner<'_, T>,
    key: &str,
    steps: Vec<Step>,
) -> Result<Result<(), String>, TargetError> {
    let asked = runner.ask_bare(&Arc::new(Probe::of(key, steps))).await?;
    Ok(asked.and_then(|observation| {
        if let Some(why) = observation.skipped() {
            return Err(why.to_owned());
        }
        let steps = observation.probe.steps.iter().enumerate();
        let presented = steps.filter(|(_, step)| !matches!(step, Step::Authorize(_)));
        for (at, _) in presented {
            if ages::alive(&observation, at) != Some(true) {
                let answer = observation.answer(at);
                let error = answer.and_then(|answer| answer.error.as_ref().map(ToString::to_string));
                let error = error.unwrap_or_else(|| "it was not taken".to_owned());
                return Err(runner.tenant().redaction_for(&observation).apply(&error));
            }
        }
        Ok(())
    }))
}
