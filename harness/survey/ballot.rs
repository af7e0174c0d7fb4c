//! The judgements on one rule, counted: one finding, or one for each sort of violation, its
//! witness asked again, twice, before it is reported.

use super::view;
use crate::{
    evidence::Observation,
    profile::{ENDED, Finding, Verdict},
    rules::{Judgement, Rule, Violation},
    runner::{Asked, Runner},
    scenario::{Deviation, Scenario},
    target::{Target, TargetError},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) type Judge = fn(&Observation) -> Judgement;

/// How many witnesses of one sort are asked again before it counts as unstable.
const TRIES: usize = 3;

/// How often in a row a witness has to come out the same.
const REPEATS: usize = 2;

/// How often a race is run again until it is lost once more: not every one is.
const RACES: usize = 12;

/// The judgements on one rule.
#[derive(Default)]
pub(super) struct Ballot {
    pub(super) violations: BTreeMap<Violation, Vec<Arc<Observation>>>,
    upheld: usize,
    /// The mutations that were refused.
    upheld_by: BTreeSet<&'static str>,
    inconclusive: Vec<String>,
    odd: Vec<String>,
    not_applicable: Vec<String>,
    not_asked: Vec<String>,
}

impl Ballot {
    pub(super) fn count(&mut self, asked: &Asked, judge: Judge) {
        let observation = match asked {
            Ok(observation) => observation,
            Err(why) => return self.not_asked.push(why.clone()),
        };
        if let Some(why) = observation.throttled() {
            return self.inconclusive.push(why.to_owned());
        }
        match judged(observation, judge) {
            Judgement::Upheld => {
                self.upheld += 1;
                self.upheld_by.extend(observation.probe.edits().iter().map(|edit| edit.mutation.id));
            }
            Judgement::Violated(violation) => {
                self.violations.entry(violation).or_default().push(Arc::clone(observation));
            }
            Judgement::Inconclusive(why) => self.inconclusive.push(why),
            Judgement::Odd(why) => self.odd.push(why),
            Judgement::NotApplicable(why) => self.not_applicable.push(why),
            Judgement::NotAsked(why) => self.not_asked.push(why),
        }
    }

    /// Adds the witnesses of a hunt.
    pub(super) fn add(&mut self, witnesses: BTreeMap<Violation, Arc<Observation>>) {
        for (violation, witness) in witnesses {
            self.violations.entry(violation).or_default().push(witness);
        }
    }

    pub(super) async fn findings<T: Target>(
        mut self,
        runner: &Runner<'_, T>,
        rule: &'static Rule,
        judge: Judge,
        scenario: &Scenario,
    ) -> Result<Vec<Finding>, TargetError> {
        let mut findings = Vec::new();
        let mut unstable = None;
        for (violation, shown) in std::mem::take(&mut self.violations) {
            let shown = in_order(shown, rule, violation, scenario);
            match confirmed(runner, rule, judge, violation, &shown, scenario).await? {
                Ok(finding) => findings.push(finding),
                Err(why) => unstable = Some(why),
            }
        }
        findings.sort_by_key(|finding| Reverse(finding.severity));
        if findings.is_empty() {
            findings.push(match unstable {
                Some(why) => bare(rule, Verdict::Unstable, Some(why)),
                None => self.without_violation(rule, scenario),
            });
        }
        Ok(findings)
    }

    fn without_violation(&self, rule: &'static Rule, scenario: &Scenario) -> Finding {
        let all = self.upheld + self.inconclusive.len() + self.odd.len() + self.not_asked.len();
        let some = |what: &str, reasons: &[String]| {
            reasons.first().map(|first| format!("{} of {all} {what}: {first}", reasons.len()))
        };
        if let Some(why) = some("answers say nothing", &self.inconclusive) {
            return bare(rule, Verdict::Inconclusive, Some(why));
        }
        if self.not_asked.iter().any(|why| why == ENDED) {
            // What was answered before the end is not all that the rule is about.
            return bare(rule, Verdict::NotAsked, Some(ENDED.to_owned()));
        }
        let odd = some("requests were too much for the server, or for us", &self.odd);
        if self.upheld == 0 || self.odd.len() > self.upheld {
            return match (odd, self.not_asked.first()) {
                (Some(why), _) => bare(rule, Verdict::Inconclusive, Some(why)),
                (None, Some(why)) => bare(rule, Verdict::NotAsked, Some(why.clone())),
                (None, None) => {
                    let pointless = "nothing in the server's set-up concerns it";
                    let why = self.not_applicable.first().map_or(pointless, String::as_str);
                    bare(rule, Verdict::NotApplicable, Some(why.to_owned()))
                }
            };
        }
        let because = odd.or_else(|| some("were not asked", &self.not_asked));
        let stale = |deviation: &&Deviation| {
            deviation.rule == rule.id
                && because.is_none()
                && deviation.mutations.iter().all(|id| self.upheld_by.contains(id.as_str()))
        };
        let deviation = scenario.deviations.iter().find(stale).map(|deviation| deviation.because.clone());
        Finding { deviation, ..bare(rule, Verdict::Upheld, because) }
    }
}

/// What a judge says; where the token endpoint was hindered, that says nothing.
pub(super) fn judged(observation: &Observation, judge: Judge) -> Judgement {
    match (judge(observation), &observation.control_lost) {
        (Judgement::Upheld | Judgement::Violated(_), Some(why)) if observation.is_hindered() => {
            Judgement::Inconclusive(why.clone())
        }
        (judgement, _) => judgement,
    }
}

/// Witnesses in the order in which they are tried: those that no deviation covers first, then
/// fewer edits, then shorter, then by the text.
fn in_order(
    mut shown: Vec<Arc<Observation>>,
    rule: &Rule,
    violation: Violation,
    scenario: &Scenario,
) -> Vec<Arc<Observation>> {
    shown.sort_by_key(|observation| {
        let requested = observation.subject.mutant.requested().unwrap_or_default();
        let covered = covering(observation, rule, violation, scenario).is_some();
        (covered, observation.probe.edits().len(), requested.len(), requested)
    });
    shown
}

/// The deviation that covers a violation shown by this observation.
fn covering<'a>(
    observation: &Observation,
    rule: &Rule,
    violation: Violation,
    scenario: &'a Scenario,
) -> Option<&'a Deviation> {
    let mutations: Vec<&str> = observation.probe.edits().iter().map(|edit| edit.mutation.id).collect();
    let covers = |deviation: &&Deviation| {
        deviation.rule == rule.id && deviation.covers(violation.severity, &mutations)
    };
    scenario.deviations.iter().find(covers)
}

/// Asks witnesses again, each on its own, until one comes out the same every time.
async fn confirmed<T: Target>(
    runner: &Runner<'_, T>,
    rule: &'static Rule,
    judge: Judge,
    violation: Violation,
    shown: &[Arc<Observation>],
    scenario: &Scenario,
) -> Result<Result<Finding, String>, TargetError> {
    let mut reason = String::new();
    for witness in shown.iter().take(TRIES) {
        match repeated(runner, judge, violation, witness).await? {
            Ok(again) => return Ok(Ok(violated(runner, rule, violation, &again, scenario))),
            Err(why) => reason = why,
        }
    }
    Ok(Err(reason))
}

/// Asks one witness again; the last answer if it comes out the same every time, else what did
/// not.
async fn repeated<T: Target>(
    runner: &Runner<'_, T>,
    judge: Judge,
    violation: Violation,
    witness: &Observation,
) -> Result<Result<Arc<Observation>, String>, TargetError> {
    let races = witness.probe.races();
    let mut last = Err("it was not asked again".to_owned());
    for _ in 0..if races { RACES } else { REPEATS } {
        last = match runner.ask_alone(&witness.probe).await? {
            Ok(again) if judged(&again, judge) == Judgement::Violated(violation) => {
                match if again.probe.redeems() { runner.tokens_withheld().await? } else { None } {
                    Some(why) => Err(format!("asked again, the token endpoint is out of order: {why}")),
                    None => Ok(again),
                }
            }
            Ok(again) => Err(again.control_lost.as_ref().map_or_else(
                || "asked again, the server answered differently".to_owned(),
                |lost| format!("asked again, its control was lost: {lost}"),
            )),
            Err(why) => Err(format!("it could not be asked again: {why}")),
        };
        if last.is_ok() == races {
            break;
        }
    }
    Ok(last)
}

fn violated<T: Target>(
    runner: &Runner<'_, T>,
    rule: &'static Rule,
    violation: Violation,
    observation: &Observation,
    scenario: &Scenario,
) -> Finding {
    let redaction = runner.tenant().redaction_for(observation);
    let deviation = covering(observation, rule, violation, scenario);
    Finding {
        severity: violation.severity,
        channel: Some(violation.channel),
        deviation: deviation.map(|deviation| deviation.because.clone()),
        witness: Some(view::witness(observation, &redaction)),
        curl: Some(view::curls(observation, &redaction)),
        exchanges: view::exchanges(observation, &redaction),
        ..bare(rule, Verdict::Violated, None)
    }
}

/// A finding with a verdict and a reason, and nothing to show.
pub(super) fn bare(rule: &'static Rule, verdict: Verdict, because: Option<String>) -> Finding {
    Finding {
        rule: rule.id,
        level: rule.level,
        cites: rule.cites.iter().map(ToString::to_string).collect(),
        demands: rule.demands,
        verdict,
        because,
        severity: None,
        channel: None,
        deviation: None,
        witness: None,
        curl: None,
        exchanges: Vec::new(),
    }
}
