//! Controls: known good and known bad requests around every batch, without which no refusal counts.

use super::{asker::Runner, calibrate, calibrated::Calibrated, conduct::fault_of_control};
use crate::{
    evidence::Outcome,
    mutation::Kind,
    target::{Target, TargetError},
};
use futures_util::future;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

/// Controls that may fail in a row before the runner gives up.
const PATIENCE_WITH_CONTROLS: usize = 3;

/// How long controls stand for themselves on a real server, if nothing is asked meanwhile.
const STANDING: Duration = Duration::from_secs(1);

/// Controls that held, and after which nothing was sent: those after one batch are those before
/// the next.
#[derive(Debug)]
pub(super) struct Standing {
    kinds: BTreeSet<Kind>,
    sent: usize,
    since: Instant,
}

impl<T: Target> Runner<'_, T> {
    /// Why the controls of these kinds of client do not hold; none if they do.
    ///
    /// # Errors
    /// If three controls in a row fail: then the target is out of order.
    pub async fn lost(&self, kinds: &BTreeSet<Kind>) -> Result<Option<String>, TargetError> {
        Ok(self.controls(kinds).await?.into_values().next())
    }

    /// Asks the controls of these kinds of client; what comes back are those that did not hold.
    pub(super) async fn controls(
        &self,
        kinds: &BTreeSet<Kind>,
    ) -> Result<BTreeMap<Kind, String>, TargetError> {
        let mut lost = BTreeMap::new();
        let mut standing = self.standing();
        for kind in kinds.iter().copied().filter(|kind| !standing.contains(kind)).collect::<Vec<_>>() {
            let Some(calibrated) = self.controllable(kind) else { continue };
            match self.control(kind, calibrated).await? {
                Some(fault) => drop(lost.insert(kind, fault)),
                None => drop(standing.insert(kind)),
            }
        }
        self.stand(standing);
        Ok(lost)
    }

    /// Why a control of these kinds of client does not hold, while others ask; what fails now has to
    /// be asked again alone.
    ///
    /// # Errors
    /// If the target is out of order.
    pub(super) async fn fault_now(&self, kinds: &BTreeSet<Kind>) -> Result<Option<String>, TargetError> {
        for kind in kinds {
            let Some(calibrated) = self.controllable(*kind) else { continue };
            if let Some(fault) = self.pair(*kind, calibrated).await? {
                return Ok(Some(fault));
            }
            self.failed_controls.store(0, Ordering::SeqCst);
        }
        Ok(None)
    }

    /// How the client of that kind is answered, if its controls can tell anything and may be asked.
    fn controllable(&self, kind: Kind) -> Option<&Calibrated> {
        let told = |calibrated: &&Calibrated| calibrated.calibration.is_ok() || calibrated.gives_codes;
        let closed = self.is_closed() || self.courier.spent().is_some();
        self.calibrated(kind).filter(told).filter(|_| !closed)
    }

    /// Keeps that the controls of these kinds hold now.
    pub(super) fn stand(&self, kinds: BTreeSet<Kind>) {
        let standing = Standing { kinds, sent: self.courier.sent(), since: Instant::now() };
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Some(standing);
    }

    /// The kinds whose controls held just now.
    pub(super) fn standing(&self) -> BTreeSet<Kind> {
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |standing: &&Standing| {
            let recent = self.tenant.clock.is_some() || standing.since.elapsed() < STANDING;
            standing.sent == self.courier.sent() && recent
        };
        standing.as_ref().filter(holds).map(|standing| standing.kinds.clone()).unwrap_or_default()
    }

    /// A control may fail once and be repeated; what it says the second time counts. A server that
    /// comes round a little later is asked on, and what was asked meanwhile says nothing.
    async fn control(&self, kind: Kind, calibrated: &Calibrated) -> Result<Option<String>, TargetError> {
        let mut fault = self.pair(kind, calibrated).await?;
        if fault.is_some() {
            fault = self.pair(kind, calibrated).await?;
        }
        if let Some(fault) = &fault
            && self.comes_round(kind, calibrated).await?
        {
            self.failed_controls.store(0, Ordering::SeqCst);
            return Ok(Some(fault.clone()));
        }
        let Some(fault) = fault else {
            self.failed_controls.store(0, Ordering::SeqCst);
            return Ok(None);
        };
        let failed = self.failed_controls.fetch_add(1, Ordering::SeqCst) + 1;
        if failed < PATIENCE_WITH_CONTROLS {
            return Ok(Some(fault));
        }
        self.given_up.store(true, Ordering::SeqCst);
        Err(TargetError::Unusable(format!(
            "{failed} controls in a row failed, the last because {fault}; what was measured before is kept"
        )))
    }

    /// Whether a control that failed holds after a pause.
    async fn comes_round(&self, kind: Kind, calibrated: &Calibrated) -> Result<bool, TargetError> {
        for pause in self.pauses() {
            tokio::time::sleep(pause).await;
            if self.pair(kind, calibrated).await?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A good and, where that can be told, a bad request.
    async fn pair(&self, kind: Kind, calibrated: &Calibrated) -> Result<Option<String>, TargetError> {
        let mut wanted = vec![(calibrate::good("again", kind), Outcome::Accepted)];
        if calibrated.calibration.is_ok() {
            wanted.push((calibrate::bad("again", kind, calibrate::UNRELATED), calibrated.bad));
        }
        let asked = wanted.iter().map(|(probe, _)| self.ask(probe));
        for (asked, (_, outcome)) in future::join_all(asked).await.into_iter().zip(&wanted) {
            let Ok(observation) = asked? else { return Ok(None) };
            (self.observe)(&observation);
            let fault =
                observation.authorized().and_then(|authorized| fault_of_control(authorized, *outcome));
            if fault.is_some() {
                return Ok(fault);
            }
        }
        Ok(None)
    }
}
