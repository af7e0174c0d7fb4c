//! Lifetimes measured in real time: codes and refresh tokens that are issued at once and used at
//! planned ages, and an access token that is asked about while it grows old.

use super::{
    ages::{self, tell},
    watching::{self, Watched},
};
use crate::{
    budget::Budget,
    evidence::Observation,
    learn::{Ageing, HeldCode, Interval, Next, Schedule, Standing},
    probe::{Call, CodeRef, Probe, Redeem, Step},
    profile::Measured,
    runner::{Held, Runner, Wait},
    target::{Target, TargetError},
};
use futures_util::{StreamExt as _, future::join, stream::FuturesUnordered};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until};

/// How often it is told that there is nothing to do but wait.
const TICK: Duration = Duration::from_secs(1);

/// What came of a measurement: an interval, or the reason why there is none.
pub(super) type Lifetime = Result<Option<Interval>, String>;

/// What was seen growing old: it may tell a rule what the rule has no patience for.
pub(super) type Aged = Vec<Arc<Observation>>;

/// What is issued many times, and used once, each at its age.
struct Sort {
    /// The key of these probes, and of the controls before and after them.
    key: &'static str,
    /// What is waited for.
    what: &'static str,
    /// How one is issued.
    issue: fn() -> Vec<Step>,
    /// How it is used.
    used: fn() -> Step,
    /// Two of them, issued before either is used.
    two: fn() -> Vec<Step>,
}

const CODES: Sort = Sort {
    key: "code",
    what: "codes to grow old",
    issue: || vec![Step::authorize()],
    used: Step::redeem,
    two: || {
        let nth = |nth| Step::Redeem(Redeem { code: CodeRef::Nth(nth), ..Redeem::default() });
        vec![Step::authorize(), Step::authorize(), nth(0), nth(1)]
    },
};

const REFRESH_TOKENS: Sort = Sort {
    key: "refresh",
    what: "refresh tokens to grow old",
    issue: || vec![Step::authorize(), Step::redeem()],
    used: || Call::refresh().into(),
    two: || {
        let issued = || [Step::authorize(), Step::redeem()];
        let used = [Call::refresh_nth(0).into(), Call::refresh_nth(1).into()];
        [issued(), issued(), used].concat()
    },
};

/// Measures how long codes, access tokens and refresh tokens live, as far as the patience goes; what
/// grew old is told to `aged`. Whether the access token has to be watched alone, since it did not
/// end when it was said to.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn all<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    measured: &mut Measured,
    aged: &mut Aged,
) -> Result<bool, TargetError> {
    let (mut of_codes, mut of_refreshes, mut of_token) = (Aged::new(), Aged::new(), Aged::new());
    let patience = budget.patience;
    let scheduled = join(
        scheduled(runner, patience, &CODES, &mut of_codes),
        refresh_tokens(runner, patience, &mut of_refreshes),
    );
    let watched = watching::beside(runner, patience, &mut of_token);
    let ((codes, refreshes), watched) = join(scheduled, watched).await;
    aged.extend(of_codes.into_iter().chain(of_refreshes).chain(of_token));
    measured.code.lifetime = measured.note("code.lifetime", codes?);
    measured.refresh_token.lifetime = measured.note("refresh_token.lifetime", refreshes?);
    let watched: Watched = watched?;
    let alone = watched.ended_unexpectedly();
    if !alone {
        measured.access_token.lifetime = measured.note("access_token.lifetime", watched.lifetime);
    }
    Ok(alone)
}

/// Watches an access token when nothing else brings one: some servers end the oldest token when too
/// many live.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn alone<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    measured: &mut Measured,
    aged: &mut Aged,
) -> Result<(), TargetError> {
    aged.retain(|observation| !watching::is_of(observation));
    let watched = watching::alone(runner, budget.patience, aged).await?;
    measured.access_token.lifetime = measured.note("access_token.lifetime", watched.lifetime);
    Ok(())
}

/// Refresh tokens cost a code each, so they are measured only where codes are plenty.
async fn refresh_tokens<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    aged: &mut Aged,
) -> Result<Lifetime, TargetError> {
    if runner.codes_at_hand().is_some_and(|codes| codes > 0) {
        return Ok(Ok(None));
    }
    let steps = [(REFRESH_TOKENS.issue)(), vec![(REFRESH_TOKENS.used)()]].concat();
    let asked = runner.ask_bare(&Arc::new(Probe::of("learn/age/refreshes", steps))).await?;
    let refreshes = asked.is_ok_and(|observation| ages::alive(&observation, 2) == Some(true));
    if !refreshes {
        return Ok(Ok(None));
    }
    scheduled(runner, patience, &REFRESH_TOKENS, aged).await
}

async fn scheduled<T: Target>(
    runner: &Runner<'_, T>,
    patience: Duration,
    sort: &Sort,
    aged: &mut Aged,
) -> Result<Lifetime, TargetError> {
    let Sort { key, issue, used, two, .. } = sort;
    let plural = if *key == "code" { "codes" } else { "refresh tokens" };
    if let Err(why) = control(runner, &format!("learn/age/before-{key}s"), two()).await? {
        return Ok(Err(format!("two {plural} side by side cannot both be redeemed: {why}")));
    }
    let mut seen = Ageing::default();
    for observation in runner.remembered(&format!("learn/age/{key}/")) {
        tell(&mut seen, &observation);
        aged.push(Arc::new(observation));
    }
    if let Some(schedule) = Schedule::new(patience, runner.codes_at_hand(), &seen) {
        conduct(runner, schedule, sort, &mut seen, aged).await;
    }
    let after = [issue(), vec![used()]].concat();
    if let Err(why) = control(runner, &format!("learn/age/after-{key}s"), after).await? {
        seen = seen.without_deaths();
        if seen.alive().is_zero() {
            return Ok(Err(format!("afterwards a fresh {key} could not be redeemed either: {why}")));
        }
    }
    Ok(seen.lifetime().map_err(|contradiction| contradiction.to_string()))
}

/// Conducts a schedule: has one after the other issued, uses each when it is old enough, and takes
/// in what the answers say.
async fn conduct<T: Target>(
    runner: &Runner<'_, T>,
    mut schedule: Schedule,
    sort: &Sort,
    seen: &mut Ageing,
    aged: &mut Aged,
) {
    let begun = Instant::now();
    let since = |moment: Instant| moment.saturating_duration_since(begun);
    // Where codes are few, none is spent on a control beside each death.
    let controlled = runner.codes_at_hand().is_none();
    let mut held: Vec<(HeldCode, Held<'_>)> = Vec::new();
    let mut under_way: Vec<usize> = Vec::new();
    let mut issuing = FuturesUnordered::new();
    let mut redeeming = FuturesUnordered::new();
    while !runner.has_given_up() {
        let waiting: Vec<HeldCode> = held.iter().map(|(held, _)| *held).collect();
        let now = since(Instant::now());
        let standing = Standing { now, held: &waiting, under_way: &under_way, issuing: !issuing.is_empty() };
        let (at, next) = schedule.next(seen, standing);
        match next {
            Next::Done => break,
            Next::Issue { number } if at <= now => {
                schedule.begun(number);
                issuing.push(issue(runner, number, sort));
                continue;
            }
            Next::Redeem { number, age } if at <= now => {
                let Some(place) = waiting.iter().position(|held| held.number == number) else { break };
                under_way.push(number);
                redeeming.push(redeem(number, held.swap_remove(place).1, age, sort, controlled));
                continue;
            }
            _ => {}
        }
        let left = schedule.left(seen, now);
        runner.wait(&Wait { what: sort.what, left });
        let until = if next == Next::Wait { now + TICK } else { at.min(now + TICK) };
        tokio::select! {
            Some((number, issued)) = issuing.next(), if !issuing.is_empty() => {
                if let Ok(flow) = issued {
                    held.push((HeldCode { number, issued: since(flow.came()) }, flow));
                }
            }
            Some((number, flow)) = redeeming.next(), if !redeeming.is_empty() => {
                under_way.retain(|other| *other != number);
                let observation = runner.release(flow);
                tell(seen, &observation);
                aged.push(observation);
            }
            () = sleep_until(begun + until) => {}
        }
    }
    for (_, flow) in held {
        runner.release(flow);
    }
}

/// One that was issued, or the reason why none was.
async fn issue<'r, T: Target>(
    runner: &'r Runner<'_, T>,
    number: usize,
    sort: &Sort,
) -> (usize, Result<Held<'r>, String>) {
    let held = match runner.hold(format!("learn/age/{}/{number}", sort.key), (sort.issue)()).await {
        Ok(held) => {
            let so_far = held.so_far();
            let came = so_far.authorized().is_some_and(|authorized| authorized.code.is_some());
            if came && !so_far.no_token_came() {
                Ok(held)
            } else {
                runner.release(held);
                Err("none came".to_owned())
            }
        }
        Err(why) => Err(why),
    };
    (number, held)
}

/// Uses what is held when it is so old; if it is dead then, a fresh one shows that others are not.
async fn redeem<'r>(
    number: usize,
    mut held: Held<'r>,
    age: Duration,
    sort: &Sort,
    controlled: bool,
) -> (usize, Held<'r>) {
    held.at(age, (sort.used)()).await;
    let so_far = held.so_far();
    if controlled && ages::alive(&so_far, so_far.happened.len() - 1) == Some(false) {
        for step in (sort.issue)().into_iter().chain([(sort.used)()]) {
            held.take(step).await;
        }
    }
    (number, held)
}

/// Whether what is fresh works: every redemption of these steps, and every token asked about.
pub(super) async fn control<T: Target>(
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
