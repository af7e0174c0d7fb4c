//! The command `run`.

use crate::{
    args::Run,
    catalogue::unknown,
    exit::{Exit, Failure},
    files,
    journal::Journal,
    progress,
};
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    mutation,
    profile::{Matrix, Profile},
    report, rules,
    sandbox::Sandbox,
    scenario::Scenario,
    stand_in::StandIn,
    suite,
    survey::{outline, survey_observed, unusable},
    target::{Target, TargetError},
};
use std::{
    env,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};
use tokio::runtime::Runtime;

pub(crate) fn run(run: &Run) -> Result<Exit, Failure> {
    for id in &run.only {
        if rules::by_id(id).is_none() && mutation::by_id(id).is_none() {
            let known = rules::catalogue()
                .map(|rule| rule.id)
                .chain(mutation::catalogue().map(|mutation| mutation.id));
            return Err(unknown("rule", id, known));
        }
    }
    if run.live && run.scenarios.is_empty() {
        return Err(Failure::asked(
            "--live needs to be told which server",
            "name a scenario or a file: `oauth-litmus run FILE --live`",
        ));
    }
    let scenarios = files::scenarios(&run.scenarios)?;
    runtime()?.block_on(survey_all(run, scenarios))
}

async fn survey_all(run: &Run, scenarios: Vec<Scenario>) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bare = run.scenarios.is_empty() && !run.only_plan;
    let out = run.out.clone().or_else(|| bare.then(|| PathBuf::from("reports")));
    let journal = Journal::open(run.out.as_ref().map(|out| out.join("journal.jsonl")).as_deref())?;
    let mut profiles = Vec::new();
    let mut exit = Exit::Expected;
    for scenario in scenarios {
        let name = scenario.stem.clone();
        match one(run, scenario, &journal).await {
            Ok(Some(profile)) => {
                exit = exit.and(judged(&profile));
                profiles.push(profile);
            }
            Ok(None) => {}
            Err(error) => {
                let failure = Failure::Target { name, error };
                progress::untick();
                progress::tell(&format!("error: {failure}"));
                exit = exit.and(failure.exit());
            }
        }
    }
    progress::untick();
    if run.only_plan || profiles.is_empty() {
        return Ok(exit);
    }
    let matrix = Matrix::of(&profiles);
    if let Some(out) = &out {
        write(run, out, &matrix, &profiles)?;
    }
    show(run, &matrix, &profiles);
    let requests: usize = profiles.iter().map(|profile| profile.requests).sum();
    let places = out.map_or_else(String::new, |out| format!("; written to {}", out.display()));
    progress::tell(&format!(
        "{} surveyed, {requests} requests, {:.2} s{places}",
        profiles.len(),
        started.elapsed().as_secs_f64()
    ));
    Ok(exit)
}

/// The runtime of the command line.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| Failure::Machine(format!("could not start the async runtime: {error}")))
}

/// The real server behind a scenario.
pub(crate) fn sandbox(scenario: Scenario, limit: Option<usize>) -> Result<Sandbox, TargetError> {
    let sandbox = suite::sandbox(scenario)?;
    Ok(match limit {
        Some(limit) => sandbox.with_limit(limit),
        None => sandbox,
    })
}

/// Surveys one scenario: its stand-in, or the real server.
async fn one(run: &Run, scenario: Scenario, journal: &Journal) -> Result<Option<Profile>, TargetError> {
    if run.live {
        let sandbox = sandbox(scenario, run.requests)?;
        for sentence in sandbox.not_executed() {
            progress::tell(&format!("{}: {sentence}", sandbox.scenario()));
        }
        let budget = budget(run, sandbox.is_loopback());
        return ask(run, &sandbox, &budget, journal).await;
    }
    let stand_in =
        StandIn::start(scenario).await.map_err(|error| TargetError::Unusable(error.to_string()))?;
    ask(run, &stand_in, &budget(run, true), journal).await
}

fn budget(run: &Run, on_loopback: bool) -> Budget {
    let usual = if run.live { Budget::live(on_loopback) } else { Budget::default() };
    Budget {
        cases: run.cases.unwrap_or(usual.cases),
        seed: run.seed.unwrap_or(usual.seed),
        requests: run.requests,
        tier: run.allow.unwrap_or(usual.tier),
        patience: run.patience.unwrap_or(usual.patience),
        only: run.only.clone(),
        ..usual
    }
}

async fn ask<T: Target>(
    run: &Run,
    target: &T,
    budget: &Budget,
    journal: &Journal,
) -> Result<Option<Profile>, TargetError> {
    let name = target.scenario().stem.clone();
    let plan = outline(target, budget).await?;
    if run.only_plan || target.is_live() {
        let tenant = target.enrol().await?;
        let line = format!(
            "{name}: would ask {} rules with {} single edits and {} composed ones, about {} requests, of {}",
            plan.rules, plan.single_edits, plan.composed, plan.requests, tenant.authorization
        );
        if run.only_plan {
            progress::print(&(line + "\n"));
            return Ok(None);
        }
        progress::tell(&line.replace("would ask", "asks"));
    }
    let tenant = target.enrol().await?;
    let seen = AtomicUsize::new(0);
    let observe = |observation: &Observation| {
        let seen = seen.fetch_add(1, Ordering::Relaxed) + 1;
        if seen.is_multiple_of(16) {
            progress::tick(&format!("{name}: {seen} of about {} probes", plan.requests));
        }
        journal.append(&name, observation, &tenant);
    };
    let started = Instant::now();
    let profile = match survey_observed(target, budget, &observe).await {
        Err(error @ TargetError::Unusable(_)) => {
            progress::untick();
            progress::tell(&format!("error: {name}: {error}"));
            unusable(target, budget, &error).await?
        }
        profile => profile?,
    };
    progress::untick();
    progress::tell(&format!(
        "{name}: {} requests in {:.2} s",
        profile.requests,
        started.elapsed().as_secs_f64()
    ));
    Ok(Some(profile))
}

fn judged(profile: &Profile) -> Exit {
    let ended = if profile.partial { Exit::Target } else { Exit::Expected };
    let surprised = if profile.surprises().is_empty() { Exit::Expected } else { Exit::Surprises };
    ended.and(surprised)
}

fn write(run: &Run, out: &Path, matrix: &Matrix, profiles: &[Profile]) -> Result<(), Failure> {
    files::write(&out.join("matrix.md"), &report::matrix_markdown(matrix))?;
    files::write(&out.join("matrix.json"), &report::matrix_json(matrix))?;
    if run.out.is_some() {
        files::write(&out.join("profiles.json"), &report::profiles_json(profiles))?;
        for profile in profiles {
            files::write(&out.join(format!("{}.md", profile.target)), &report::markdown(profile))?;
        }
    }
    Ok(())
}

fn show(run: &Run, matrix: &Matrix, profiles: &[Profile]) {
    if run.json {
        progress::print(&report::profiles_json(profiles));
        return;
    }
    let width = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(150);
    let mut text = report::matrix_terminal(matrix, width);
    for profile in profiles {
        text.push('\n');
        text.push_str(&report::profile_terminal(profile));
    }
    progress::print(&text);
}
