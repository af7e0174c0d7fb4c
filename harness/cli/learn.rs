//! The command `learn`.

use crate::{
    args::Learn,
    exit::{Exit, Failure},
    files, live, progress, run,
};
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    profile::Learned,
    protocol::inert,
    report,
    runner::{Past, Wait},
    scenario::Scenario,
    stand_in::StandIn,
    survey,
    target::{Target, TargetError},
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::SystemTime,
};

/// How many fresh requests check what was learned, on this machine and elsewhere.
const FRESH: usize = 2000;
const FRESH_ELSEWHERE: usize = 60;

/// Pins a target down and prints it as a scenario.
pub(crate) fn learn(arguments: &Learn) -> Result<Exit, Failure> {
    let scenario = files::scenario(&arguments.scenario)?;
    let learned = run::runtime()?.block_on(of(arguments, scenario.clone()))?;
    let text = written(&scenario, &learned);
    match &arguments.output {
        Some(path) => files::write(path, &text)?,
        None => progress::print(&text),
    }
    Ok(if learned.stopped.is_some() { Exit::Target } else { Exit::Expected })
}

/// The scenario file that states it.
fn written(scenario: &Scenario, learned: &Learned) -> String {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    report::learned_scenario(scenario, learned, now.split('T').next().unwrap_or_default())
}

async fn of(arguments: &Learn, scenario: Scenario) -> Result<Learned, Failure> {
    let name = scenario.stem.clone();
    let at_target = |error: TargetError| Failure::Target { name: name.clone(), error };
    if arguments.live {
        let sandbox = live::sandbox(scenario, arguments.requests).map_err(at_target)?;
        let usual = Budget::live(sandbox.is_loopback());
        let cases = if sandbox.is_loopback() { FRESH } else { FRESH_ELSEWHERE };
        let budget = budget(arguments, Budget { cases, ..usual });
        let learned = live::with_clients(sandbox, async |sandbox| {
            let mut learned = from(sandbox, &budget).await?;
            if sandbox.is_loopback() && budget.requests.is_none() && learned.stopped.is_none() {
                except_rules(sandbox, &budget, &mut learned).await?;
            }
            Ok(learned)
        });
        return Box::pin(learned).await.and_then(|learned| learned).map_err(at_target);
    }
    let stand_in = StandIn::start(scenario).await.map_err(|error| TargetError::Unusable(error.to_string()));
    let budget = budget(arguments, Budget { cases: FRESH, ..Budget::default() });
    from(&stand_in.map_err(at_target)?, &budget).await.map_err(at_target)
}

fn budget(arguments: &Learn, usual: Budget) -> Budget {
    Budget {
        seed: arguments.seed.unwrap_or(usual.seed),
        cases: arguments.cases.unwrap_or(usual.cases),
        requests: arguments.requests,
        patience: arguments.patience.unwrap_or(usual.patience),
        ..usual
    }
}

/// Surveys the target and the stand-in of what was learned, and notes the rules that part.
async fn except_rules<T: Target>(
    target: &T,
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), TargetError> {
    let name = &target.scenario().stem;
    let budget = Budget { cases: Budget::default().cases, ..budget.clone() };
    let observe =
        |_: &Observation| progress::tick(&format!("{name}: holding all rules against its stand-in"));
    let there = survey::survey_observed(target, &budget, Past::default(), &observe).await?;
    progress::untick();
    let Ok(scenario) = Scenario::parse(name, &written(target.scenario(), learned)) else { return Ok(()) };
    let here = survey(&StandIn::unhosted(scenario), &budget).await?;
    learned.except_rules(&there, &here);
    let parting = learned.exceptions.rules.len();
    progress::tell(&format!(
        "{name}: {parting} rules come out otherwise at its stand-in, or are not known of it"
    ));
    Ok(())
}

async fn from<T: Target>(target: &T, budget: &Budget) -> Result<Learned, TargetError> {
    let name = target.scenario().stem.clone();
    let seen = AtomicUsize::new(0);
    let observe = |_: &Observation| {
        let seen = seen.fetch_add(1, Ordering::Relaxed) + 1;
        if seen.is_multiple_of(8) {
            progress::tick(&format!("{name}: {seen} probes"));
        }
    };
    let waited = AtomicUsize::new(0);
    let waits = |wait: &Wait| {
        waited.fetch_add(1, Ordering::Relaxed);
        progress::count_down(&name, wait);
    };
    let learning = Box::pin(survey::learn_watched(target, budget, &observe, &waits));
    let news = || seen.load(Ordering::Relaxed) + waited.load(Ordering::Relaxed);
    let learned = progress::patiently(&name, news, learning).await;
    progress::untick();
    let learned = learned?;
    tell(&name, &learned);
    Ok(learned)
}

/// What was learned, in a few lines.
fn tell(name: &str, learned: &Learned) {
    let policy = &learned.behaviour.redirect_uri;
    let compared = policy.compare.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    progress::tell(&format!(
        "{name}: compares {compared}; {} questions, {} requests to identify, {} to verify, {} for flows",
        learned.questions, learned.spent.identifying, learned.spent.verifying, learned.spent.flows
    ));
    if let Some(agreement) = &learned.agreement {
        progress::tell(&format!("{name}: {agreement}"));
    }
    if let Some(flows) = &learned.flows {
        progress::tell(&format!("{name}: {flows}"));
    }
    if !policy.exceptions.is_empty() {
        progress::tell(&format!("{name}: {} answers fit no explanation", policy.exceptions.len()));
    }
    for note in &learned.notes {
        progress::tell(&format!("{name}: {}", inert(note)));
    }
    if let Some(why) = &learned.stopped {
        progress::tell(&format!("{name}: stopped before its end: {}", inert(why)));
    }
}
