//! The real server behind a scenario, with clients of our own where the scenario names none.

use crate::progress;
use oauth_litmus::{
    protocol::inert,
    sandbox::{Registration, Sandbox},
    scenario::Scenario,
    suite::{self, SessionFile},
    target::TargetError,
};
use std::sync::Arc;

/// The real server behind a scenario.
pub(crate) fn sandbox(scenario: Scenario, limit: Option<usize>) -> Result<Sandbox, TargetError> {
    let sandbox = suite::sandbox(scenario)?;
    let sandbox = match SessionFile::of(&sandbox, progress::tell) {
        Some(file) => sandbox.with_keeper(Arc::new(file)),
        None => sandbox,
    };
    Ok(match limit {
        Some(limit) => sandbox.with_limit(limit),
        None => sandbox,
    })
}

/// Asks a real server; clients that are registered for that are deleted after, whatever comes of
/// it, and also where the user interrupts.
///
/// # Errors
/// If there is no client to ask with, or the user interrupts.
pub(crate) async fn with_clients<R>(
    sandbox: Sandbox,
    ask: impl AsyncFnOnce(&Sandbox) -> R,
) -> Result<R, TargetError> {
    if !sandbox.registers() {
        return Ok(ask(&sandbox).await);
    }
    let registration = sandbox.register().await?;
    tell(&registration);
    let answered = tokio::select! {
        answered = ask(&registration.sandbox) => Ok(answered),
        _ = tokio::signal::ctrl_c() => Err(TargetError::Unusable("interrupted".to_owned())),
    };
    progress::untick();
    for left in registration.end().await {
        progress::tell(&format!("not deleted: client {}", inert(&left)));
    }
    answered
}

fn tell(registration: &Registration) {
    let count = registration.count();
    let clients = if count == 1 { "client" } else { "clients" };
    progress::tell(&format!("{count} {clients} registered for this, to be deleted after"));
    for refused in &registration.refused {
        progress::tell(&format!("not registered: {}", inert(refused)));
    }
}
