//! How many tokens live at once: some are made one after the other, and then the oldest may be
//! dead.

use super::ages::{Token, taken};
use crate::{
    evidence::Observation,
    learn::{Count, Interval},
    probe::{Call, Change, Probe, Service, Step},
    runner::Runner,
    target::{Target, TargetError},
};
use std::{sync::Arc, time::Duration};

/// How many tokens are made at most.
const MOST: u32 = 32;

/// The fewest that are worth it.
const FEWEST: usize = 2;

/// How tokens are made: as usual, or asking for a refresh token in a way that providers document;
/// all at once, or so slowly that no throttle minds, where a clock can be turned.
const WAYS: [Way; 6] = [
    Way { name: "as-usual", offline: None, slowly: false },
    Way { name: "offline", offline: Some(Offline::Parameters), slowly: false },
    Way { name: "offline-scope", offline: Some(Offline::Scope), slowly: false },
    Way { name: "slowly", offline: None, slowly: true },
    Way { name: "slowly-offline", offline: Some(Offline::Parameters), slowly: true },
    Way { name: "slowly-offline-scope", offline: Some(Offline::Scope), slowly: true },
];

/// What passes between two tokens then.
const PAUSE: Duration = Duration::from_secs(61);

struct Way {
    name: &'static str,
    offline: Option<Offline>,
    slowly: bool,
}

/// How a refresh token is asked for: a server may refuse what it does not know of the other way.
#[derive(Clone, Copy)]
enum Offline {
    /// By the parameters of Google and Zoho.
    Parameters,
    /// By a scope.
    Scope,
}

/// The scope that asks for a refresh token (`OpenID` Connect Core section 11).
const OFFLINE: &str = "offline_access";

/// Why nothing was measured.
type Unmeasured = String;

/// How many access tokens of one refresh token live at once, or how many refresh tokens of one
/// user and client; the error is the reason why that is not known. `lifetime` is how long they live
/// otherwise.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn living<T: Target>(
    runner: &Runner<'_, T>,
    token: Token,
    lifetime: Option<Interval>,
) -> Result<Result<Option<Count>, Unmeasured>, TargetError> {
    let tenant = runner.tenant();
    let further = &tenant.further;
    let tells = [&further.introspection, &further.userinfo, &further.resource];
    if matches!(token, Token::Access) && tells.iter().all(|endpoint| endpoint.is_none()) {
        return Ok(Err("no endpoint is known that tells whether a token is alive".to_owned()));
    }
    // Refresh tokens are presented as slowly as they are made; where nobody saw them end, they do not.
    let refresh = matches!(token, Token::Refresh);
    let span = PAUSE * MOST * if refresh { 2 } else { 1 };
    let outlives = lifetime.map_or(refresh, |lifetime| lifetime.at_least > span);
    let slowly = tenant.clock.is_some() && outlives;
    let mut came = Ok(None);
    for way in WAYS.iter().filter(|way| !way.slowly || slowly) {
        let Some(observation) = asked(runner, token, way).await? else { continue };
        came = told(&observation, token);
        if came.is_ok() {
            break;
        }
    }
    Ok(came)
}

/// What came of it in that way; nothing where it was not asked.
async fn asked<T: Target>(
    runner: &Runner<'_, T>,
    token: Token,
    way: &Way,
) -> Result<Option<Observation>, TargetError> {
    let key = match token {
        Token::Access => format!("learn/access-tokens-at-once/{}", way.name),
        Token::Refresh => format!("learn/refresh-tokens-at-once/{}", way.name),
    };
    let known = runner.remembered(&format!("{key}/"));
    if !known.is_empty() {
        return Ok(known.into_iter().last());
    }
    let most = MOST as usize;
    let tries = runner.codes_at_hand().map_or(most, |codes| codes.min(most));
    if tries < FEWEST {
        return Ok(None);
    }
    // A provider that gave a refresh token before gives another only where the user is asked again;
    // at a stand-in nobody is there to be asked.
    let asks_user = runner.tenant().clock.is_none();
    let probe = Arc::new(Probe::of(format!("{key}/{tries}"), steps(token, tries, (way, asks_user))));
    let asked = runner.ask_alone(&probe).await?;
    Ok(asked.ok().map(|observation| (*observation).clone()))
}

/// Makes tokens, and presents each of them after all are made.
fn steps(token: Token, tries: usize, (way, asks_user): (&Way, bool)) -> Vec<Step> {
    let changes = match way.offline {
        None => Vec::new(),
        Some(Offline::Parameters) if asks_user => {
            vec![Change::set("access_type", "offline"), Change::set("prompt", "consent")]
        }
        Some(Offline::Parameters) => vec![Change::set("access_type", "offline")],
        Some(Offline::Scope) => vec![Change::widen("scope", OFFLINE)],
    };
    let pause = || way.slowly.then_some(Step::Pass(PAUSE));
    let made = (0..tries).flat_map(|nth| {
        let by_code = nth == 0 || matches!(token, Token::Refresh);
        let step = if by_code { Step::redeem() } else { Call::refresh().into() };
        let asked = by_code.then(|| Step::authorize_with(changes.clone()));
        pause().into_iter().chain(asked).chain([step])
    });
    // A refresh token is presented to the endpoint that may throttle, an access token to another one.
    let before = || pause().filter(|_| matches!(token, Token::Refresh));
    made.chain((0..tries).flat_map(|nth| before().into_iter().chain([presented(token, nth)]))).collect()
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
    let steps = &observation.probe.steps;
    let is_presented = |step: &&Step| match (token, step) {
        (Token::Access, Step::Call(call)) => call.to == Service::Liveness,
        (Token::Refresh, Step::Call(_)) => true,
        _ => false,
    };
    let presented = || steps.iter().enumerate().filter(|(_, step)| is_presented(step)).map(|(at, _)| at);
    let tries = presented().count();
    let brought = observation.token_answers().take(tries).filter(|answer| answer.succeeded()).count();
    if brought < tries {
        return Err(format!("only {brought} of {tries} tokens came"));
    }
    let living: Option<Vec<bool>> = presented()
        .map(|step| match token {
            Token::Access => observation.liveness(step),
            Token::Refresh => observation.answer(step).and_then(taken),
        })
        .collect();
    let living = living.ok_or("an answer does not tell whether a token is alive")?;
    let count = Count::of_living(&living);
    count.map(Some).ok_or_else(|| "others than the oldest were dead".to_owned())
}
