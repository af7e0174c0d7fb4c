//! The suite: which tests there are, and how they are run.

use super::{
    outcome, outside,
    shared::{Shared, Wanted, Work, work},
    summary::summary,
};
use crate::{
    budget::Budget,
    rules,
    sandbox::{Registration, Sandbox},
    scenario::{Scenario, ScenarioError},
    stand_in::StandIn,
    target::{Target, TargetError},
};
use libtest_mimic::{Arguments, Trial};
use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
    sync::Arc,
};

/// The test that holds a real server to what its scenario states.
const DRIFT: &str = "scenario/drift";

/// One test for each rule, against one server.
///
/// ```no_run
/// use oauth_litmus::{scenario::Scenario, suite::Suite};
///
/// fn main() -> std::process::ExitCode {
///     Suite::stand_in(Scenario::named("zoho")).run()
/// }
/// ```
#[must_use = "a suite does nothing until it is run"]
pub struct Suite {
    prefix: String,
    budget: Option<Budget>,
    has_drift: bool,
    work: Work,
}

impl Suite {
    /// Against a stand-in. An error in the scenario is what each test then says.
    pub fn stand_in(scenario: Result<Scenario, ScenarioError>) -> Self {
        let make = async || {
            let scenario = checked(scenario)?;
            StandIn::start(scenario).await.map_err(|error| error.to_string())
        };
        Self { has_drift: false, ..Self::of(make) }
    }

    /// Against the running server that the scenario's `[sandbox]` section names, with environment
    /// variables and files as this process sees them.
    ///
    /// Off loopback it is asked carefully: see [`Budget::live`].
    pub fn server(scenario: Result<Scenario, ScenarioError>) -> Self {
        Self::of(async || Box::pin(registered(outside::sandbox(checked(scenario)?))).await)
    }

    /// Against a server that `start` starts and whose base URL it gives; the `base` of the
    /// scenario's `[sandbox]` section is then not used.
    ///
    /// `start` is called when the first test runs, on a runtime on which it may spawn the server;
    /// listing the tests does not call it.
    pub fn started<F>(scenario: Result<Scenario, ScenarioError>, start: F) -> Self
    where
        F: AsyncFnOnce() -> String + Send + 'static,
    {
        Self::of(async || {
            let scenario = checked(scenario)?;
            Box::pin(registered(outside::sandbox_at(&start().await, scenario))).await
        })
    }

    /// Against any target; `make` is called as the one of [`Suite::started`] is.
    pub fn of<T, E, F>(make: F) -> Self
    where
        T: Target,
        E: fmt::Display,
        F: AsyncFnOnce() -> Result<T, E> + Send + 'static,
    {
        Self { prefix: String::new(), budget: None, has_drift: true, work: work(make) }
    }

    /// With another budget than is usual for the target. If it is narrowed, only to ids of rules,
    /// there is a test for each of these.
    pub fn budget(self, budget: Budget) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// With names that begin with `name/`, to tell several suites of [`run_all`] apart.
    pub fn named(self, name: &str) -> Self {
        Self { prefix: format!("{name}/"), ..self }
    }

    /// Runs the tests that the arguments of this process select, as `cargo test` and
    /// cargo-nextest give them.
    #[must_use]
    pub fn run(self) -> ExitCode {
        run_all([self])
    }

    /// The names of its tests after the prefix: the ids of rules, and drift.
    fn names(&self) -> Vec<String> {
        let only = self.budget.as_ref().map(|budget| budget.only.as_slice()).unwrap_or_default();
        if !only.is_empty() {
            return only.to_vec();
        }
        let drift = self.has_drift.then_some(DRIFT);
        rules::catalogue().map(|rule| rule.id).chain(drift).map(ToOwned::to_owned).collect()
    }

    fn selected(self, arguments: &Arguments) -> Selected {
        let all = self.names();
        let is_out =
            |name: &str| arguments.is_filtered_out(&Trial::test(format!("{}{name}", self.prefix), || Ok(())));
        let names: Vec<String> = all.iter().filter(|name| !is_out(name)).cloned().collect();
        // Drift is measured by a survey that is not narrowed.
        let whole = names == all || names.iter().any(|name| name == DRIFT);
        let narrowed = self.budget.as_ref().is_some_and(|budget| !budget.only.is_empty());
        let only = if whole && !narrowed { Vec::new() } else { names.clone() };
        let shared = Arc::new(Shared::new(self.work, Wanted { budget: self.budget, only }));
        Selected { prefix: self.prefix, names, shared }
    }
}

/// Runs several suites as the tests of one binary.
///
/// ```no_run
/// use oauth_litmus::{scenario::Scenario, suite::{self, Suite}};
///
/// fn main() -> std::process::ExitCode {
///     suite::run_all(["zoho", "github"].map(|name| Suite::stand_in(Scenario::named(name)).named(name)))
/// }
/// ```
#[must_use]
pub fn run_all(suites: impl IntoIterator<Item = Suite>) -> ExitCode {
    let arguments = Arguments::from_args();
    let selected: Vec<Selected> = suites.into_iter().map(|suite| suite.selected(&arguments)).collect();
    let trials = selected.iter().flat_map(Selected::trials).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    for text in selected.iter().filter_map(Selected::summary) {
        // Whoever closed stderr does not want to read it.
        let _ = io::stderr().write_all(text.as_bytes());
    }
    conclusion.exit_code()
}

/// The tests of a suite that will run, and the survey they share.
struct Selected {
    prefix: String,
    names: Vec<String>,
    shared: Arc<Shared>,
}

impl Selected {
    fn trials(&self) -> impl Iterator<Item = Trial> + '_ {
        self.names.iter().map(|name| {
            let (name, shared) = (name.clone(), Arc::clone(&self.shared));
            Trial::ignorable_test(format!("{}{name}", self.prefix), move || {
                let profile = shared.profile()?;
                if name == DRIFT { outcome::of_drift(profile) } else { outcome::of_rule(&name, profile) }
            })
        })
    }

    /// The summary, if there was a survey.
    fn summary(&self) -> Option<String> {
        let profile = self.shared.made()?;
        Some(summary(profile, |rule| self.names.iter().any(|name| name == rule)))
    }
}

/// A server with the clients to ask it with, registered where the scenario names none.
async fn registered(sandbox: Result<Sandbox, TargetError>) -> Result<Registration, String> {
    let registered = match sandbox {
        Ok(sandbox) => sandbox.register().await,
        Err(error) => Err(error),
    };
    registered.map_err(|error| error.to_string())
}

/// A scenario whose deviations all name rules there are.
fn checked(scenario: Result<Scenario, ScenarioError>) -> Result<Scenario, String> {
    let scenario = scenario.map_err(|error| error.to_string())?;
    rules::check_deviations(&scenario.stem, &scenario).map_err(|error| error.to_string())?;
    Ok(scenario)
}
