//! Asking one target: the plan told first, progress while it runs, every observation into the
//! journal.

use crate::{
    args::Run,
    exit::Failure,
    journal::{Journal, Opened},
    live, progress,
};
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    profile::Profile,
    runner::{Past, Wait},
    scenario::{Quota, Scenario},
    stand_in::StandIn,
    survey::{Load, Outline, outline, survey_observed, survey_watched, unusable},
    target::{Target, TargetError},
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Surveys one scenario: its stand-in, or the real server; nothing comes back where only the
/// plan was wanted.
///
/// # Errors
/// If the target cannot be asked at all, or the journal not be written.
pub(crate) async fn scenario(run: &Run, scenario: Scenario) -> Result<Option<Profile>, Failure> {
    let name = scenario.stem.clone();
    let at_target = |error: TargetError| Failure::Target { name: name.clone(), error };
    if run.live {
        let sandbox = live::sandbox(scenario, run.requests).map_err(at_target)?;
        let budget = budget(run, sandbox.is_loopback());
        if run.only_plan {
            let sandbox = if sandbox.registers() { sandbox.as_if_registered() } else { sandbox };
            return target(run, &sandbox, &budget).await;
        }
        let asked = live::with_clients(sandbox, async |sandbox| target(run, sandbox, &budget).await);
        return Box::pin(asked).await.map_err(at_target)?;
    }
    let stand_in = StandIn::start(scenario).await.map_err(|error| TargetError::Unusable(error.to_string()));
    target(run, &stand_in.map_err(at_target)?, &budget(run, true)).await
}

/// What may be spent, as the arguments say, on a target that is on this machine or not.
pub(crate) fn budget(run: &Run, on_loopback: bool) -> Budget {
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

async fn target<T: Target>(run: &Run, target: &T, budget: &Budget) -> Result<Option<Profile>, Failure> {
    let name = target.scenario().stem.clone();
    let at_target = |error: TargetError| Failure::Target { name: name.clone(), error };
    let plan = outline(target, budget).await.map_err(at_target)?;
    let line = planned(&name, &plan, target).await.map_err(at_target)?;
    if run.only_plan {
        let more =
            if target.is_live() { in_full(&plan, target).await.map_err(at_target)? } else { String::new() };
        progress::print(&(line + "\n" + more.as_str()));
        return Ok(None);
    }
    if target.is_live() {
        progress::tell(&line.replace("would ask", "asks"));
    }
    let opened = match &run.out {
        Some(out) => Journal::open(out, target, budget).await?,
        None => Journal::nowhere(),
    };
    if opened.recorded > 0 {
        progress::tell(&format!("{name}: goes on after {} recorded observations", opened.recorded));
    }
    let started = Instant::now();
    let profile = observed(target, budget, opened, &plan).await.map_err(|failure| match failure {
        Stopped::Target(error) => at_target(error),
        Stopped::Journal(failure) => failure,
    })?;
    progress::tell(&format!(
        "{name}: {} requests in {:.2} s",
        profile.requests,
        started.elapsed().as_secs_f64()
    ));
    Ok(Some(profile))
}

/// What will be asked, in a line.
async fn planned<T: Target>(name: &str, plan: &Outline, target: &T) -> Result<String, TargetError> {
    let tenant = target.enrol().await?;
    let waiting = plan
        .waiting
        .map_or_else(String::new, |span| format!(", about {} because of its rate and quotas", roughly(span)));
    Ok(format!(
        "{name}: would ask {} rules with {} single edits and {} composed ones, about {} requests{waiting}, of {}",
        plan.rules, plan.single_edits, plan.composed, plan.load.requests, tenant.authorization
    ))
}

/// A span in words, no finer than it is known.
fn roughly(span: Duration) -> humantime::FormattedDuration {
    let grain = match span.as_secs() {
        0..120 => 1,
        120..7200 => 60,
        _ => 600,
    };
    humantime::format_duration(Duration::from_secs(span.as_secs().div_ceil(grain) * grain))
}

/// The plan for a real server in full: by tier, what it costs, and what it leaves open.
async fn in_full<T: Target>(plan: &Outline, target: &T) -> Result<String, TargetError> {
    let tenant = target.enrol().await?;
    let tiers = plan.tiers.iter().map(|(tier, (asked, left))| match left {
        0 => format!("{asked} {tier} rules"),
        _ => format!("no {tier} ones ({left} more with --allow {tier})"),
    });
    let mut lines = vec![format!("by tier: {}", tiers.collect::<Vec<_>>().join(", "))];
    let cost = |load: &Load| {
        format!("{} requests that bring {} codes and {} tokens", load.requests, load.codes, load.tokens)
    };
    lines.push(match &plan.unlimited {
        None => format!("cost: about {}", cost(&plan.load)),
        Some(all) => format!(
            "cost: no more than {}; the rest is not asked: --requests N raises the limit, all would be about {}",
            cost(&plan.load),
            cost(all)
        ),
    });
    let of_quota = |quota: Option<Quota>, what: &str| {
        quota.map(|Quota { count, span }| format!("{count} {what} in {}", humantime::format_duration(span)))
    };
    let quota = tenant.quota.as_ref();
    let pace = target.courier_settings().pace;
    let kept = [
        (!pace.is_zero()).then(|| format!("a request every {}", humantime::format_duration(pace))),
        of_quota(quota.and_then(|quota| quota.codes), "codes"),
        of_quota(quota.and_then(|quota| quota.tokens), "tokens"),
    ];
    let kept: Vec<String> = kept.into_iter().flatten().collect();
    if !kept.is_empty() {
        let time =
            plan.waiting.map_or_else(|| "no time to speak of".to_owned(), |span| roughly(span).to_string());
        lines.push(format!("time: about {time}, at no more than {}", kept.join(", ")));
    }
    lines.extend(plan.left_open.iter().map(|left| format!("not found out: {left}")));
    Ok(lines.iter().fold(String::new(), |text, line| text + "  " + line.as_str() + "\n"))
}

enum Stopped {
    Target(TargetError),
    Journal(Failure),
}

async fn observed<T: Target>(
    target: &T,
    budget: &Budget,
    opened: Opened,
    plan: &Outline,
) -> Result<Profile, Stopped> {
    let name = target.scenario().stem.clone();
    let Opened { journal, past, .. } = opened;
    let tenant = target.enrol().await.map_err(Stopped::Target)?;
    let (seen, sent) = (AtomicUsize::new(0), AtomicUsize::new(past.requests()));
    let observe = |observation: &Observation| {
        let seen = seen.fetch_add(1, Ordering::Relaxed) + 1;
        sent.fetch_add(observation.requests(), Ordering::Relaxed);
        if seen.is_multiple_of(16) || plan.waiting.is_some() {
            progress::tick(&format!("{name}: {seen} of about {} probes", plan.probes));
        }
        journal.append(observation, &tenant);
    };
    let waited = AtomicUsize::new(0);
    let waits = |wait: &Wait| {
        waited.fetch_add(1, Ordering::Relaxed);
        progress::count_down(&name, wait);
    };
    let surveyed = Box::pin(survey_watched(target, budget, past, &observe, &waits));
    let surveyed = progress::patiently(
        &name,
        || seen.load(Ordering::Relaxed) + waited.load(Ordering::Relaxed),
        surveyed,
    )
    .await;
    progress::untick();
    match surveyed {
        Ok(profile) => {
            if !profile.partial {
                journal.end(profile.requests).map_err(Stopped::Journal)?;
            }
            Ok(profile)
        }
        Err(error @ TargetError::Unusable(_)) => {
            progress::tell(&format!("error: {name}: {error}"));
            let profile = unusable(target, budget, &error).await.map_err(Stopped::Target)?;
            Ok(Profile { requests: sent.into_inner(), ..profile })
        }
        Err(error) => Err(Stopped::Target(error)),
    }
}

/// The profile of a target that is only remembered.
///
/// # Errors
/// If what was recorded does not even hold the controls.
pub(crate) async fn remembered<T: Target>(
    target: &T,
    budget: &Budget,
    past: Past,
) -> Result<Profile, TargetError> {
    match survey_observed(target, budget, past, &|_| {}).await {
        Err(error @ TargetError::Unusable(_)) => unusable(target, budget, &error).await,
        profile => profile,
    }
}
