//! Controls: known good and known bad requests around every batch, without which no refusal counts.

use super::{batch::Runner, calibrate, calibrated::Calibrated, conduct::fault_of_control, held::Wait};
use crate::{
    evidence::Outcome,
    mutation::Kind,
    target::{Target, TargetError},
};
use futures_util::future;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// The first pause before controls that did not hold are asked again; the next is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Controls that may fail in a row before the runner gives up.
const PATIENCE_WITH_CONTROLS: usize = 3;

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
        for kind in kinds.iter().copied() {
            let Some(calibrated) = self.calibrated(kind) else { continue };
            let told = calibrated.calibration.is_ok() || calibrated.gives_codes;
            if !told || self.courier.spent().is_some() {
                continue;
            }
            if let Some(fault) = self.control(kind, calibrated).await? {
                lost.insert(kind, fault);
            }
        }
        Ok(lost)
    }

    /// A control may fail once and be repeated; what it says the second time counts.
    async fn control(&self, kind: Kind, calibrated: &Calibrated) -> Result<Option<String>, TargetError> {
        let mut fault = self.pair(kind, calibrated).await?;
        if fault.is_some() {
            fault = self.pair(kind, calibrated).await?;
        }
        let Some(fault) = fault else {
            self.failed_controls.store(0, Ordering::SeqCst);
            return Ok(None);
        };
        let failed = self.failed_controls.fetch_add(1, Ordering::SeqCst) + 1;
        if failed < PATIENCE_WITH_CONTROLS {
            return Ok(Some(fault));
        }
        Err(TargetError::Unusable(format!(
            "{failed} controls in a row failed, the last because {fault}; what was measured before is kept"
        )))
    }

    /// Waits, as far as there is patience, until the controls of these kinds of client hold again at a
    /// real server that answers them; once that was in vain, it is not tried again.
    pub(super) async fn controls_outlast(&self, kinds: &BTreeSet<Kind>) -> Result<bool, TargetError> {
        let (began, patience) = (Instant::now(), self.patience());
        let mut pause = FIRST_PAUSE;
        while self.is_live() && !self.watch.is_outlasted() && self.courier.spent().is_none() {
            let left = patience.saturating_sub(began.elapsed());
            if pause > left {
                self.watch.outlasted();
                break;
            }
            self.wait(&Wait { what: "the server to accept what it accepted before", left });
            tokio::time::sleep(pause).await;
            pause *= 2;
            let mut fault = None;
            for kind in kinds.iter().copied() {
                let Some(calibrated) = self.calibrated(kind) else { continue };
                fault = fault.or(self.pair(kind, calibrated).await?);
            }
            if fault.is_none() {
                self.failed_controls.store(0, Ordering::SeqCst);
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
