//! Asking one recorded probe again.

use super::ballot::Ballot;
use crate::{
    budget::Budget,
    evidence::Observation,
    mutation::Mutant,
    probe::Probe,
    profile::Finding,
    rules::Rule,
    runner::{Past, Runner},
    target::{Target, TargetError},
};
use std::sync::Arc;

/// What one probe says of one rule now, asked between controls; a violation comes out the same
/// every time before it is one.
///
/// # Errors
/// If the target cannot be asked, or the probe no longer applies to it.
pub async fn replay<T: Target>(
    target: &T,
    budget: &Budget,
    rule: &'static Rule,
    probe: Probe,
) -> Result<Finding, TargetError> {
    let mut runner = Runner::start(target, budget, &|_: &Observation| {}, Past::default()).await?;
    applies(&probe, &runner)?;
    runner.calibrate(probe.needs).await;
    let asked = runner.ask_alone(&Arc::new(probe)).await?;
    let mut ballot = Ballot::default();
    ballot.count(&asked, rule.ask.judge());
    let findings = ballot.findings(&runner, rule, rule.ask.judge(), target.scenario()).await?;
    findings.into_iter().next().ok_or_else(|| TargetError::Unusable("nothing came of it".to_owned()))
}

fn applies<T: Target>(probe: &Probe, runner: &Runner<'_, T>) -> Result<(), TargetError> {
    let gone = |why: String| {
        TargetError::Input(format!(
            "the witness no longer applies: {why}\n  mend: name with --at a scenario whose clients have such a redirect URI"
        ))
    };
    let Some((client, registered)) = runner.tenant().subject(probe.needs) else {
        return Err(gone(format!("no client has {}", probe.needs)));
    };
    let original = Mutant::original(registered);
    if !probe.edits().is_empty() && original.clone().with(probe.edits()) == original {
        return Err(gone(format!(
            "its edits change nothing in `{}`, the redirect URI of client `{}`",
            original.registered.uri, client.id
        )));
    }
    Ok(())
}
