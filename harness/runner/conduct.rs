//! Conducting one probe: its steps, one after the other, at one tenant.

use super::{calibrated::Calibrated, enrolled::Enrolled, subjects::Subjects};
use crate::{
    behaviour::ThrottlePolicy,
    evidence::{Authorized, Exchange, Happened, Observation, Outcome, Subject, THROTTLED},
    mutation::Mutant,
    probe::{Probe, Step},
    protocol::{Pkce, Secret},
    target::{Browser, Client, Courier, Quotas, Tenant},
};
use serde_json::{Map, Value};
use std::{sync::Arc, time::Duration};

/// What a conductor needs to know.
pub(super) struct Conductor<'a> {
    pub(super) courier: &'a Courier,
    pub(super) tenant: &'a Tenant,
    pub(super) subjects: &'a Subjects,
    pub(super) calibrated: Option<&'a Calibrated>,
    pub(super) quotas: &'a Quotas,
    /// The scheme in which resources want a token in a header.
    pub(super) scheme: &'a str,
    pub(super) browser: Browser<'a>,
    /// How long real time may pass.
    pub(super) patience: Duration,
    /// The throttle of a stand-in, where a probe is to be brought past it.
    pub(super) throttle: Option<&'a ThrottlePolicy>,
}

/// Where a flow stands between two steps.
pub(super) struct Flow<'a> {
    pub(super) subject: Arc<Subject>,
    pub(super) client: &'a Client,
    /// The redirect part of the last authorization request.
    pub(super) mutant: Mutant,
    /// The scope that the last authorization request asked for.
    pub(super) scope: Option<String>,
    /// The code that each authorization request brought, if it did.
    pub(super) codes: Vec<Option<String>>,
    /// What token answers brought, in order: an access token and perhaps a refresh token.
    pub(super) tokens: Vec<(Secret, Option<Secret>)>,
    /// The metadata document that was fetched last.
    pub(super) document: Option<Map<String, Value>>,
    pub(super) pkce: Pkce,
    pub(super) authorizations: usize,
    /// The client that was registered last.
    pub(super) enrolled: Option<Enrolled>,
}

impl Flow<'_> {
    /// Whether anything was issued in it so far.
    fn holds(&self) -> bool {
        !self.tokens.is_empty() || self.codes.iter().any(Option::is_some)
    }
}

impl<'a> Conductor<'a> {
    /// Conducts `probe`.
    ///
    /// # Errors
    /// With the reason, if the tenant has no client that the probe could be about.
    pub(super) async fn conduct(&mut self, probe: Arc<Probe>) -> Result<Observation, String> {
        let mut flow = self.begin(&probe)?;
        let mut happened = Vec::with_capacity(probe.steps.len());
        let (mut stopped, mut throttled) = (None, None);
        for step in &probe.steps {
            let next = if let Some(why) = &stopped {
                Happened::Skipped(String::clone(why))
            } else {
                let held = flow.holds();
                let next = self.step(&mut flow, step, &probe).await;
                match self.put_off(&flow, &next) {
                    None => next,
                    Some(pause) => {
                        if held {
                            throttled.get_or_insert(pause);
                        }
                        self.again(&mut flow, step, (&probe, pause), next).await
                    }
                }
            };
            if let Happened::Skipped(why) = &next {
                stopped = Some(why.clone());
            }
            happened.push(next);
        }
        if flow.enrolled.is_some() {
            self.strike_off(&mut flow).await;
        }
        let control_lost = throttled.map(|pause: Duration| match pause.as_secs() {
            0 => format!("{THROTTLED}: of requests at one instant it put some off"),
            span => {
                format!("{THROTTLED}: its clock was turned {span} s on between two requests of one client")
            }
        });
        Ok(Observation { probe, subject: flow.subject, happened, control_lost, shapes: None })
    }

    /// Takes a step again that was put off, once its time has come; of what was sent at one instant
    /// there is no again.
    async fn again(
        &mut self,
        flow: &mut Flow<'a>,
        step: &Step,
        (probe, pause): (&Probe, Duration),
        before: Happened,
    ) -> Happened {
        if matches!(step, Step::AtOnce(_)) {
            return before;
        }
        if let Some(clock) = &self.tenant.clock {
            clock.advance(pause);
        }
        if matches!(step, Step::Authorize(_)) {
            flow.codes.pop();
        }
        self.step(flow, step, probe).await
    }

    /// A flow at its beginning.
    ///
    /// # Errors
    /// With the reason, if the tenant has no client that the probe could be about.
    pub(super) fn begin(&self, probe: &Probe) -> Result<Flow<'a>, String> {
        let (client, registered) = self.subjects.of(probe.needs, self.tenant)?;
        let original = Mutant::original(registered);
        let mutant = original.clone().with(probe.edits());
        let subject = Arc::new(Subject {
            client: client.id.clone(),
            encodes: client.encodes(),
            mutant,
            server: self.tenant.authorization.clone(),
            hosts: Arc::clone(&self.tenant.hosts),
        });
        Ok(Flow {
            subject,
            client,
            mutant: original,
            scope: None,
            codes: Vec::new(),
            tokens: Vec::new(),
            document: None,
            pkce: Pkce::from_seed(&probe.key),
            authorizations: 0,
            enrolled: None,
        })
    }

    /// Takes one step of a probe.
    pub(super) async fn step(&mut self, flow: &mut Flow<'a>, step: &Step, probe: &Probe) -> Happened {
        match step {
            Step::Authorize(authorize) => Box::pin(self.authorize(flow, authorize, probe)).await,
            Step::Redeem(redeem) => self.redeem(flow, redeem).await,
            Step::Call(call) => self.call(flow, call).await,
            Step::AtOnce(calls) => self.at_once(flow, calls).await,
            Step::Pass(span) => self.pass(*span).await,
            Step::Register(register) => self.enrol(flow, register).await,
            Step::Unregister => self.strike_off(flow).await,
        }
    }

    async fn pass(&self, span: Duration) -> Happened {
        match &self.tenant.clock {
            Some(clock) => clock.advance(span),
            None if span <= self.patience => tokio::time::sleep(span).await,
            None => {
                return Happened::Skipped(format!(
                    "it would take {} s, and the patience is {} s",
                    span.as_secs(),
                    self.patience.as_secs()
                ));
            }
        }
        Happened::Passed(span)
    }
}

/// Whether an exchange shows that the server itself is in trouble.
pub(super) fn trouble(exchange: &Exchange) -> Option<String> {
    match &exchange.received {
        Err(fault) if fault.is_servers() => Some(fault.to_string()),
        Ok(received) if received.status >= 500 => Some(format!("the server failed with {}", received.status)),
        Ok(received) if received.status == 429 => Some("the server throttles us (429)".to_owned()),
        _ => None,
    }
}

/// What a control's answer says against it, if anything.
pub(super) fn fault_of_control(authorized: &Authorized, wanted: Outcome) -> Option<String> {
    if authorized.outcome == wanted {
        return None;
    }
    let because = authorized.because.as_deref().map_or_else(String::new, |because| format!(" ({because})"));
    let at = authorized.answer().received.as_ref().map_or_else(
        |_| String::new(),
        |received| format!(", with status {} at the page {}", received.status, received.page().described()),
    );
    let seen = obstacle(authorized).map_or_else(String::new, |obstacle| format!("; {obstacle}"));
    let came = format!("the control came back {} instead of {wanted}{because}{at}{seen}", authorized.outcome);
    Some(trouble(authorized.answer()).unwrap_or(came))
}

/// What keeps the server from answering for itself, if its last page shows it and that was not
/// said yet.
pub(super) fn obstacle(authorized: &Authorized) -> Option<&'static str> {
    let received = authorized.answer().received.as_ref().ok()?;
    received.page().obstacle().filter(|obstacle| authorized.because.as_deref() != Some(*obstacle))
}
