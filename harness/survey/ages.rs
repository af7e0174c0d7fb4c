//! Ages: what observations say about how old something was, dead or alive; and lifetimes measured
//! by turning a clock.

use crate::{
    evidence::{Happened, Observation, TokenAnswer},
    learn::{Ageing, Bracket, Interval},
    mutation::Kind,
    probe::{Call, Change, Probe, Service, Step},
    runner::Runner,
    target::{Target, TargetError},
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// The oldest age of a token that is asked, where a clock can be turned: twenty years.
pub(super) const OLDEST_TOKEN: Duration = Duration::from_secs(20 * 31_557_600);

/// The least that tells one age from the next.
const MOMENT: Duration = Duration::from_millis(1);

/// Errors of a token endpoint that say nothing about the code or token that was presented.
const NOT_ABOUT_IT: [&str; 6] = [
    "invalid_client",
    "unauthorized_client",
    "access_denied",
    "server_error",
    "slow_down",
    "temporarily_unavailable",
];

/// Takes in what an observation says about age: whatever was presented after time had passed, and
/// was taken or refused. What failed says nothing; and neither does a refusal where a fresh one,
/// issued and presented after it, was not taken.
pub(super) fn tell(ageing: &mut Ageing, observation: &Observation) {
    let (mut at_least, mut at_most, mut aged) = (Duration::ZERO, Duration::ZERO, false);
    let lost = control_lost(observation);
    for (at, (step, happened)) in observation.probe.steps.iter().zip(&observation.happened).enumerate() {
        if let (Step::Pass(meant), Happened::Passed(passed)) = (step, happened) {
            at_least += *meant;
            at_most += *passed;
            aged = true;
        } else if aged && matches!(step, Step::Authorize(_)) {
            break;
        } else if aged
            && let Some(alive) = alive(observation, at)
            && (alive || !lost)
        {
            ageing.tell(at_least, at_most, alive);
        }
    }
}

/// Whether a fresh one was asked for after time had passed, and was not taken.
fn control_lost(observation: &Observation) -> bool {
    let steps = &observation.probe.steps;
    let passed = steps.iter().position(|step| matches!(step, Step::Pass(_)));
    let fresh = passed.is_some_and(|at| steps[at..].iter().any(|step| matches!(step, Step::Authorize(_))));
    fresh && alive(observation, steps.len() - 1) != Some(true)
}

/// Whether what was presented at that step was alive; nothing if the answer does not say.
pub(super) fn alive(observation: &Observation, step: usize) -> Option<bool> {
    match observation.happened.get(step)? {
        Happened::Redeemed(..) | Happened::Called(Service::Token, ..) => {
            observation.answer(step).and_then(taken)
        }
        _ => observation.liveness(step),
    }
}

/// Whether a token endpoint took what was presented.
pub(super) fn taken(answer: &TokenAnswer) -> Option<bool> {
    let error = answer.error.as_ref().map(|error| error.as_str().to_ascii_lowercase().replace(' ', "_"));
    let about_it = error.is_none_or(|error| !NOT_ABOUT_IT.contains(&&*error));
    match (answer.succeeded(), answer.refused() && about_it) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// Brackets the lifetime of codes by turning the clock; nothing if no answer says anything.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn of_codes<T: Target>(runner: &Runner<'_, T>) -> Result<Option<Interval>, TargetError> {
    let mut bracket = Bracket::default();
    let mut told = false;
    while let Some(age) = bracket.next() {
        let steps = vec![Step::authorize(), Step::Pass(age), Step::redeem()];
        let probe = Arc::new(Probe::of(format!("learn/lifetime/{}", age.as_millis()), steps));
        let Ok(observation) = runner.ask_alone(&probe).await? else { break };
        match observation.redeemed().first() {
            Some(Some(answer)) if answer.succeeded() => bracket.tell(age, true),
            Some(Some(answer)) if answer.refused() => bracket.tell(age, false),
            _ => break,
        }
        told = true;
    }
    Ok(told.then(|| bracket.interval()))
}

/// Which token.
#[derive(Clone, Copy)]
pub(super) enum Token {
    Access,
    Refresh,
}

impl Token {
    fn key(self) -> &'static str {
        match self {
            Self::Access => "learn/access-token",
            Self::Refresh => "learn/refresh-token",
        }
    }

    /// The step that shows whether the first one is alive.
    pub(super) fn presented(self) -> Step {
        Step::from(match self {
            Self::Access => Call::is_alive(0),
            Self::Refresh => Call::refresh(),
        })
    }

    /// How one is asked for: as usual, or in the ways that bring a refresh token where none comes by
    /// itself; each with its name.
    fn ways(self) -> Vec<(&'static str, Vec<Change>)> {
        let usual = ("", Vec::new());
        match self {
            Self::Access => vec![usual],
            Self::Refresh => vec![
                usual,
                ("/offline", vec![Change::set("access_type", "offline")]),
                ("/offline-scope", vec![Change::widen("scope", "offline_access")]),
            ],
        }
    }

    fn probe(self, (way, changes): &(&str, Vec<Change>), age: Duration) -> Arc<Probe> {
        let asked = Step::authorize_with(changes.clone());
        let steps = vec![asked, Step::redeem(), Step::Pass(age), self.presented()];
        Arc::new(Probe::of(format!("{}{way}/{}", self.key(), age.as_millis()), steps))
    }
}

/// Brackets the lifetime of tokens by turning the clock: each is presented at one age. Nothing
/// comes back where none is alive at first, or that cannot be told.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn of_tokens<T: Target>(
    runner: &Runner<'_, T>,
    token: Token,
) -> Result<Option<Interval>, TargetError> {
    let controls = BTreeSet::from([Kind::Any]);
    let mut alive = None;
    for way in token.ways() {
        if let Some((observation, true)) = at_age(runner, token, &way, Duration::ZERO).await? {
            alive = Some((way, observation));
            break;
        }
    }
    let Some((way, observation)) = alive else { return Ok(None) };
    let mut bracket = Bracket::within(OLDEST_TOKEN);
    let said = said(&observation).filter(|_| matches!(token, Token::Access));
    let mut first: Vec<Duration> = said.into_iter().flat_map(|said| [said + MOMENT, said]).collect();
    while let Some(age) = first.pop().or_else(|| bracket.next()) {
        let Some((_, alive)) = at_age(runner, token, &way, age).await? else { return Ok(None) };
        bracket.tell(age, alive);
    }
    Ok(runner.lost(&controls).await?.is_none().then(|| bracket.interval()))
}

/// Whether a token is alive at an age, and the observation that says so.
async fn at_age<T: Target>(
    runner: &Runner<'_, T>,
    token: Token,
    way: &(&str, Vec<Change>),
    age: Duration,
) -> Result<Option<(Arc<Observation>, bool)>, TargetError> {
    let Ok(observation) = runner.ask_bare(&token.probe(way, age)).await? else { return Ok(None) };
    let alive = alive(&observation, 3);
    Ok(alive.map(|alive| (observation, alive)))
}

/// How long the first access token is said to live (RFC 6749 section 5.1).
pub(super) fn said(observation: &Observation) -> Option<Duration> {
    let answer = observation.redeemed().into_iter().flatten().next()?;
    let member = answer.member("expires_in")?;
    let seconds = member.as_u64().or_else(|| member.as_str()?.parse().ok())?;
    Some(Duration::from_secs(seconds)).filter(|said| *said < OLDEST_TOKEN)
}
