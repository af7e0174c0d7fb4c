//! The runner itself: what it holds, how it starts, and how one probe is asked.

use super::{
    between::Asked,
    calibrate::{self, Calibrating},
    calibrated::{Calibrated, ToldApart},
    conduct::Conductor,
    controls::Standing,
    held::Wait,
    past::Past,
    resume::Treatment,
    subjects::Subjects,
};
use crate::{
    budget::Budget,
    evidence::{Observation, Outcome},
    mutation::Kind,
    probe::Probe,
    scenario::Scenario,
    target::{Browser, Courier, Quotas, Session, SharedSession, Target, TargetError, Tenant},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// Puts probes to one target.
pub struct Runner<'a, T> {
    target: &'a T,
    pub(super) courier: Courier,
    pub(super) budget: &'a Budget,
    pub(super) tenant: Tenant,
    pub(super) subjects: Subjects,
    /// By kind of client; an error is the reason why nothing can be asked of that one.
    calibrated: BTreeMap<Kind, Result<Calibrated, String>>,
    pub(super) observe: &'a (dyn Fn(&Observation) + Sync),
    pub(super) failed_controls: AtomicUsize,
    /// The controls that were asked last.
    pub(super) standing: Mutex<Option<Standing>>,
    /// Whether so many controls failed that the target is out of order.
    pub(super) given_up: AtomicBool,
    session: SharedSession,
    pub(super) quotas: Arc<Quotas>,
    pub(super) past: Past,
    /// How many requests are kept back for what is held.
    pub(super) kept_back: AtomicUsize,
    /// How the token endpoint treats us.
    pub(super) treatment: Treatment,
    /// Why nothing more is asked, once nothing more is.
    closed: Option<String>,
    /// Is told while there is nothing to do but wait.
    pub(super) waits: &'a (dyn Fn(&Wait) + Sync),
}

impl<'a, T: Target> Runner<'a, T> {
    /// Makes a runner: enrols once, and calibrates on the client under test. `observe` is told
    /// of every observation made now, controls included; what is `past` is not asked again.
    ///
    /// # Errors
    /// If the target cannot be reached, or refuses a registered redirect URI.
    pub async fn start(
        target: &'a T,
        budget: &'a Budget,
        observe: &'a (dyn Fn(&Observation) + Sync),
        past: Past,
    ) -> Result<Self, TargetError> {
        let mut settings = target.courier_settings();
        if settings.limit != Some(0) {
            settings.limit = budget.requests.or(settings.limit);
        }
        let courier = Courier::new(settings, past.requests())
            .map_err(|error| TargetError::Unusable(error.to_string()))?;
        let tenant = target.enrol().await?;
        if tenant.subject(Kind::Any).is_none() {
            return Err(TargetError::Input(
                "no client has a registered redirect URI, so there is none to mutate\n  mend: give one of the clients in [sandbox] `redirect_uris`".to_owned(),
            ));
        }
        let kept = tenant.keeper.as_ref().and_then(|keeper| Session::restored(&keeper.kept()?));
        let session = kept.map_or_else(SharedSession::default, SharedSession::going_on);
        let mut runner = Self {
            past,
            quotas: Arc::clone(&tenant.quotas),
            target,
            courier,
            budget,
            subjects: Subjects::in_tenant(&tenant),
            tenant,
            calibrated: BTreeMap::new(),
            observe,
            failed_controls: AtomicUsize::new(0),
            standing: Mutex::new(None),
            given_up: AtomicBool::new(false),
            session,
            kept_back: AtomicUsize::new(0),
            treatment: Treatment::default(),
            closed: None,
            waits: &|_| {},
        };
        runner.wait_until_it_listens().await;
        runner.log_in_first().await?;
        let calibrated = runner.calibrate_on(Kind::Any).await?;
        runner.calibrated.insert(Kind::Any, Ok(calibrated));
        Ok(runner)
    }

    /// The enrolment of the first hour; a live target has no other.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// What is known of the target beforehand.
    pub fn target_scenario(&self) -> Scenario {
        self.target.scenario().clone()
    }

    /// Whether it is a real server.
    pub(super) fn is_live(&self) -> bool {
        self.target.is_live()
    }

    /// How many requests were sent so far.
    pub fn requests(&self) -> usize {
        self.courier.sent()
    }

    /// How the client of that kind is answered, if it could be calibrated on.
    pub fn calibrated(&self, kind: Kind) -> Option<&Calibrated> {
        let kind = self.subjects.controlled_by(kind);
        self.calibrated.get(&kind).and_then(|calibrated| calibrated.as_ref().ok())
    }

    /// Calibrates on the client of that kind; one that cannot be used is passed over, with the
    /// reason.
    pub async fn calibrate(&mut self, kind: Kind) {
        let kind = self.subjects.controlled_by(kind);
        if !self.calibrated.contains_key(&kind) && self.tenant.subject(kind).is_some() {
            let calibrated = self.calibrate_on(kind).await.map_err(|error| error.to_string());
            self.calibrated.insert(kind, calibrated);
        }
    }

    async fn calibrate_on(&self, kind: Kind) -> Result<Calibrated, TargetError> {
        let tenant = self.target.enrol().await?;
        let mut conductor = self.conductor(&tenant, None);
        // Later on a server that does not answer is none that is about to begin.
        let pauses = if self.calibrated.is_empty() { self.pauses() } else { Vec::new() };
        let calibrating = Calibrating { past: &self.past, observe: self.observe, pauses };
        calibrate::calibrate(&mut conductor, &calibrating, kind).await
    }

    /// Asks one probe without controls: whoever asks so has to look at them in time.
    ///
    /// # Errors
    /// If the target is out of order.
    pub async fn ask_bare(&self, probe: &Arc<Probe>) -> Result<Asked, TargetError> {
        if let Some(known) = self.past.take(probe) {
            return Ok(Ok(Arc::new(known)));
        }
        Ok(self.ask_patiently(probe).await?.map(|observation| {
            (self.observe)(&observation);
            Arc::new(observation)
        }))
    }

    /// Whether the registered URI of that kind of client is accepted, read as the answers to the
    /// client under test are; if so, probes about it can be asked.
    ///
    /// # Errors
    /// If the target is out of order.
    pub async fn adopt(&mut self, kind: Kind) -> Result<bool, TargetError> {
        if let Some(known) = self.calibrated.get(&kind) {
            return Ok(known.is_ok());
        }
        let Some(Ok(usual)) = self.calibrated.get(&Kind::Any).cloned() else { return Ok(false) };
        if self.tenant.subject(kind).is_none() {
            return Ok(false);
        }
        self.calibrated.insert(kind, Ok(usual));
        if kind == Kind::Nothing {
            return Ok(true);
        }
        let asked = self.ask_bare(&calibrate::good("adopted", kind)).await?;
        let accepted = |observation: Arc<Observation>| {
            observation.authorized().is_some_and(|authorized| authorized.outcome == Outcome::Accepted)
        };
        let holds = asked.is_ok_and(accepted);
        if !holds {
            self.calibrated.insert(kind, Err("its registered URI is not accepted".to_owned()));
        }
        Ok(holds)
    }

    pub(super) async fn ask(&self, probe: &Arc<Probe>) -> Result<Result<Observation, String>, TargetError> {
        let calibrated = match self.ready(probe.needs) {
            Ok(calibrated) => calibrated,
            Err(why) => return Ok(Err(why)),
        };
        let tenant = self.target.enrol().await?;
        let mut conductor = self.conductor(&tenant, calibrated);
        Ok(conductor.conduct(Arc::clone(probe)).await)
    }

    /// How the client of that kind is answered, if it was calibrated on and may be asked.
    ///
    /// # Errors
    /// With the reason, if nothing may be sent to it.
    pub(super) fn ready(&self, kind: Kind) -> Result<Option<&Calibrated>, String> {
        if let Some(why) = &self.closed {
            return Err(why.clone());
        }
        self.subjects.of(kind, &self.tenant)?;
        let kept_back = self.kept_back.load(Ordering::SeqCst);
        if let Some(limit) = self.courier.limit().filter(|limit| self.courier.sent() + kept_back >= *limit) {
            let before = self.budget.requests.filter(|limit| self.past.requests() >= *limit);
            let limit = if limit == 0 { before } else { Some(limit) };
            return Err(limit.map_or_else(
                || "it is not in the journal, and nothing is sent".to_owned(),
                |limit| format!("the limit of {limit} requests is reached"),
            ));
        }
        self.calibrated
            .get(&self.subjects.controlled_by(kind))
            .map(Result::as_ref)
            .transpose()
            .map_err(Clone::clone)
    }

    pub(super) fn conductor<'t>(
        &'t self,
        tenant: &'t Tenant,
        calibrated: Option<&'t Calibrated>,
    ) -> Conductor<'t> {
        Conductor {
            courier: &self.courier,
            tenant,
            subjects: &self.subjects,
            calibrated,
            quotas: &self.quotas,
            scheme: self.target.scenario().behaviour.access_token.scheme.as_deref().unwrap_or("Bearer"),
            browser: Browser::new(&self.courier, tenant, &self.session),
            patience: self.budget.patience,
            throttle: Some(&self.target.scenario().behaviour.throttle).filter(|_| tenant.clock.is_some()),
        }
    }

    /// Asks one probe, without controls, and lets a throttle say what it says.
    ///
    /// # Errors
    /// If the target is out of order.
    pub async fn ask_unturned(&self, probe: &Arc<Probe>) -> Result<Asked, TargetError> {
        if let Some(known) = self.past.take(probe) {
            return Ok(Ok(Arc::new(known)));
        }
        let calibrated = match self.ready(probe.needs) {
            Ok(calibrated) => calibrated,
            Err(why) => return Ok(Err(why)),
        };
        let tenant = self.target.enrol().await?;
        let mut conductor = Conductor { throttle: None, ..self.conductor(&tenant, calibrated) };
        Ok(conductor.conduct(Arc::clone(probe)).await.map(|observation| {
            (self.observe)(&observation);
            Arc::new(observation)
        }))
    }

    /// Whether the target turned out to be out of order: then nothing is worth waiting for.
    pub fn has_given_up(&self) -> bool {
        self.given_up.load(Ordering::SeqCst)
    }

    /// Asks nothing more, for this reason: what was not asked is told so.
    pub fn close(&mut self, why: &str) {
        self.closed = Some(why.to_owned());
    }

    /// Whether nothing more is asked.
    pub const fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// How accepted and refused were told apart, for each client that was calibrated on.
    pub fn told_apart(&self) -> Vec<ToldApart> {
        let known = self.calibrated.values().filter_map(|calibrated| calibrated.as_ref().ok());
        let mut told: Vec<ToldApart> = Vec::new();
        for row in known.map(Calibrated::told_apart) {
            if !told.iter().any(|before| before.client == row.client && before.registered == row.registered) {
                told.push(row);
            }
        }
        told
    }

    /// Waits a little for a server that was started just now.
    async fn wait_until_it_listens(&self) {
        if self.courier.limit() == Some(0) {
            return;
        }
        for pause in self.pauses() {
            if self.courier.reaches(&self.tenant.authorization).await {
                return;
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn log_in_first(&self) -> Result<(), TargetError> {
        let mut browser = Browser::new(&self.courier, &self.tenant, &self.session);
        browser.log_in_first().await.map_err(|why| {
            TargetError::Unusable(format!(
                "could not log in at the start: {why}\n  mend: check `start`, `fields` and `press` in [sandbox.login]"
            ))
        })
    }
}
