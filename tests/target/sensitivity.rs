//! Law 4: every rule reports its flaw, and no rule outside its umbrellas reports it too. One test
//! for each rule, and how many flaws were caught at the end.

use crate::support::{block_on, patched, surveyed};
use libtest_mimic::{Failed, Trial};
use oauth_litmus::{
    budget::Budget,
    profile::Verdict,
    rules::{self, Ask, Rule},
    scenario::Standard,
};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

static ASKED: AtomicUsize = AtomicUsize::new(0);
static CAUGHT: AtomicUsize = AtomicUsize::new(0);

/// One test for each rule.
pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    rules::catalogue().map(|rule| Trial::test(format!("flaw::{}", rule.id), move || caught(rule)))
}

/// How many flaws were caught; nothing if none was planted.
pub(crate) fn rate() -> Option<String> {
    let asked = ASKED.load(Ordering::SeqCst);
    let caught = CAUGHT.load(Ordering::SeqCst);
    (asked > 0).then(|| {
        format!("catch rate: {caught} of {asked} flaws are reported by their rule, and by no rule that has no part in them")
    })
}

fn caught(rule: &Rule) -> Result<(), Failed> {
    ASKED.fetch_add(1, Ordering::SeqCst);
    block_on(reports(rule))?;
    CAUGHT.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

async fn reports(rule: &Rule) -> Result<(), String> {
    let bases =
        [("rfc9700", Standard::Rfc9700), ("oauth-2-1", Standard::OAuth21), ("rfc6749", Standard::Rfc6749)];
    let (base, _) =
        bases.into_iter().find(|(_, standard)| rule.applies_under(*standard)).ok_or("no standard has it")?;
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
        return Err("it is not reported".to_owned());
    }
    if !others.is_empty() {
        return Err(format!("also reported by {}", others.join(", ")));
    }
    if !silent.is_empty() {
        return Err(format!("its umbrella {} says nothing", silent.join(", ")));
    }
    Ok(())
}
