//! Witnesses on disk: one file for each violation, and the command `replay` that asks one again.

use crate::{
    args::{Replay, Run},
    ask,
    exit::{Exit, Failure},
    files, live, progress, run,
};
use oauth_litmus::{
    journal::{WITNESS_SCHEMA, WitnessFile},
    profile::{Finding, Profile, Verdict},
    rules::{self, Level, Rule},
    scenario::nearest,
    stand_in::StandIn,
    survey,
    target::{Target, TargetError},
};
use std::path::{Path, PathBuf};

/// Writes a file for each violation into `out`, in place of those of an earlier run.
///
/// # Errors
/// If that is not possible.
pub(crate) fn write(out: &Path, profile: &Profile) -> Result<(), Failure> {
    files::clear(&folder(out, profile))?;
    for finding in &profile.findings {
        let Some(witness) = &finding.witness else { continue };
        let file = WitnessFile {
            witness: WITNESS_SCHEMA,
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            channel: finding.channel,
            steps: witness.steps.clone(),
            curl: finding.curl.clone(),
            probe: witness.probe.clone(),
            target: profile.target.clone(),
            folder: profile.folder.map(str::to_owned),
            scenario: profile.source.clone(),
        };
        files::write(&place(out, profile, finding), &file.text())?;
    }
    Ok(())
}

fn place(out: &Path, profile: &Profile, finding: &Finding) -> PathBuf {
    let sort = [
        finding.severity.map(|severity| severity.to_string()),
        finding.channel.map(|channel| channel.to_string()),
    ];
    let name: Vec<String> =
        [Some(finding.rule.replace('/', "-"))].into_iter().chain(sort).flatten().collect();
    folder(out, profile).join(format!("{}.json", name.join("-")))
}

fn folder(out: &Path, profile: &Profile) -> PathBuf {
    out.join("witnesses").join(&profile.target)
}

/// Asks one witness again.
///
/// # Errors
/// If it cannot be read, or no longer applies, or the target cannot be asked.
pub(crate) fn replay(arguments: &Replay) -> Result<Exit, Failure> {
    let path = arguments.witness.as_str();
    let file =
        WitnessFile::parse(&files::read(path, "name a file that a run with --out wrote below witnesses/")?)
            .map_err(|error| {
            Failure::asked(
                format!("`{path}` cannot be replayed: {error}"),
                "name a file that a run with --out wrote below witnesses/",
            )
        })?;
    let rule = rules::by_id(&file.rule).ok_or_else(|| {
        let near = nearest(&file.rule, rules::catalogue().map(|rule| rule.id));
        Failure::asked(
            format!("`{path}` no longer applies: there is no rule `{}`", file.rule),
            near.map_or_else(
                || "`oauth-litmus rules` lists them".to_owned(),
                |near| format!("is it `{near}` now?"),
            ),
        )
    })?;
    let scenario = match &arguments.at {
        Some(name) => files::scenario(name)?,
        None => file.scenario()?,
    };
    let name = scenario.stem.clone();
    let at_target = |error: TargetError| Failure::Target { name: name.clone(), error };
    let finding = run::runtime()?.block_on(async {
        if arguments.live {
            progress::tell(&format!("{name}: asks the real server"));
            let sandbox =
                live::sandbox(scenario, None).map_err(|error| or_at(arguments, at_target(error)))?;
            let on_loopback = sandbox.is_loopback();
            let asked = live::with_clients(sandbox, async |sandbox| {
                ask_again(sandbox, rule, &file, on_loopback, true).await
            });
            Box::pin(asked).await.map_err(at_target)?
        } else {
            progress::tell(&format!("{name}: asks the stand-in; --live asks the real server"));
            let started = StandIn::start(scenario).await;
            let stand_in = started.map_err(|error| at_target(TargetError::Unusable(error.to_string())))?;
            ask_again(&stand_in, rule, &file, true, false).await
        }
    })?;
    progress::print(&finding.to_string());
    Ok(exit_of(&finding))
}

/// A witness holds no secrets: where they are missing, the user's own file has them.
fn or_at(arguments: &Replay, failure: Failure) -> Failure {
    match (&arguments.at, failure) {
        (None, Failure::Target { name, error: TargetError::Input(text) }) => {
            let text = format!("{text}\n  or: name with --at the scenario file that has its secrets");
            Failure::Target { name, error: TargetError::Input(text) }
        }
        (_, failure) => failure,
    }
}

async fn ask_again<T: Target>(
    target: &T,
    rule: &'static Rule,
    file: &WitnessFile,
    on_loopback: bool,
    live: bool,
) -> Result<Finding, Failure> {
    let budget = ask::budget(&Run { live, ..Run::default() }, on_loopback);
    let found = survey::replay(target, &budget, rule, file.probe.clone()).await;
    found.map_err(|error| Failure::Target { name: target.scenario().stem.clone(), error })
}

fn exit_of(finding: &Finding) -> Exit {
    match (finding.verdict, finding.level, &finding.deviation) {
        (Verdict::Violated, Level::Must, None) => Exit::Surprises,
        (Verdict::Violated | Verdict::Upheld | Verdict::NotApplicable, ..) => Exit::Expected,
        _ => Exit::Target,
    }
}
