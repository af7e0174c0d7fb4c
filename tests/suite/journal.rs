//! The journal: it gives the same profile again without traffic, a killed run goes on where it
//! was, and nothing secret is in it.

use crate::support::{block_on, patched};
use oauth_litmus::{
    budget::Budget,
    evidence::{Happened, Observation},
    journal::{self, Header, Journal, JournalError, Recorded},
    profile::Profile,
    report,
    runner::Past,
    scenario::Scenario,
    stand_in::StandIn,
    survey::survey_observed,
    target::Target as _,
};
use std::{collections::BTreeSet, sync::Mutex};

/// A server with flaws of several sorts, so that there are witnesses and repeats.
fn flawed() -> Scenario {
    patched(
        "rfc9700",
        "[redirect_uri]\nmatch = \"whatwg\"\nat_token = \"none\"\n[code]\nuses = 2\n[token]\npragma = \"\"",
    )
}

fn budget() -> Budget {
    Budget { cases: 24, ..Budget::default() }
}

/// A run and the text of its journal, with the codes and tokens that were seen.
struct Run {
    profile: Profile,
    journal: String,
    seen: BTreeSet<String>,
    address: String,
}

async fn run(scenario: Scenario, past: Past) -> Run {
    let stand_in = StandIn::start(scenario).await.expect("a stand-in");
    let header = Header::of(&stand_in, &budget()).await.expect("a header");
    let tenant = stand_in.enrol().await.expect("a tenant");
    let lines = Mutex::new(vec![header.line()]);
    let seen = Mutex::new(BTreeSet::new());
    let observe = |observation: &Observation| {
        let line = journal::line(observation, &tenant.redaction_for(observation)).expect("a line");
        lines.lock().expect("lines").push(line);
        seen.lock().expect("secrets").extend(secrets(observation));
    };
    let profile = survey_observed(&stand_in, &budget(), past, &observe).await.expect("a profile");
    let mut lines = lines.into_inner().expect("lines");
    lines.push(journal::end(profile.requests));
    let (journal, seen) = (lines.join("\n") + "\n", seen.into_inner().expect("secrets"));
    Run { profile, journal, seen, address: stand_in.uri() }
}

fn secrets(observation: &Observation) -> Vec<String> {
    let of = |happened: &Happened| match happened {
        Happened::Authorized(authorized) => authorized.code.as_ref().map(|code| code.reveal().to_owned()),
        Happened::Redeemed(_, Some(answer)) => {
            answer.access_token.as_ref().map(|token| token.reveal().to_owned())
        }
        _ => None,
    };
    observation.happened.iter().filter_map(of).collect()
}

#[test]
fn a_journal_gives_the_same_profile_again_without_traffic() {
    block_on(async {
        let made = run(flawed(), Past::default()).await;
        assert!(made.profile.findings.iter().any(|finding| finding.witness.is_some()), "nothing was found");
        let read = Journal::parse(&made.journal).expect("a journal");
        let recorded = Recorded::of(&read.header).expect("a target");
        let budget = read.header.means.budget();
        let past = Past::new(read.observations, read.requests);
        let again = survey_observed(&recorded, &budget, past, &|_| {}).await.expect("a profile");
        assert_eq!(report::profiles_json(&[again]), report::profiles_json(&[made.profile]));
    });
}

#[test]
fn nothing_secret_is_in_a_journal() {
    block_on(async {
        let made = run(flawed(), Past::default()).await;
        assert!(made.seen.len() > 100, "only {} codes and tokens were seen", made.seen.len());
        let leaked: Vec<&String> = made.seen.iter().filter(|secret| made.journal.contains(*secret)).collect();
        assert!(leaked.is_empty(), "{leaked:?}");
        assert!(made.journal.contains("code~1") && !made.journal.contains("app-secret"));
        let port = made.address.rsplit(':').next().expect("a port");
        let spelt = [made.address.clone(), format!("127.0.0.1%3A{port}")];
        assert!(!spelt.iter().any(|address| made.journal.contains(address)), "the address is in it");
    });
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_was() {
    block_on(async {
        let whole = run(flawed(), Past::default()).await;
        let json = |profile: &Profile| report::profiles_json(&[Profile { requests: 0, ..profile.clone() }]);
        for part in [1, 2, 3] {
            // A kill leaves half a line behind it.
            let cut = &whole.journal[..whole.journal.len() * part / 4];
            let read = Journal::parse(cut).expect("a journal cut short");
            assert!(!read.complete && !cut.ends_with('\n'));
            let requests = read.requests;
            let reliable = read.reliable();
            let known = reliable.len();
            let gone_on = run(flawed(), Past::new(reliable, requests)).await;
            assert_eq!(json(&gone_on.profile), json(&whole.profile), "after {part} quarters");
            let asked = Journal::parse(&gone_on.journal).expect("a journal").observations.len();
            let all = Journal::parse(&whole.journal).expect("a journal").observations.len();
            assert!(asked + known < all + 60, "{asked} asked after {known} of {all} were known");
        }
    });
}

#[test]
fn what_is_no_journal_is_told_apart() {
    block_on(async {
        let whole = run(flawed(), Past::default()).await.journal;
        assert!(matches!(Journal::parse("{\n"), Err(JournalError::NoHeader(_))));
        let later = whole.replacen("\"journal\":1", "\"journal\":2", 1);
        let error = Journal::parse(&later).expect_err("another version");
        assert_eq!(error.to_string(), "it is a journal of layout 2, and this version reads layout 1");
        let mut lines: Vec<&str> = whole.lines().collect();
        lines[7] = &lines[7][..40];
        let error = Journal::parse(&(lines.join("\n") + "\n")).expect_err("a damaged line").to_string();
        assert!(error.starts_with("line 8 is no observation"), "{error}");
    });
}
