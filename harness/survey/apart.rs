//! Whether grants are apart: what is done to one, and what that does to the others.

use super::ages;
use crate::{
    evidence::Happened,
    probe::{Call, CodeRef, Issued, Presents, Probe, Redeem, Service, Step},
    runner::Runner,
    target::{Target, TargetError},
};
use std::sync::Arc;

/// Whether what is done to one grant leaves the others alone, so that more can be asked while they
/// grow old: a replay, a token that is revoked, a refresh token that comes again.
///
/// # Errors
/// If the target is out of order.
pub(super) async fn are<T: Target>(runner: &Runner<'_, T>, noisy: bool) -> Result<bool, TargetError> {
    let further = &runner.tenant().further;
    let nth = |nth| Step::Redeem(Redeem { code: CodeRef::Nth(nth), ..Redeem::default() });
    let tells =
        [&further.introspection, &further.userinfo, &further.resource].iter().any(|url| url.is_some());
    let revoked = Call::to(Service::Revocation).presenting(Presents::Access(Issued::nth(0)));
    let refreshed = || Step::from(Call::refresh_nth(0));
    let mut disturbing = Vec::new();
    if further.revocation.is_some() {
        disturbing.push(("revoked", vec![revoked.into()]));
    }
    if noisy {
        disturbing.push(("replayed", vec![nth(0)]));
        disturbing.push(("refreshed", vec![refreshed(), refreshed()]));
    }
    for (key, steps) in disturbing {
        let mut all = vec![Step::authorize(), Step::authorize(), Step::authorize(), nth(0), nth(1)];
        let disturbed = all.len();
        all.extend(steps);
        all.extend(tells.then(|| Step::from(Call::is_alive(1))));
        all.push(nth(2));
        let asked = runner.ask_bare(&Arc::new(Probe::of(format!("learn/apart/{key}"), all))).await?;
        let Ok(observation) = asked else { return Ok(false) };
        let skipped =
            observation.happened.iter().position(|happened| matches!(happened, Happened::Skipped(_)));
        if skipped == Some(disturbed) {
            continue;
        }
        let last = observation.probe.steps.len() - 1;
        let lives = !tells || ages::alive(&observation, last - 1) == Some(true);
        if !lives || ages::alive(&observation, last) != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}
