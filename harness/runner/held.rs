//! Codes and tokens that are held until they are old enough, in real time: several at once, and
//! how old each shall become is said while it waits.

use super::{
    asker::Runner,
    conduct::{Conductor, Flow},
};
use crate::{
    evidence::{Happened, Observation},
    mutation::Kind,
    probe::{Probe, Step},
    target::Target,
};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep_until};

/// The requests that are kept back for each thing that is held.
const KEPT_BACK: usize = 2;

/// What a code costs in requests, at a guess: authorization and redemption, and perhaps a login or
/// a consent on the way.
const REQUESTS_OF_A_CODE: usize = 8;

/// The codes of a quota that are left to controls.
const CODES_OF_CONTROLS: usize = 3;

/// That there is nothing to do but wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wait {
    /// What is waited for.
    pub what: &'static str,
    /// How much longer it takes at most.
    pub left: Duration,
}

/// What was issued in a flow that is not over, and how old it is.
pub struct Held<'r> {
    conductor: Conductor<'r>,
    flow: Flow<'r>,
    probe: Probe,
    happened: Vec<Happened>,
    /// When the last code or token was asked for, and when it came.
    asked: Instant,
    came: Instant,
    /// How old it was at least, and at most, at the last step.
    old: (Duration, Duration),
}

impl<'a, T: Target> Runner<'a, T> {
    /// The same runner; it tells `waits` whenever there is nothing to do but wait.
    #[must_use]
    pub fn telling(mut self, waits: &'a (dyn Fn(&Wait) + Sync)) -> Self {
        self.waits = waits;
        self
    }

    /// Tells whoever wants to know that there is nothing to do but wait.
    pub fn wait(&self, wait: &Wait) {
        (self.waits)(wait);
    }

    /// How many codes may be had at once for one measurement; none is no limit.
    pub fn codes_at_hand(&self) -> Option<usize> {
        let quota = self.tenant.quota.as_ref();
        let of_quota = [quota.and_then(|quota| quota.codes), quota.and_then(|quota| quota.tokens)];
        let of_quota = of_quota.into_iter().flatten().map(|quota| quota.count as usize);
        let by_quota = of_quota.min().map(|count| count.saturating_sub(CODES_OF_CONTROLS));
        let by_requests =
            self.courier.limit().map(|limit| limit.saturating_sub(self.courier.sent()) / REQUESTS_OF_A_CODE);
        [by_quota, by_requests].into_iter().flatten().min()
    }

    /// Whether a request can be spared: the rest may be kept back for what is held.
    pub fn can_spare(&self) -> bool {
        let kept_back = self.kept_back.load(Ordering::SeqCst);
        self.courier.limit().is_none_or(|limit| self.courier.sent() + kept_back < limit)
    }

    /// What was observed before with probes whose keys begin so.
    pub fn remembered(&self, prefix: &str) -> Vec<Observation> {
        self.past.take_all(prefix)
    }

    /// Takes these steps, and holds what they brought.
    ///
    /// # Errors
    /// With the reason, if nothing may be sent.
    pub async fn hold(&self, key: String, steps: Vec<Step>) -> Result<Held<'_>, String> {
        let calibrated = self.ready(Kind::Any)?;
        let conductor = self.conductor(&self.tenant, calibrated);
        let probe = Probe::of(key, Vec::new());
        let flow = conductor.begin(&probe)?;
        // A wait for the quota would make what is held look older than it is.
        drop(self.quotas.codes.take().await);
        self.kept_back.fetch_add(KEPT_BACK, Ordering::SeqCst);
        let now = Instant::now();
        let old = (Duration::ZERO, Duration::ZERO);
        let mut held = Held { conductor, flow, probe, happened: Vec::new(), asked: now, came: now, old };
        for step in steps {
            let issues = matches!(step, Step::Authorize(_) | Step::Redeem(_));
            let asked = Instant::now();
            held.take(step).await;
            if issues {
                (held.asked, held.came) = (asked, Instant::now());
            }
        }
        Ok(held)
    }

    /// Ends a flow and tells of it.
    pub fn release(&self, held: Held<'_>) -> Arc<Observation> {
        self.kept_back.fetch_sub(KEPT_BACK, Ordering::SeqCst);
        let Held { flow, probe, happened, .. } = held;
        let observation = Observation {
            probe: Arc::new(probe),
            subject: flow.subject,
            happened,
            control_lost: None,
            shapes: None,
        };
        (self.observe)(&observation);
        Arc::new(observation)
    }
}

impl Held<'_> {
    /// When what is held came.
    #[must_use]
    pub fn came(&self) -> Instant {
        self.came
    }

    /// What happened at the last step.
    #[must_use]
    pub fn last(&self) -> Option<&Happened> {
        self.happened.last()
    }

    /// What happened so far.
    #[must_use]
    pub fn so_far(&self) -> Observation {
        Observation {
            probe: Arc::new(self.probe.clone()),
            subject: Arc::clone(&self.flow.subject),
            happened: self.happened.clone(),
            control_lost: None,
            shapes: None,
        }
    }

    /// Waits until what is held is so old, then takes a step. The step before it says how much
    /// time had to pass; what happened there says how much can have passed at most before the
    /// server answered.
    pub async fn at(&mut self, age: Duration, step: Step) {
        sleep_until(self.came + age).await;
        let before = self.happened.len();
        self.take(step).await;
        let old = (age, self.asked.elapsed());
        let passed = old.1.saturating_sub(self.old.1);
        self.probe.steps.insert(before, Step::Pass(old.0.saturating_sub(self.old.0)));
        self.happened.insert(before, Happened::Passed(passed));
        self.old = old;
    }

    /// Takes a step.
    pub async fn take(&mut self, step: Step) {
        let happened = self.conductor.step(&mut self.flow, &step, &self.probe).await;
        self.probe.steps.push(step);
        self.happened.push(happened);
    }
}
