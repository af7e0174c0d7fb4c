//! Law 4: every rule reports its flaw, and no rule outside its umbrellas reports it too.

use crate::support::{block_on, patched, surveyed};
use oauth_litmus::{
    budget::Budget,
    profile::Verdict,
    rules::{self, Ask, Rule},
    scenario::Standard,
};
use rstest::rstest;
use std::collections::BTreeSet;

/// The groups of rules, each with a test of its own, so that they run side by side.
const GROUPS: [&str; 15] = [
    "redirect",
    "authz",
    "state",
    "code",
    "token",
    "client",
    "pkce",
    "refresh",
    "scope",
    "revoke",
    "introspect",
    "bearer",
    "metadata",
    "iss",
    "http",
];

#[test]
fn every_group_is_tested() {
    let untested = rules::catalogue().find(|rule| !GROUPS.contains(&rule.group()));
    assert!(untested.is_none(), "{untested:?}");
}

#[rstest]
fn every_rule_reports_its_flaw_and_no_other_does(
    #[values(
        "redirect",
        "authz",
        "state",
        "code",
        "token",
        "client",
        "pkce",
        "refresh",
        "scope",
        "revoke",
        "introspect",
        "bearer",
        "metadata",
        "iss",
        "http"
    )]
    group: &str,
) {
    assert!(GROUPS.contains(&group));
    let mut wrong = Vec::new();
    let (mut caught, mut asked) = (0, 0);
    block_on(async {
        for rule in rules::catalogue().filter(|rule| rule.group() == group) {
            asked += 1;
            match reports(rule).await {
                Ok(()) => caught += 1,
                Err(why) => wrong.push(why),
            }
        }
    });
    assert!(
        wrong.is_empty(),
        "{caught} of {asked} flaws are caught by their rule alone:\n{}",
        wrong.join("\n")
    );
}

async fn reports(rule: &Rule) -> Result<(), String> {
    let bases =
        [("rfc9700", Standard::Rfc9700), ("oauth-2-1", Standard::OAuth21), ("rfc6749", Standard::Rfc6749)];
    let (base, _) =
        bases.into_iter().find(|(_, standard)| rule.applies_under(*standard)).expect("a standard");
    // Sequences are drawn like composed cases, so only a run that draws some shows their flaw.
    let cases = if matches!(rule.ask, Ask::Sequences { .. }) { 128 } else { 0 };
    let budget = Budget { cases, ..Budget::default() };
    let profile = surveyed(patched(base, rule.flaw), &budget).await;
    let violated: BTreeSet<&str> = profile
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Violated)
        .map(|finding| finding.rule)
        .collect();
    let others: Vec<&str> =
        violated.iter().copied().filter(|id| *id != rule.id && !rule.umbrellas.contains(id)).collect();
    let silent: Vec<&str> = rule.umbrellas.iter().copied().filter(|id| !violated.contains(id)).collect();
    if !violated.contains(rule.id) {
        return Err(format!("{}: not reported", rule.id));
    }
    if !others.is_empty() {
        return Err(format!("{}: also reported by {}", rule.id, others.join(", ")));
    }
    if !silent.is_empty() {
        return Err(format!("{}: its umbrella {} says nothing", rule.id, silent.join(", ")));
    }
    Ok(())
}
