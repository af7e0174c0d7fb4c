//! Law 6: one witness for each (rule, severity, channel), each as small as it gets, and no
//! shrinking from one severity to another.

use crate::support::{block_on, patched, surveyed};
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    mutation::{Group, Kind, Severity},
    profile::{Finding, Verdict},
    runner::{Past, Runner},
    stand_in::StandIn,
};
use std::collections::BTreeSet;

fn witnesses(flaw: &str, rule: &str) -> Vec<Finding> {
    let profile = block_on(surveyed(patched("rfc9700", flaw), &Budget::default()));
    profile
        .findings
        .into_iter()
        .filter(|finding| finding.rule == rule && finding.verdict == Verdict::Violated)
        .collect()
}

#[test]
fn a_prefix_comparison_shows_its_worst_beside_its_mildest() {
    let found = witnesses("[redirect_uri]\nmatch = \"prefix\"\nrefuse = []", "redirect/exact-match");
    let severities: Vec<Severity> = found.iter().filter_map(|finding| finding.severity).collect();
    assert!(severities.contains(&Severity::S3) && severities.contains(&Severity::S2), "{severities:?}");
    let keys: BTreeSet<_> = found.iter().map(|finding| (finding.severity, finding.channel)).collect();
    assert_eq!(keys.len(), found.len(), "two witnesses of one sort");
    for finding in &found {
        let witness = finding.witness.as_ref().expect("a witness");
        assert_eq!(witness.mutations.len(), 1, "{witness:?} is not minimal");
    }
}

#[test]
fn a_host_that_is_not_compared_is_as_bad_as_it_gets() {
    let found = witnesses("[redirect_uri]\nmatch = { host = \"any\" }", "redirect/exact-match");
    let worst = found.iter().find(|finding| finding.severity == Some(Severity::S4)).expect("an S4 witness");
    let witness = worst.witness.as_ref().expect("a witness");
    assert!(
        witness.landing.as_deref().is_some_and(|landing| !landing.contains("//app.example")),
        "{witness:?}"
    );
    assert!(found.iter().any(|finding| finding.severity < Some(Severity::S4)), "the mild ones are hidden");
}

/// Two edits are needed, and two are left.
#[test]
fn a_composed_violation_shrinks_to_the_edits_it_needs() {
    block_on(async {
        let stand_in = StandIn::start(patched("rfc9700", "[redirect_uri]\nmatch = \"anything\""))
            .await
            .expect("a stand-in");
        let budget = Budget::default();
        let runner = Runner::start(&stand_in, &budget, &|_| {}, Past::default()).await.expect("a runner");
        let groups = |observation: &Observation| {
            let groups: BTreeSet<Group> =
                observation.probe.edits().iter().map(|edit| edit.mutation.group).collect();
            (groups.contains(&Group::Whitespace) && groups.contains(&Group::Host)).then_some(())
        };
        let cases = runner.draw(&[Kind::Any], 512, 7);
        let hunted = runner.hunt(cases, &[], groups).await.expect("a hunt");
        let witness = hunted.witnesses.get(&()).expect("a case with both groups");
        assert_eq!(witness.probe.edits().len(), 2, "{:?}", witness.probe);
    });
}
