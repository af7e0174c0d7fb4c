//! What is measured of the system around a server: its data centres, the accounts that tokens open,
//! what it registers for a client and how it reads credentials, and its throttle.

mod around;
mod throttle;

use super::learning::{extra_parameters, shape};
use crate::{
    budget::{Budget, Tier},
    evidence::Observation,
    mutation::Kind,
    probe::Probe,
    runner::Runner,
    target::{Target, TargetError, Tenant},
};
use std::{collections::BTreeMap, sync::Arc};
use toml::Value;

/// By the path of a topic, what was measured, as a behaviour states it.
pub(super) type Found = BTreeMap<&'static str, Value>;

/// A question about one or two topics.
struct Question {
    topics: &'static [&'static str],
    tier: Tier,
    /// Whether a target has what it takes to ask.
    fits: fn(&Tenant) -> bool,
    probe: fn(&Tenant) -> Probe,
    /// What the answers say, if anything.
    read: fn(&Observation, &Tenant) -> Option<(&'static str, Value)>,
}

/// Measures what is wanted, as far as the target has it and the budget allows.
pub(super) async fn measure<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    wanted: impl Fn(&str) -> bool,
    found: &mut Found,
) -> Result<(), TargetError> {
    let tenant = runner.tenant();
    let gives_codes = runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    if !gives_codes {
        return Ok(());
    }
    let asked: Vec<&Question> = around::QUESTIONS
        .iter()
        .filter(|question| question.topics.iter().any(|topic| wanted(topic)))
        .filter(|question| question.tier <= budget.tier && (question.fits)(tenant))
        .collect();
    let probes: Vec<Arc<Probe>> = asked.iter().map(|question| Arc::new((question.probe)(tenant))).collect();
    let mut answers = Vec::new();
    runner.ask_flows(&probes, &mut answers).await?;
    for (question, answer) in asked.iter().zip(answers) {
        let Ok(observation) = answer else { continue };
        if observation.control_lost.is_none() {
            found.extend((question.read)(&observation, tenant));
        }
    }
    // A real server is not driven into its throttle on purpose.
    if tenant.clock.is_some() && throttle::TOPICS.iter().any(|topic| wanted(topic)) {
        throttle::measure(runner, found).await?;
    }
    Ok(())
}
