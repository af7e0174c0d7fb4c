//! From observations to verdicts: every rule in turn.

use super::{
    ballot::{Ballot, Judge, bare, judged},
    plan::{Passed, Plan, Single},
};
use crate::{
    budget::Budget,
    evidence::Observation,
    mutation::{Kind, Place},
    profile::{ENDED, Finding, Verdict},
    rules::{Ask, Judgement, Rule, Violation},
    runner::{Asked, Runner},
    scenario::Scenario,
    target::{Target, TargetError},
};
use std::collections::BTreeMap;

/// Judges every rule; the findings made before the target failed are kept.
pub(super) async fn all<T: Target>(
    runner: &Runner<'_, T>,
    plan: &Plan,
    singles: &[(Single, Asked)],
    flows: &BTreeMap<String, Asked>,
    (scenario, budget): (&Scenario, &Budget),
    findings: &mut Vec<Finding>,
) -> Result<(), TargetError> {
    for (rule, passed) in &plan.rules {
        if let Some(passed) = passed {
            findings.push(passed_over(rule, passed));
            continue;
        }
        let (judge, observations) = concerning(rule, singles, flows);
        let mut ballot = Ballot::default();
        for asked in observations {
            ballot.count(asked, judge);
        }
        if matches!(rule.ask, Ask::Everything { .. }) && budget.includes(rule.id) {
            hunt(runner, plan, &mut ballot, judge, budget).await?;
        }
        if matches!(rule.ask, Ask::Sequences { .. }) {
            let cases = runner.draw_sequences(plan.sequences(budget, runner.tenant()), budget.seed);
            let hunted = runner.hunt(cases, &[], |observation| violation(judge, observation)).await?;
            if runner.is_closed() {
                ballot.count(&Err(ENDED.to_owned()), judge);
            }
            let sound = hunted.observations.into_iter().filter(|seen| violation(judge, seen).is_none());
            sound.for_each(|observation| ballot.count(&Ok(observation), judge));
            ballot.add(hunted.witnesses);
        }
        findings.extend(ballot.findings(runner, rule, judge, scenario).await?);
    }
    Ok(())
}

/// A finding for each rule that a survey which ended early did not come to.
pub(super) fn missing<'a>(plan: &'a Plan, findings: &'a [Finding]) -> impl Iterator<Item = Finding> + 'a {
    let judged = |rule: &Rule| findings.iter().any(|finding| finding.rule == rule.id);
    let left = plan.rules.iter().filter(move |(rule, _)| !judged(rule));
    left.map(|(rule, passed)| {
        let ended = Passed::NotAsked(ENDED.to_owned());
        passed_over(rule, passed.as_ref().unwrap_or(&ended))
    })
}

/// How a rule judges, and what was asked that concerns it.
fn concerning<'a>(
    rule: &Rule,
    singles: &'a [(Single, Asked)],
    flows: &'a BTreeMap<String, Asked>,
) -> (Judge, Vec<&'a Asked>) {
    // What the server has no such place for says nothing about how it treats the others.
    let placed = |(single, asked): &&(Single, Asked)| {
        single.place == Place::Query || single.place.is_authorization() && asked.is_ok()
    };
    let placed = || singles.iter().filter(placed);
    let of_uris = || placed().filter(|(single, _)| single.edit.mutation.at_token.is_none());
    match rule.ask {
        Ask::Mutations { ids, judge } => {
            let of_rule = placed().filter(|(single, _)| ids.contains(&single.edit.mutation.id));
            (judge, of_rule.map(|(_, asked)| asked).collect())
        }
        Ask::EverySingle { judge } | Ask::Everything { judge } => {
            (judge, of_uris().map(|(_, asked)| asked).collect())
        }
        Ask::Sequences { judge } => (judge, Vec::new()),
        Ask::Flow { plan, judge } => {
            (judge, plan().iter().filter_map(|probe| flows.get(&probe.key)).collect())
        }
    }
}

/// Composed edits: a violation counts where no single edit shows one of the same sort. What they
/// do not violate adds nothing: a rule is upheld by its single edits or not at all.
async fn hunt<T: Target>(
    runner: &Runner<'_, T>,
    plan: &Plan,
    ballot: &mut Ballot,
    judge: Judge,
    budget: &Budget,
) -> Result<(), TargetError> {
    let kinds: Vec<Kind> = plan
        .kinds()
        .into_iter()
        .filter(|kind| kind.composes() && runner.calibrated(*kind).is_some())
        .collect();
    let cases = runner.draw(&kinds, budget.cases, budget.seed);
    let known: Vec<Violation> = ballot.violations.keys().copied().collect();
    let hunted = runner.hunt(cases, &known, |observation| violation(judge, observation)).await?;
    ballot.add(hunted.witnesses);
    Ok(())
}

/// How an observation violates, if it does.
fn violation(judge: Judge, observation: &Observation) -> Option<Violation> {
    match judged(observation, judge) {
        Judgement::Violated(violation) => Some(violation),
        _ => None,
    }
}

fn passed_over(rule: &'static Rule, passed: &Passed) -> Finding {
    match passed {
        Passed::NotApplicable(why) => bare(rule, Verdict::NotApplicable, Some(why.clone())),
        Passed::NotAsked(why) => bare(rule, Verdict::NotAsked, Some(why.clone())),
    }
}
