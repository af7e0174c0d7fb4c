//! Servers that stop giving: a throttle is told apart from a refusal, and waited out.
//!
//! At a stand-in every probe has a tenant and so a count of its own; where one asks for more than
//! its client gets, the clock is turned on until it gets it again. What was issued before is older
//! then than the probe meant, so nothing is concluded from it. At a real server all probes share
//! one count: an ordinary redemption that is refused although others were not is asked again on
//! its own, and if that is refused too, everything that was answered so is asked anew once the
//! server gives again.

use super::{
    batch::Runner,
    conduct::{Conductor, Flow},
    held::Wait,
};
use crate::{
    behaviour::{Counted, Lifetime},
    evidence::{Exit, Happened, Observation, Received, THROTTLED, TokenAnswer},
    mutation::Kind,
    probe::{Authorize, Probe, Redeem, Service, Step},
    protocol::ErrorCode,
    target::{Target, TargetError},
};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How often what was answered by a throttle is asked anew.
const ROUNDS: usize = 4;

/// The first and the longest pause between two looks at a throttle that names none.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// What is known of a real server's throttle.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// How many ordinary redemptions were granted since the last throttle.
    granted: usize,
    /// Whether one ever was.
    ever: bool,
    /// Whether it went on for longer than there is patience.
    outlasted: bool,
    met: Option<Met>,
}

/// A throttle of the token endpoint that was met.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Met {
    /// The status of its answer.
    pub status: u16,
    /// The error in its answer, if one is named.
    pub error: Option<ErrorCode>,
    /// How many ordinary redemptions were granted before.
    pub granted: usize,
    /// How long it lasted at least.
    pub at_least: Duration,
    /// How long it lasted at most; none if it did not end while it was waited for.
    pub at_most: Option<Duration>,
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, error, granted, at_least, at_most } = self;
        let named = error.as_ref().map_or_else(String::new, |error| format!(" {}", error.as_str()));
        write!(
            f,
            "after {granted} ordinary redemptions the token endpoint refused every one with {status}{named}, "
        )?;
        let seconds = at_least.as_secs_f64();
        match at_most {
            Some(at_most) => write!(f, "for {seconds:.1} to {:.1} s", at_most.as_secs_f64()),
            None => write!(f, "for at least {seconds:.1} s"),
        }
    }
}

/// What an ordinary request was refused with.
struct Refusal {
    /// Whether it brought no code, and not only no token for it.
    of_code: bool,
    face: Face,
}

impl Refusal {
    /// Whether the same may have been said in an observation.
    fn is_in(&self, observation: &Observation) -> bool {
        let at_token = |answer: &TokenAnswer| face(answer) == self.face || answer.status == 429;
        if self.of_code { lacks_code(observation) } else { token_answers(observation).any(at_token) }
    }
}

/// What an answer to a token request looks like.
type Face = (u16, Option<ErrorCode>);

impl Conductor<'_> {
    /// How far the clock has to be turned until a step that was put off is taken: at a stand-in,
    /// whose scenario says what it looks like; nothing where it was not.
    pub(super) fn put_off(&self, flow: &Flow<'_>, happened: &Happened) -> Option<Duration> {
        let (_, policy) = (self.tenant.clock.as_ref()?, self.throttle?);
        let (received, allowance) = match happened {
            Happened::Authorized(authorized) if authorized.code.is_none() => {
                let got = match policy.counts {
                    Some(Counted::Requests) => flow.authorizations.saturating_sub(1),
                    _ => flow.codes.iter().flatten().count(),
                };
                let allowance = policy.codes.filter(|codes| got >= codes.count as usize)?;
                (authorized.answer().received.as_ref().ok()?, allowance)
            }
            Happened::Redeemed(exchange, answer) | Happened::Called(Service::Token, exchange, answer) => {
                let stated = policy.at_token();
                let face = face(answer.as_deref()?);
                let allowance =
                    policy.tokens.filter(|_| face == (stated.status.unwrap_or(429), stated.error))?;
                (exchange.received.as_ref().ok()?, allowance)
            }
            Happened::Raced(raced) => {
                let stated = policy.at_token();
                let stated = (stated.status.unwrap_or(429), stated.error);
                let mut answers = raced.iter().filter_map(|(_, answer)| answer.as_ref());
                return answers.any(|answer| face(answer) == stated).then_some(Duration::ZERO);
            }
            _ => return None,
        };
        let usual = match policy.blocks {
            Some(Lifetime::Ends(span)) => span,
            _ => allowance.span,
        };
        Some(retry_after(received).unwrap_or(usual))
    }
}

impl<T: Target> Runner<'_, T> {
    /// The throttle that was met, if one was.
    pub fn met_throttle(&self) -> Option<Met> {
        self.watch.known(|known| known.met.clone())
    }

    /// What a batch comes to once a throttle that it met is over: what the throttle answered is asked
    /// anew, or marked as saying nothing.
    pub(super) async fn resumed(
        &self,
        mut asked: Vec<Result<Observation, String>>,
    ) -> Result<Vec<Result<Observation, String>>, TargetError> {
        let gives = self.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
        if !self.is_live() || self.tenant.token.is_none() || !gives {
            return Ok(asked);
        }
        asked.iter().flatten().for_each(|observation| self.note(observation));
        let mut suspicious = asked.iter().flatten().any(is_short) || self.ends_in_refusal(&asked);
        let (mut rounds, mut before, mut settled) = (ROUNDS, usize::MAX, BTreeSet::new());
        while suspicious && self.watch.known(|known| known.ever) {
            let control = self.refused_control().await?;
            let is_in = |observation: &Observation| match &control {
                Some((refusal, _)) => refusal.is_in(observation),
                None => token_answers(observation).any(|answer| answer.status == 429),
            };
            let concerned: Vec<usize> = (0..asked.len())
                .filter(|at| !settled.contains(at) && asked[*at].as_ref().is_ok_and(is_in))
                .collect();
            if concerned.is_empty() {
                break;
            }
            rounds = if concerned.len() < before { ROUNDS } else { rounds - 1 };
            before = concerned.len();
            let over = match &control {
                _ if rounds == 0 => Err("what it refuses is refused again and again".to_owned()),
                // It was over by the time at which it said that we may come back.
                None => Ok(()),
                Some((refusal, pause)) => self.outlast(refusal, *pause).await?,
            };
            if let Err(why) = over {
                let throttled = format!("{THROTTLED}: {why}");
                for at in concerned {
                    if let Ok(observation) = &mut asked[at] {
                        observation.control_lost = Some(throttled.clone());
                    }
                }
                break;
            }
            suspicious = self.ask_anew(&mut asked, &concerned, &mut settled).await?;
        }
        Ok(asked)
    }

    /// Asks these anew until the throttle begins anew, and says whether it did. Settled is what was
    /// asked before a redemption that was granted: until then there was none.
    async fn ask_anew(
        &self,
        asked: &mut [Result<Observation, String>],
        concerned: &[usize],
        settled: &mut BTreeSet<usize>,
    ) -> Result<bool, TargetError> {
        let mut unsettled = Vec::new();
        for at in concerned.iter().copied() {
            let Ok(observation) = &asked[at] else { continue };
            let again = self.ask(&Arc::clone(&observation.probe)).await?;
            if let Ok(observation) = &again {
                self.note(observation);
                let granted = ordinary(observation).contains(&true);
                if granted {
                    settled.extend(unsettled.drain(..));
                }
                let ends_well = token_answers(observation).last().is_none_or(TokenAnswer::succeeded);
                if granted && ends_well && !is_short(observation) {
                    settled.insert(at);
                } else {
                    unsettled.push(at);
                }
            }
            let short = again.as_ref().is_ok_and(is_short);
            asked[at] = again;
            if short {
                return Ok(true);
            }
        }
        Ok(!unsettled.is_empty())
    }

    /// Counts the ordinary redemptions that were granted.
    fn note(&self, observation: &Observation) {
        let granted = ordinary(observation).into_iter().filter(|granted| *granted).count();
        self.watch.known(|known| {
            known.granted += granted;
            known.ever |= granted > 0;
        });
    }

    /// Whether the last token request of a batch was refused, be it in whatever way; where a quota is
    /// kept to, no throttle is to be expected.
    fn ends_in_refusal(&self, asked: &[Result<Observation, String>]) -> bool {
        let kept_to = self.tenant.quota.as_ref().is_some_and(|quota| quota.tokens.is_some());
        let last = asked.iter().flatten().flat_map(token_answers).last();
        !kept_to && last.is_some_and(|answer| !answer.succeeded())
    }

    /// What an ordinary redemption is refused with now, and after what pause it may be tried again;
    /// nothing if it is not refused.
    async fn refused_control(&self) -> Result<Option<(Refusal, Option<Duration>)>, TargetError> {
        let probe = Arc::new(Probe::of("control/redeem", vec![Step::authorize(), Step::redeem()]));
        let Ok(observation) = self.ask(&probe).await? else { return Ok(None) };
        (self.observe)(&observation);
        let Some(authorized) = observation.authorized() else { return Ok(None) };
        let (refusal, received) = if authorized.code.is_none() {
            let Ok(received) = &authorized.answer().received else { return Ok(None) };
            let error = authorized.exits.iter().find_map(Exit::error);
            let face = (received.status, error.map(|error| ErrorCode::from(error.as_str())));
            (Refusal { of_code: true, face }, received)
        } else {
            let (Some(answer), Some(exchange)) = (observation.answer(1), observation.exchange(1)) else {
                return Ok(None);
            };
            let Some(received) = exchange.received.as_ref().ok().filter(|_| !answer.succeeded()) else {
                return Ok(None);
            };
            (Refusal { of_code: false, face: face(answer) }, received)
        };
        Ok(Some((refusal, retry_after(received))))
    }

    /// Waits until ordinary redemptions are granted again, as long as there is patience.
    async fn outlast(
        &self,
        refusal: &Refusal,
        asked: Option<Duration>,
    ) -> Result<Result<(), String>, TargetError> {
        let (began, patience) = (Instant::now(), self.patience());
        let (status, error) = &refusal.face;
        let what = if refusal.of_code { "authorization" } else { "redemption" };
        let named = error.as_ref().map_or_else(String::new, |error| format!(" {}", error.as_str()));
        let granted = self.watch.known(|known| std::mem::take(&mut known.granted));
        let met =
            |at_least, at_most| Met { status: *status, error: error.clone(), granted, at_least, at_most };
        let (mut pause, mut asked) = (PAUSES.0, asked);
        let mut refused = Duration::ZERO;
        while !self.watch.known(|known| known.outlasted) {
            let left = patience.saturating_sub(began.elapsed());
            let next = asked.unwrap_or(pause);
            if next > left {
                break;
            }
            self.wait(&Wait { what: "the server to give tokens again", left });
            tokio::time::sleep(next).await;
            match self.refused_control().await? {
                None => {
                    let over = met(refused, Some(began.elapsed()));
                    self.watch.known(|known| known.met = Some(over));
                    return Ok(Ok(()));
                }
                Some((_, again)) => {
                    (refused, asked, pause) = (began.elapsed(), again, (pause * 2).min(PAUSES.1));
                }
            }
        }
        let lasting = met(began.elapsed(), None);
        self.watch.known(|known| {
            known.outlasted = true;
            known.met.get_or_insert(lasting);
        });
        Ok(Err(format!(
            "after {granted} ordinary redemptions it refuses every ordinary {what} with {status}{named}, and that lasts longer than the patience of {} s",
            patience.as_secs()
        )))
    }
}

impl Watch {
    /// Whether waiting was in vain before.
    pub(super) fn is_outlasted(&self) -> bool {
        self.known(|known| known.outlasted)
    }

    /// Notes that it was.
    pub(super) fn outlasted(&self) {
        self.known(|known| known.outlasted = true);
    }

    fn known<R>(&self, look: impl FnOnce(&mut Known) -> R) -> R {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether an ordinary request in it was refused, or any was put off.
fn is_short(observation: &Observation) -> bool {
    let put_off = token_answers(observation).any(|answer| answer.status == 429);
    put_off || lacks_code(observation) || ordinary(observation).contains(&false)
}

/// Whether an ordinary authorization request in it brought no code.
fn lacks_code(observation: &Observation) -> bool {
    let ordinary = |step: &Step| matches!(step, Step::Authorize(asked) if *asked == Authorize::default());
    let steps = observation.probe.steps.iter().zip(&observation.happened);
    let redeems = observation.probe.redeems();
    redeems
        && steps.filter(|(step, _)| ordinary(step)).any(
            |(_, happened)| matches!(happened, Happened::Authorized(authorized) if authorized.code.is_none()),
        )
}

/// Whether each redemption that nothing is odd about, of a code that came right before, was granted.
fn ordinary(observation: &Observation) -> Vec<bool> {
    let steps = &observation.probe.steps;
    let usual = |at: usize| {
        let code = matches!(steps.get(at.wrapping_sub(1)), Some(Step::Authorize(asked)) if *asked == Authorize::default());
        code && matches!(&steps[at], Step::Redeem(redeem) if *redeem == Redeem::default())
    };
    let answers = (1..steps.len()).filter(|at| usual(*at)).filter_map(|at| observation.answer(at));
    answers.map(TokenAnswer::succeeded).collect()
}

/// The answers of the token endpoint, in order.
fn token_answers(observation: &Observation) -> impl Iterator<Item = &TokenAnswer> {
    observation.happened.iter().flat_map(|happened| match happened {
        Happened::Redeemed(_, answer) | Happened::Called(Service::Token, _, answer) => {
            answer.as_deref().into_iter().collect::<Vec<_>>()
        }
        Happened::Raced(raced) => raced.iter().filter_map(|(_, answer)| answer.as_ref()).collect(),
        _ => Vec::new(),
    })
}

fn face(answer: &TokenAnswer) -> Face {
    (answer.status, answer.error.clone())
}

/// The pause that an answer asks for, in seconds (RFC 9110 section 10.2.3).
fn retry_after(received: &Received) -> Option<Duration> {
    received.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
}
