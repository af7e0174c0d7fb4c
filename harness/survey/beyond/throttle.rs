//! The throttle of a stand-in: it is asked until it says no, and its clock is turned until it says
//! yes again.

use super::{Found, shape};
use crate::{
    behaviour::{Allowance, ErrorAnswer},
    evidence::{Exit, Happened, Observation, Received},
    probe::{Call, Change, Probe, Step},
    protocol::ErrorCode,
    runner::Runner,
    target::{Target, TargetError},
};
use std::{sync::Arc, time::Duration};
use toml::Value;

/// What can be measured of a throttle.
pub(super) const TOPICS: [&str; 5] = [
    "throttle.codes",
    "throttle.tokens",
    "throttle.at_authorization",
    "throttle.at_token",
    "throttle.retry_after",
];

/// How many codes and how many tokens are asked for at most.
const MOST: usize = 32;

/// After how many seconds it may give again.
const SPANS: [u64; 14] = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 21600, 86400];

/// Of what there is a throttle.
#[derive(Clone, Copy)]
enum Of {
    Codes,
    Tokens,
}

/// Measures both, each in tenants of its own.
pub(super) async fn measure<T: Target>(runner: &Runner<'_, T>, found: &mut Found) -> Result<(), TargetError> {
    for of in [Of::Codes, Of::Tokens] {
        if of.topic() == "throttle.tokens" && runner.tenant().token.is_none() {
            continue;
        }
        let Some((given, refusal)) = exhausted(runner, of).await? else { continue };
        found.extend(of.answered(&refusal, given));
        let refused = of.first().len() + given;
        if received(&refusal, refused).is_some_and(|received| received.header("retry-after").is_some()) {
            found.insert("throttle.retry_after", Value::Boolean(true));
        }
        if let (Ok(count), Some(span)) = (u32::try_from(given), span(runner, of, given).await?) {
            let text = Allowance { count, span: Duration::from_secs(span) }.to_string();
            found.insert(of.topic(), Value::String(text));
        }
    }
    Ok(())
}

/// How many are given before the first refusal, and the probe that shows it; nothing where there is
/// no end to them.
async fn exhausted<T: Target>(
    runner: &Runner<'_, T>,
    of: Of,
) -> Result<Option<(usize, Arc<Observation>)>, TargetError> {
    let steps = of.steps(MOST);
    let probe = Arc::new(Probe::of(format!("beyond/throttle/{}", of.name()), steps));
    let Ok(observation) = runner.ask_unturned(&probe).await? else { return Ok(None) };
    let first = of.first().len();
    let given = observation.happened.iter().skip(first).take_while(|happened| gave(happened)).count();
    let refused = observation
        .happened
        .get(first + given)
        .is_some_and(|happened| !matches!(happened, Happened::Skipped(_)));
    Ok((given > 0 && refused).then_some((given, observation)))
}

/// After how many seconds at most there is one more.
async fn span<T: Target>(runner: &Runner<'_, T>, of: Of, given: usize) -> Result<Option<u64>, TargetError> {
    for span in SPANS {
        let mut steps = of.steps(given);
        steps.extend([Step::Pass(Duration::from_secs(span)), of.step()]);
        let probe = Arc::new(Probe::of(format!("beyond/throttle/{}/{span}s", of.name()), steps));
        let Ok(observation) = runner.ask_unturned(&probe).await? else { return Ok(None) };
        if observation.happened.last().is_some_and(gave) {
            return Ok(Some(span));
        }
    }
    Ok(None)
}

impl Of {
    const fn name(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Tokens => "tokens",
        }
    }

    const fn topic(self) -> &'static str {
        match self {
            Self::Codes => "throttle.codes",
            Self::Tokens => "throttle.tokens",
        }
    }

    /// What comes before the first one that is counted: for tokens, a code, so that codes are not
    /// what there is no more of.
    fn first(self) -> Vec<Step> {
        match self {
            Self::Codes => Vec::new(),
            Self::Tokens => vec![Step::authorize_with(vec![Change::set("access_type", "offline")])],
        }
    }

    /// Asks for one more.
    fn step(self) -> Step {
        match self {
            Self::Codes => Step::authorize(),
            Self::Tokens => Call::refresh().into(),
        }
    }

    /// Asks for so many.
    fn steps(self, count: usize) -> Vec<Step> {
        let mut steps = self.first();
        if matches!(self, Self::Tokens) {
            steps.push(Step::redeem());
        }
        let begun = steps.len() - self.first().len();
        steps.extend((begun..count).map(|_| self.step()));
        steps
    }

    /// The answer to one too many.
    fn answered(self, refusal: &Observation, given: usize) -> Option<(&'static str, Value)> {
        let at = self.first().len() + given;
        match self {
            Self::Codes => {
                let Happened::Authorized(authorized) = refusal.happened.get(at)? else { return None };
                let error = authorized.exits.iter().find_map(Exit::error);
                let answer = if let Some(error) = error {
                    ErrorAnswer { error: Some(ErrorCode::from(error.as_str())), ..ErrorAnswer::default() }
                } else {
                    let status = authorized.answer().received.as_ref().ok()?.status;
                    ErrorAnswer { status: Some(status), ..ErrorAnswer::default() }
                };
                Some(("throttle.at_authorization", Value::try_from(answer).ok()?))
            }
            Self::Tokens => {
                let answer = refusal.answer(at)?;
                let stated = shape(answer, &[answer]);
                Some(("throttle.at_token", Value::try_from(stated).ok()?))
            }
        }
    }
}

/// Whether a code or a token came.
fn gave(happened: &Happened) -> bool {
    match happened {
        Happened::Authorized(authorized) => authorized.code.is_some(),
        Happened::Redeemed(_, Some(answer)) | Happened::Called(_, _, Some(answer)) => answer.succeeded(),
        _ => false,
    }
}

fn received(observation: &Observation, step: usize) -> Option<&Received> {
    match observation.happened.get(step)? {
        Happened::Authorized(authorized) => authorized.answer().received.as_ref().ok(),
        _ => observation.exchange(step)?.received.as_ref().ok(),
    }
}
