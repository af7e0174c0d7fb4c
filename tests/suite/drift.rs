//! A server held against the scenario that was learned from it: whatever it answers otherwise is
//! drift, but for the exceptions that the scenario lists.

use crate::{
    browser::started,
    support::{block_on, patched, surveyed},
};
use oauth_litmus::{
    budget::Budget,
    clock::Clock,
    profile::{Learned, Profile, Verdict},
    report, rules,
    scenario::{Exceptions, Scenario},
    stand_in::{Service, decide},
    survey::survey,
};
use std::time::Duration;

const CLIENTS: &str = "
consent = \"automatic\"
scope = \"read\"
[[sandbox.client]]
id = \"app\"
secret = \"app-secret\"
redirect_uris = [\"https://app.example/callback\"]
[[sandbox.client]]
id = \"native\"
redirect_uris = [\"http://127.0.0.1/callback\"]
";

/// A server that is like this one but for a patch, held against a scenario that says the former, with
/// these exceptions.
fn held(stem: &str, patch: &str, exceptions: &str) -> Profile {
    block_on(async {
        let server = patched(stem, patch);
        let base = started(Service { clock: Clock::real(), decide, ..Service::new(server) }).await;
        let stated = patched(stem, "").source;
        let text = format!("{stated}\n[exceptions]\n{exceptions}\n[sandbox]\nbase = \"{base}\"{CLIENTS}");
        let scenario = Scenario::parse("held", &text).expect("a scenario");
        let target = oauth_litmus::suite::sandbox(scenario).expect("a sandbox");
        let live = Budget { cases: 0, patience: Duration::ZERO, ..Budget::live(true) };
        survey(&target, &live).await.expect("a profile")
    })
}

fn drifts(profile: &Profile) -> Vec<String> {
    profile.drift.iter().flatten().map(ToString::to_string).collect()
}

#[test]
fn a_server_that_is_as_its_scenario_says_has_not_drifted() {
    let profile = held("rfc9700", "", "");
    assert_eq!(drifts(&profile), [""; 0]);
}

#[test]
fn an_answer_that_changed_is_told_with_the_flow_that_shows_it() {
    let profile = held("rfc9700", "[code.replayed]\nstatus = 403\nerror = \"invalid_code\"", "");
    let drifts = drifts(&profile);
    let told = "(ask for a code, then redeem the code, then redeem the code) drifted \
                from 400, invalid_grant to 403, invalid_code";
    assert!(drifts.iter().any(|drift| drift.ends_with(told)), "{drifts:#?}");
    assert!(!profile.surprises().is_empty());
}

#[test]
fn a_redirect_uri_that_is_decided_otherwise_is_told_alone() {
    let profile = held("rfc9700", "[redirect_uri]\nmatch = \"ignore-case\"", "");
    let expected = "https://APP.EXAMPLE/callback where https://app.example/callback is registered drifted \
                    from refused to accepted";
    let drifts = drifts(&profile);
    assert!(drifts.iter().any(|drift| drift == expected), "{drifts:#?}");
    assert!(drifts.iter().all(|drift| !drift.starts_with("redirect_uri.match")), "{drifts:#?}");
}

#[test]
fn a_known_exception_is_no_drift() {
    let patch = "[code.replayed]\nstatus = 403\nerror = \"invalid_code\"";
    let keys = |profile: &Profile| -> Vec<String> {
        let about = profile.drift.iter().flatten().map(|drift| &drift.about);
        about.map(|about| about.split(" (").next().unwrap_or_default().to_owned()).collect()
    };
    let parting = keys(&held("rfc9700", patch, ""));
    let profile = held("rfc9700", patch, &format!("probes = {parting:?}"));
    assert!(!parting.is_empty());
    assert_eq!(drifts(&profile), [""; 0]);
}

#[test]
fn a_rule_that_is_an_exception_is_not_asked_of_the_stand_in() {
    let stated = |exceptions: &str| {
        let broken = patched("rfc9700", "[code]\nuses = 2").source;
        Scenario::parse("held", &format!("{broken}\n[exceptions]\n{exceptions}")).expect("a scenario")
    };
    let verdict = |scenario: Scenario| {
        let profile = block_on(surveyed(scenario, &Budget { cases: 0, ..Budget::default() }));
        let once = profile.findings.iter().find(|finding| finding.rule == "code/single-use");
        once.map(|finding| finding.verdict)
    };
    assert_eq!(verdict(stated("")), Some(Verdict::Violated));
    assert_eq!(verdict(stated("rules = [\"code/single-use\"]")), Some(Verdict::NotAsked));
}

#[test]
fn an_exception_names_a_rule_there_is() {
    let text = "[provider]\nname = \"x\"\n[exceptions]\nrules = [\"code/singel-use\"]";
    let scenario = Scenario::parse("x", text).expect("a scenario");
    let error = rules::check_deviations("x.toml", &scenario).expect_err("there is no such rule").to_string();
    assert!(
        error.contains("code/singel-use") && error.contains("did you mean `code/single-use`?"),
        "{error}"
    );
}

/// What `learn` writes says of which version and when, for redirect URIs and for the rest, and lists
/// where the stand-in parts.
#[test]
fn what_is_learned_is_written_with_version_day_and_exceptions() {
    let scenario = Scenario::parse("x", "[provider]\nname = \"X\"\nproduct = \"X 1.2\"").expect("a scenario");
    let mut learned = Learned::about(vec!["https://app.example/callback".to_owned()]);
    learned.behaviour = patched("rfc9700", "").behaviour;
    learned.exceptions =
        Exceptions { probes: vec!["code/replay".to_owned()], rules: vec!["code/single-use".to_owned()] };
    let text = report::learned_scenario(&scenario, &learned, "2026-11-26");
    let again = Scenario::parse("x", &text).expect("a scenario");
    assert_eq!(again.exceptions.as_ref(), Some(&learned.exceptions));
    let sources: Vec<&str> = again.claims.iter().map(|claim| claim.source.as_str()).collect();
    assert_eq!(sources.len(), 2, "{text}");
    assert!(sources.iter().all(|source| source.ends_with("X 1.2, 2026-11-26")), "{sources:?}");
}
