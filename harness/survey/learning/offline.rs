//! Refresh tokens that come only where they are asked for: which request brings one, and the probes
//! that lacked one, asked again in that way.

use crate::{
    evidence::{Observation, TokenAnswer},
    probe::{Change, Probe, Step},
    runner::Runner,
    target::{Target, TargetError},
};
use std::sync::Arc;

/// Where the keys of such probes begin.
pub(super) const OFFLINE: &str = "learn/offline/";

/// The probes that lacked a refresh token, in the way that brings one; none if nothing was lacking
/// or nothing brings it.
pub(super) async fn again<T: Target>(
    runner: &Runner<'_, T>,
    seen: impl Iterator<Item = &Arc<Observation>>,
) -> Result<Vec<Arc<Probe>>, TargetError> {
    let seen: Vec<&Arc<Observation>> = seen.collect();
    let given = |observation: &Observation| {
        observation.happened.iter().enumerate().any(|(step, _)| brings_one(observation.answer(step)))
    };
    if seen.iter().any(|observation| given(observation)) {
        return Ok(Vec::new());
    }
    let ways = [
        ("access-type", vec![Change::set("access_type", "offline")]),
        ("scope", vec![Change::widen("scope", "offline_access")]),
    ];
    for (key, changes) in ways {
        let steps = vec![Step::authorize_with(changes.clone()), Step::redeem()];
        let asked = runner.ask_bare(&Arc::new(Probe::of(format!("{OFFLINE}{key}"), steps))).await?;
        if asked.is_ok_and(|observation| given(&observation)) {
            let lacking = seen.iter().filter(|observation| observation.skipped().is_some());
            let again = lacking.map(|observation| Arc::new(changed(&observation.probe, &changes)));
            return Ok(again.collect());
        }
    }
    Ok(Vec::new())
}

fn brings_one(answer: Option<&TokenAnswer>) -> bool {
    answer.is_some_and(|answer| answer.refresh_token.is_some())
}

/// The probe with these changes of every authorization request.
fn changed(probe: &Probe, changes: &[Change]) -> Probe {
    let mut probe = Probe { key: format!("{OFFLINE}{}", probe.key), ..probe.clone() };
    for step in &mut probe.steps {
        if let Step::Authorize(authorize) = step {
            authorize.changes.extend(changes.iter().cloned());
        }
    }
    probe
}
