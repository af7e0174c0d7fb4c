//! The doors of a process that a user runs: its environment and its files.

use crate::{
    protocol::Secret,
    rules,
    sandbox::{Outside, Sandbox},
    scenario::{Scenario, ScenarioError, Setting},
    target::TargetError,
};
use std::{env, fs};

/// The scenario in a file; cargo runs a test in the folder of its package, so
/// `tests/oauth.toml` is found.
///
/// # Errors
/// If the file cannot be read or is no scenario, with line, column and a way to mend it.
pub fn read(path: &str) -> Result<Scenario, ScenarioError> {
    let text = fs::read_to_string(path).map_err(|error| ScenarioError {
        file: path.to_owned(),
        at: None,
        what: format!("could not read it: {error}"),
        mend: Some("name a file of text; a test runs in the folder of its package".to_owned()),
    })?;
    let scenario = Scenario::parse_file(path, &text)?;
    rules::check_deviations(path, &scenario)?;
    Ok(scenario)
}

/// The real server behind a scenario, with environment and files as this process sees them.
///
/// # Errors
/// As [`Sandbox::new`].
pub fn sandbox(scenario: Scenario) -> Result<Sandbox, TargetError> {
    let outside = Outside { variable: &|name| env::var(name).ok(), file: &|path| fs::read(path) };
    Sandbox::new(scenario, &outside)
}

/// As [`sandbox`], at another address than the scenario names: for a server that a test has
/// started on a free port.
///
/// ```
/// use oauth_litmus::{scenario::Scenario, suite};
///
/// let scenario = Scenario::parse("mine", r#"
///     [provider]
///     name = "My server"
///     [endpoints]
///     authorization = "/authorize"
///     [sandbox]
///     base = "http://127.0.0.1:9000"
///     [[sandbox.client]]
///     id = "app"
///     redirect_uris = ["https://app.example/callback"]
/// "#).unwrap();
/// let sandbox = suite::sandbox_at("http://127.0.0.1:41234", scenario).unwrap();
/// assert_eq!(sandbox.base().port(), Some(41234));
/// ```
///
/// # Errors
/// As [`Sandbox::new`].
pub fn sandbox_at(base: &str, mut scenario: Scenario) -> Result<Sandbox, TargetError> {
    if let Some(section) = &mut scenario.sandbox {
        section.base = Setting::Literal(Secret::new(base));
    }
    sandbox(scenario)
}
