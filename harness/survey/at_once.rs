//! How many tokens live at once: some are made one after the other, and then the oldest may be
//! dead.

use super::ages::{Token, taken};
use crate::{
    evidence::Observation,
    learn::Count,
    probe::{Call, Change, Probe, Step},
    runner::Runner,
    target::{Target, TargetError},
};
use std::sync::Arc;

/// How many tokens are made at most.
const MOST: usize = 32;

/// The fewest that are worth it.
const FEWEST: usize = 2;

/// How a refresh token is asked for: not at all, or in the ways that providers document.
const WAYS: [(&str, &[(&str, &str)]); 2] =
    [("plain", &[]), ("offline", &[("access_type", "offline"), ("prompt", "consent")])];

/// The scope that asks for a refresh token (`OpenID` Connect Core section 11).
const OFFLINE: &str = "offline_access";

/// Why nothing was measured.
type Unmeasured = String;

/// How many access tokens of one refresh token live at once, or how many refresh tokens of one
/// user and client; the error is the reason why that is not known.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn living<T: Target>(
    runner: &Runner<'_, T>,
    token: Token,
) -> Result<Result<Option<Count>, Unmeasured>, TargetError> {
    let key = match token {
        Token::Access => "learn/at-once/access-tokens",
        Token::Refresh => "learn/at-once/refresh-tokens",
    };
    let mut asked = runner.remembered(&format!("{key}/"));
    if asked.is_empty() {
        let tries = runner.codes_at_hand().map_or(MOST, |most| most.min(MOST));
        if tries < FEWEST {
            return Ok(Err("there are too few codes to be had".to_owned()));
        }
        for (way, parameters) in WAYS {
            let probe = Arc::new(Probe::of(format!("{key}/{way}"), steps(token, tries, parameters)));
            match runner.ask_alone(&probe).await? {
                Ok(observation) => asked.push((*observation).clone()),
                Err(why) => return Ok(Err(why)),
            }
            if asked.last().is_some_and(|observation| observation.skipped().is_none()) {
                break;
            }
        }
    }
    Ok(asked.last().map_or(Ok(None), |observation| told(observation, token)))
}

/// Makes tokens, and presents each of them after all are made.
fn steps(token: Token, tries: usize, parameters: &[(&str, &str)]) -> Vec<Step> {
    let mut changes: Vec<Change> =
        parameters.iter().map(|(name, value)| Change::set(name, value)).collect();
    if !changes.is_empty() {
        changes.push(Change::widen("scope", OFFLINE));
    }
    let grant = || [Step::authorize_with(changes.clone()), Step::redeem()];
    let mut steps: Vec<Step> = match token {
        Token::Access => grant().into_iter().chain((1..tries).map(|_| Call::refresh().into())).collect(),
        Token::Refresh => (0..tries).flat_map(|_| grant()).collect(),
    };
    steps.extend((0..tries).map(|nth| presented(token, nth)));
    steps
}

fn presented(token: Token, nth: usize) -> Step {
    Step::from(match token {
        Token::Access => Call::is_alive(nth),
        Token::Refresh => Call::refresh_nth(nth),
    })
}

/// What came of it: whether each lives.
fn told(observation: &Observation, token: Token) -> Result<Option<Count>, Unmeasured> {
    if let Some(why) = observation.skipped().map(str::to_owned).or_else(|| observation.control_lost.clone()) {
        return Err(why);
    }
    let tries = observation.probe.steps.iter().filter(|step| matches!(step, Step::Call(_))).count();
    let tries = if matches!(token, Token::Access) { tries.div_ceil(2) } else { tries };
    let first = observation.probe.steps.len() - tries;
    let brought = observation.token_answers().take(first).filter(|answer| answer.succeeded()).count();
    if brought < tries {
        return Err(format!("only {brought} of {tries} tokens came"));
    }
    let living: Option<Vec<bool>> = (first..first + tries)
        .map(|step| match token {
            Token::Access => observation.liveness(step),
            Token::Refresh => observation.answer(step).and_then(taken),
        })
        .collect();
    let living = living.ok_or("an answer does not tell whether a token is alive")?;
    let count = Count::of_living(&living);
    count.map(Some).ok_or_else(|| "others than the oldest were dead".to_owned())
}
