//! The command `run`.

use crate::{
    args::Run,
    ask,
    catalogue::unknown,
    exit::{Exit, Failure},
    files, journal, progress, witness,
};
use oauth_litmus::{
    journal::{Journal, Recorded},
    mutation,
    profile::{Matrix, Profile},
    report, rules,
    runner::Past,
    scenario::Scenario,
    target::TargetError,
};
use std::{
    env,
    path::{Path, PathBuf},
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
    if let Some(folder) = &run.from {
        return runtime()?.block_on(rebuild_all(run, folder));
    }
    let mut scenarios = files::scenarios(&run.scenarios)?;
    if let Some(standard) = run.standard {
        for scenario in &mut scenarios {
            scenario.standard = standard;
        }
    }
    runtime()?.block_on(survey_all(run, scenarios))
}

/// How many columns the terminal has, as the shell says; 150 if it does not.
pub(crate) fn width() -> u16 {
    env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(150)
}

/// The runtime of the command line.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| Failure::Machine(format!("could not start the async runtime: {error}")))
}

async fn survey_all(run: &Run, scenarios: Vec<Scenario>) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bare = run.scenarios.is_empty() && !run.only_plan;
    let out = run.out.clone().or_else(|| bare.then(|| PathBuf::from("reports")));
    let mut profiles = Vec::new();
    let mut exit = Exit::Expected;
    for scenario in scenarios {
        match ask::scenario(run, scenario).await {
            Ok(Some(profile)) => {
                exit = exit.and(judged(&profile));
                if let Some(out) = &run.out {
                    witness::write(out, &profile)?;
                }
                profiles.push(profile);
            }
            Ok(None) => {}
            Err(failure) => {
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
    finish(run, out.as_deref(), &profiles)?;
    let requests: usize = profiles.iter().map(|profile| profile.requests).sum();
    let places = out.map_or_else(String::new, |out| format!("; written to {}", out.display()));
    progress::tell(&format!(
        "{} surveyed, {requests} requests, {:.2} s{places}",
        profiles.len(),
        started.elapsed().as_secs_f64()
    ));
    Ok(exit)
}

/// Makes profiles and reports of journals, without traffic.
async fn rebuild_all(run: &Run, folder: &Path) -> Result<Exit, Failure> {
    let mut described = files::scenarios_if_named(&run.scenarios)?;
    let mut profiles = Vec::new();
    for journal in journal::all_in(folder)? {
        let scenario = match &mut described {
            None => None,
            Some(scenarios) => match scenarios.iter().position(|known| known.stem == journal.header.target) {
                Some(at) => Some(scenarios.swap_remove(at)),
                None => continue,
            },
        };
        let profile = Box::pin(rebuilt(journal, scenario)).await?;
        if let Some(out) = &run.out {
            witness::write(out, &profile)?;
        }
        profiles.push(profile);
    }
    if let Some(left) = described.and_then(|scenarios| scenarios.into_iter().next()) {
        return Err(Failure::asked(
            format!("there is no journal of `{}` in `{}`", left.stem, folder.display()),
            "leave the name out to rebuild all that are there",
        ));
    }
    finish(run, run.out.as_deref(), &profiles)?;
    progress::tell(&format!("{} rebuilt from {}, nothing was sent", profiles.len(), folder.display()));
    Ok(profiles.iter().map(judged).fold(Exit::Expected, Exit::and))
}

async fn rebuilt(journal: Journal, scenario: Option<Scenario>) -> Result<Profile, Failure> {
    let Journal { header, observations, requests, complete, .. } = journal;
    let name = header.target.clone();
    let recorded = Recorded::of(&header).map_err(|error| {
        Failure::asked(format!("{name}: {error}"), "rebuild it with the version that wrote it")
    })?;
    let recorded = match scenario {
        Some(scenario) => recorded.described_by(scenario),
        None => recorded,
    };
    if !complete {
        progress::tell(&format!("{name}: the run was not finished; what it did not ask is shown so"));
    }
    let known = observations.len();
    let profile = ask::remembered(&recorded, &header.means.budget(), Past::new(observations, requests)).await;
    let profile = profile.map_err(|error: TargetError| Failure::Target { name, error })?;
    Ok(if complete || profile.partial {
        profile
    } else {
        let error = Some(format!(
            "the run was not finished: its journal ends after {known} observations\n  mend: let it go on, with the same --out"
        ));
        Profile { partial: true, error, ..profile }
    })
}

fn judged(profile: &Profile) -> Exit {
    let ended = if profile.partial { Exit::Target } else { Exit::Expected };
    let surprised = if profile.surprises().is_empty() { Exit::Expected } else { Exit::Surprises };
    ended.and(surprised)
}

/// Writes the reports of a run, and shows what it found.
fn finish(run: &Run, out: Option<&Path>, profiles: &[Profile]) -> Result<(), Failure> {
    let matrix = Matrix::of(profiles);
    if let Some(out) = out {
        files::write(&out.join("matrix.md"), &report::matrix_markdown(&matrix))?;
        files::write(&out.join("matrix.json"), &report::matrix_json(&matrix))?;
    }
    if let Some(out) = &run.out {
        files::write(&out.join("profiles.json"), &report::profiles_json(profiles))?;
        for profile in profiles {
            files::write(&out.join(format!("{}.md", profile.target)), &report::markdown(profile))?;
        }
    }
    if run.json {
        progress::print(&report::profiles_json(profiles));
        return Ok(());
    }
    let width = width();
    let shown: Vec<String> =
        profiles.iter().map(|profile| format!("\n{}", report::profile_terminal(profile))).collect();
    progress::print(&(report::matrix_terminal(&matrix, width) + shown.concat().as_str()));
    Ok(())
}
