//! The survey: joins rules, runner and learning into the profile of one target.

mod ages;
mod apart;
mod at_once;
mod ballot;
mod beyond;
mod estimate;
mod forms;
mod learning;
mod load;
mod meanwhile;
mod measure;
mod outline;
mod plan;
mod replay;
mod set_up;
mod shape;
mod verdicts;
mod view;
mod waiting;
mod watching;
mod whom;

use crate::{
    budget::Budget,
    evidence::Observation,
    profile::{self, Drift, Finding, Measured, Profile},
    runner::{Asked, Past, Runner, Wait},
    target::{Target, TargetError, Tenant},
};
use plan::{Plan, Single};
use std::collections::BTreeMap;

pub use learning::{learn, learn_watched};
pub use load::Load;
pub use outline::{Outline, outline};
pub use replay::replay;
pub use set_up::{Checked, SetUp, set_up};

/// Finds out all that the budget allows about a target.
///
/// # Errors
/// If the target cannot be used at all. One that fails half-way gives a partial profile.
///
/// ```
/// use oauth_litmus::{Budget, Scenario, StandIn, Verdict, survey};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let zoho = StandIn::start(Scenario::named("zoho").unwrap()).await.unwrap();
/// let profile = survey(&zoho, &Budget { cases: 0, ..Budget::default() }).await.unwrap();
/// let once = profile.findings.iter().find(|finding| finding.rule == "code/single-use").unwrap();
/// assert_eq!(once.verdict, Verdict::Upheld);
/// # });
/// ```
pub async fn survey<T: Target>(target: &T, budget: &Budget) -> Result<Profile, TargetError> {
    survey_observed(target, budget, Past::default(), &|_| {}).await
}

/// As [`survey`]; what is `past` is not asked again, and `observe` is told of every observation
/// that is made now, controls included.
///
/// # Errors
/// As [`survey`].
pub async fn survey_observed<T: Target>(
    target: &T,
    budget: &Budget,
    past: Past,
    observe: &(dyn Fn(&Observation) + Sync),
) -> Result<Profile, TargetError> {
    survey_watched(target, budget, past, observe, &|_| {}).await
}

/// As [`survey_observed`]; `waits` is told, once a second or so, while there is nothing to do but
/// wait for a lifetime to end.
///
/// # Errors
/// As [`survey`].
pub async fn survey_watched<T: Target>(
    target: &T,
    budget: &Budget,
    past: Past,
    observe: &(dyn Fn(&Observation) + Sync),
    waits: &(dyn Fn(&Wait) + Sync),
) -> Result<Profile, TargetError> {
    let runner = Runner::start(target, budget, observe, past).await;
    let mut runner = runner.map_err(|error| whom::throttled(target.scenario(), error))?.telling(waits);
    let plan = Plan::of(target, budget, runner.tenant());
    let mut found = Found::default();
    let ended = found.fill(&mut runner, &plan, target, budget).await;
    let spent = (runner.requests(), runner.tenant());
    let profile = found.into_profile(spent, &plan, target, budget, ended.err().as_ref());
    let redaction = runner.tenant().redaction();
    let calibration = runner.told_apart().into_iter().map(|told| told.redacted(|text| redaction.apply(text)));
    Ok(Profile { calibration: calibration.collect(), ..profile })
}

/// The profile of a target that could not be used: nothing is known, and it says why.
///
/// # Errors
/// If the target cannot even be enrolled at.
pub async fn unusable<T: Target>(
    target: &T,
    budget: &Budget,
    error: &TargetError,
) -> Result<Profile, TargetError> {
    let tenant = target.enrol().await?;
    let plan = Plan::of(target, budget, &tenant);
    Ok(Found::default().into_profile((0, &tenant), &plan, target, budget, Some(error)))
}

/// What was found out so far; it is kept when the target fails half-way.
#[derive(Default)]
struct Found {
    singles: Vec<(Single, Asked)>,
    flows: BTreeMap<String, Asked>,
    findings: Vec<Finding>,
    measured: Measured,
    /// Where the answers are no longer those of the scenario that was learned.
    parted: Vec<Drift>,
}

impl Found {
    async fn fill<T: Target>(
        &mut self,
        runner: &mut Runner<'_, T>,
        plan: &Plan,
        target: &T,
        budget: &Budget,
    ) -> Result<(), TargetError> {
        // What was asked before a failure is judged all the same; nothing is asked any more.
        let asked = self.ask(runner, plan, budget).await.inspect_err(|_| runner.close(profile::ENDED));
        measure::forms(runner, target, budget, &self.flows, &mut self.measured);
        let seen = self.singles.iter().filter_map(|(_, asked)| asked.as_deref().ok());
        let measured = measure::all(runner, target, budget, seen, &mut self.measured).await;
        let ended = asked.and(measured).inspect_err(|_| runner.close(profile::ENDED));
        let known = (target.scenario(), budget);
        let judged = verdicts::all(runner, plan, &self.singles, &self.flows, known, &mut self.findings).await;
        ended.and(judged)?;
        if target.is_live() {
            let singles = self.singles.iter().filter_map(|(_, asked)| asked.as_deref().ok());
            self.parted = learning::parted(runner, budget, singles, &self.flows).await?;
        }
        Ok(())
    }

    fn into_profile<T: Target>(
        self,
        (requests, tenant): (usize, &Tenant),
        plan: &Plan,
        target: &T,
        budget: &Budget,
        ended: Option<&TargetError>,
    ) -> Profile {
        let scenario = target.scenario();
        let mut findings = self.findings;
        let missing: Vec<_> = verdicts::missing(plan, &findings).collect();
        findings.extend(missing);
        Profile {
            schema: profile::SCHEMA,
            target: scenario.stem.clone(),
            name: scenario.name.clone(),
            folder: scenario.folder,
            source: scenario.without_secrets(),
            reference: scenario.folder == Some("reference"),
            live: target.is_live(),
            seed: budget.seed,
            standard: scenario.standard,
            requests,
            calibration: Vec::new(),
            drift: target.is_live().then(|| {
                let topics = profile::drift(scenario, &self.measured);
                topics.into_iter().chain(self.parted).collect()
            }),
            behaviour: self.measured,
            stated: profile::known(scenario),
            mutations: shape::mutations(plan, &self.singles),
            probes: shape::probes(&self.singles, tenant),
            findings,
            error: ended.map(|error| tenant.redaction().apply(&error.to_string())),
            partial: ended.is_some(),
        }
    }
}

/// An edit whose step could not be taken was not asked, and one whose refusal says nothing may
/// as well not have been.
fn unless_skipped(asked: Asked) -> Asked {
    asked.and_then(|observation| match (observation.skipped(), observation.refuses_control()) {
        (Some(why), _) => Err(why.to_owned()),
        (None, Some(why)) if !observation.went_on() => Err(why),
        _ => Ok(observation),
    })
}
