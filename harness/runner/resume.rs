//! Waiting and going on: a token endpoint that throttles us, locks us out or is out of order for a
//! while is asked again later, from the start of a probe, with a fresh code; and where it does not
//! come round, nothing is concluded from what it said.

use super::{
    asker::Runner,
    throttled::{Face, Met, face},
};
use crate::{
    evidence::Observation,
    mutation::Kind,
    probe::{Probe, Step},
    target::{Target, TargetError},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long is waited before a probe is asked again the first time; three times that the next time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// How long a control that failed is waited for.
const SHORT_RESPITE: Duration = Duration::from_secs(4);

/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What is known of how the token endpoint treats us.
#[derive(Debug, Default)]
pub(super) struct Treatment {
    /// The clients that got a token.
    served: Mutex<BTreeSet<String>>,
    /// How long was waited for nothing.
    wasted: Mutex<Duration>,
    /// What is known of a throttle.
    throttle: Mutex<Throttle>,
}

#[derive(Debug, Default)]
struct Throttle {
    /// How many tokens were given since it was met last.
    given: usize,
    met: Option<Met>,
}

impl Treatment {
    fn serves(&self, client: &str) -> bool {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).contains(client)
    }

    /// How long a probe may be waited for: half of what is left to be wasted, so that a lock-out that
    /// a probe brings about itself, or an endpoint that is gone for good, takes twice as long in all.
    fn allows(&self, respite: Duration) -> Duration {
        (respite * 2).saturating_sub(*self.wasted.lock().unwrap_or_else(PoisonError::into_inner)) / 2
    }

    fn waste(&self, waited: Duration) {
        *self.wasted.lock().unwrap_or_else(PoisonError::into_inner) += waited;
    }

    fn note(&self, observation: &Observation) {
        let came = observation.tokens_that_came();
        if came > 0 {
            let client = observation.subject.client.clone();
            self.served.lock().unwrap_or_else(PoisonError::into_inner).insert(client);
            self.throttle.lock().unwrap_or_else(PoisonError::into_inner).given += came;
        }
    }

    /// Keeps that redemptions were refused in this way, for so long; `ended` if they were granted then.
    fn met(&self, (status, error): Face, (at_least, ended): (Duration, Option<Duration>)) {
        let mut known = self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        let given = std::mem::take(&mut known.given);
        let lasted = Met { status, error, granted: given, at_least, at_most: ended };
        match &mut known.met {
            // Several probes meet the same one at a time; what was seen of it first counts.
            Some(met) if met.at_most.is_none() && ended.is_some() && met.granted > 0 => met.at_most = ended,
            Some(met) if given <= met.granted => {}
            met => *met = Some(lasted),
        }
    }
}

impl<T: Target> Runner<'_, T> {
    /// The throttle of a real server that was met, if one was.
    pub fn met_throttle(&self) -> Option<Met> {
        self.treatment.throttle.lock().unwrap_or_else(PoisonError::into_inner).met.clone()
    }

    /// Asks one probe, and again after a pause where the token endpoint is hindered: never where
    /// time is a number, and not where it never worked.
    pub(super) async fn ask_patiently(
        &self,
        probe: &Arc<Probe>,
    ) -> Result<Result<Observation, String>, TargetError> {
        let allowed = self.treatment.allows(self.budget.respite);
        let (mut pause, mut waited, began) = (FIRST_PAUSE, Duration::ZERO, Instant::now());
        let mut refused: Option<(Face, Duration)> = None;
        loop {
            let mut asked = self.ask(probe).await?;
            let Ok(observation) = &mut asked else { return Ok(asked) };
            if self.tenant.clock.is_some() || !probe.redeems() {
                return Ok(asked);
            }
            let Some(why) = self.hindrance(observation).await? else {
                if let Some((face, at_least)) = refused {
                    self.treatment.met(face, (at_least, Some(began.elapsed())));
                }
                return Ok(asked);
            };
            observation.control_lost = Some(why);
            if let Some(answer) = observation.last_refusal() {
                let first = refused.is_none();
                refused = Some((face(answer), if first { Duration::ZERO } else { began.elapsed() }));
            }
            let served = self.treatment.serves(&observation.subject.client);
            let hopeless = !served || self.courier.spent().is_some() || waited + pause > allowed;
            if hopeless {
                self.treatment.waste(waited);
                if let Some((face, at_least)) = refused.filter(|_| served) {
                    self.treatment.met(face, (at_least, None));
                }
                return Ok(asked);
            }
            tokio::time::sleep(pause).await;
            (waited, pause) = (waited + pause, (pause * 3).min(LONGEST_PAUSE));
        }
    }

    /// The pauses after which a control that failed is asked again; none where time is a number.
    pub(super) fn pauses(&self) -> Vec<Duration> {
        let mut left = self.budget.respite.min(SHORT_RESPITE);
        let growing = std::iter::successors(Some(FIRST_PAUSE), |pause| Some(*pause * 3));
        let fitting = growing.take_while(|pause| {
            let fits = *pause <= left;
            left = left.saturating_sub(*pause);
            fits
        });
        if self.tenant.clock.is_some() { Vec::new() } else { fitting.collect() }
    }

    /// What hinders the token endpoint, if anything does: what was seen shows it, or the control.
    async fn hindrance(&self, observation: &Observation) -> Result<Option<String>, TargetError> {
        self.treatment.note(observation);
        let gives_codes = self.calibrated(observation.probe.needs).is_some_and(|known| known.gives_codes);
        match observation.hindrance() {
            Some(why) => Ok(Some(why)),
            None if gives_codes && observation.lacks_code() => {
                Ok(Some("an ordinary authorization request brought no code".to_owned()))
            }
            None if observation.no_token_came() => self.tokens_withheld().await,
            None => Ok(None),
        }
    }

    /// Why an ordinary redemption, asked for now, brings no token; nothing if it does, or no code
    /// can be had to tell.
    ///
    /// # Errors
    /// If the target is out of order.
    pub async fn tokens_withheld(&self) -> Result<Option<String>, TargetError> {
        let gives_codes = self.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
        if self.tenant.clock.is_some() || self.tenant.token.is_none() || !gives_codes {
            return Ok(None);
        }
        let probe = Arc::new(Probe::of("control/token", vec![Step::authorize(), Step::redeem()]));
        let (standing, sent) = (self.standing(), self.courier.sent());
        let Ok(observation) = self.ask(&probe).await? else { return Ok(None) };
        (self.observe)(&observation);
        self.treatment.note(&observation);
        if observation.hindrance().is_none() && self.courier.sent() == sent + observation.requests() {
            self.stand(standing);
        }
        Ok(observation.hindrance().map(|why| format!("the control does not hold: {why}")))
    }
}
