//! Throttles: what a stand-in with one answers, what a survey concludes of a server that has one, told
//! or untold, and what learning states of it.

use crate::{
    browser::{Browser, asking, started},
    support::{block_on, patched, sandbox},
};
use oauth_litmus::{
    budget::Budget,
    profile::{Profile, Verdict},
    stand_in::{Service, StandIn, decide},
    survey::{learn, survey},
};
use rstest::rstest;
use std::time::Duration;

/// In real time, and with what a polite server says.
#[test]
fn a_throttle_can_say_when_to_come_back_and_means_it() {
    block_on(async {
        let short = "[throttle]\ncodes = \"2/1s\"\nretry_after = true";
        let base = started(Service { decide, ..Service::new(patched("rfc9700", short)) }).await;
        let asked = async || Browser::default().get(&asking(&base, "")).await;
        assert_eq!((asked().await.status, asked().await.status), (302, 302));
        let throttled = asked().await;
        assert_eq!((throttled.status, throttled.header("retry-after")), (429, Some("1")));
        tokio::time::sleep(Duration::from_millis(1_050)).await;
        assert_eq!(asked().await.status, 302);
    });
}

fn verdicts(profile: &Profile, verdict: Verdict) -> Vec<&str> {
    profile.findings.iter().filter(|finding| finding.verdict == verdict).map(|finding| finding.rule).collect()
}

/// A stand-in that gives little is asked with its clock turned on; what cannot be told then is not
/// told, and nothing else changes.
#[test]
fn a_tight_throttle_makes_no_verdict_wrong() {
    let profile = |patch: &str| {
        let scenario = patched("rfc9700", patch);
        let budget = Budget { cases: 16, ..Budget::default() };
        block_on(async {
            let stand_in = StandIn::start(scenario).await.expect("a stand-in");
            assert_eq!(stand_in.uri().split(':').count(), 3);
            survey(&stand_in, &budget).await.expect("a profile")
        })
    };
    let (free, tight) = (profile(""), profile("[throttle]\ncodes = \"3/10s\"\ntokens = \"3/10s\""));
    assert_eq!(tight.surprises(), [""; 0]);
    assert!(!tight.partial);
    let untold: Vec<&str> = verdicts(&tight, Verdict::Inconclusive);
    for finding in tight.findings.iter().filter(|finding| finding.verdict == Verdict::Inconclusive) {
        let why = finding.because.as_deref().unwrap_or_default();
        assert!(why.contains("the server throttles us"), "{}: {why}", finding.rule);
    }
    let told: Vec<&str> =
        verdicts(&free, Verdict::Upheld).into_iter().filter(|rule| !untold.contains(rule)).collect();
    assert_eq!(verdicts(&tight, Verdict::Upheld), told);
    assert!(!untold.is_empty() && untold.len() * 2 < told.len(), "{} of {}", untold.len(), told.len());
    assert_eq!(profile("[throttle]\ncodes = \"10/10m\"\ntokens = \"10/10m\"").surprises(), [""; 0]);
}

/// Rules that take a few tokens each.
const OF_TOKENS: [&str; 6] = [
    "client/altered-secret",
    "client/empty-secret",
    "client/wrong-secret",
    "code/garbage",
    "code/single-use",
    "pkce/verifier-wrong",
];

/// A reference server in real time with a throttle that its sandbox does not tell of, asked those rules.
fn throttled(throttle: &str, patience: Duration) -> Profile {
    let scenario = patched("rfc9700", throttle);
    let only = OF_TOKENS.iter().map(|rule| (*rule).to_owned()).collect();
    let budget = Budget { cases: 0, patience, respite: patience, only, ..Budget::live(true) };
    block_on(async {
        let base = started(Service { decide, ..Service::new(scenario) }).await;
        survey(&sandbox(&base, "consent = \"automatic\""), &budget).await.expect("a profile")
    })
}

#[rstest]
#[case::named_by_nothing("tokens = \"4/1s\"\nat_token = { status = 400, error = \"Access Denied\" }")]
#[case::like_a_dead_code("tokens = \"4/1s\"\nat_token = { status = 400, error = \"invalid_grant\" }")]
#[case::too_many_requests("tokens = \"4/1s\"\nretry_after = true")]
#[case::of_codes("codes = \"9/1s\"\nat_authorization = { error = \"access_denied\" }")]
fn an_unannounced_throttle_is_waited_out(#[case] throttle: &str) {
    let profile = throttled(&format!("[throttle]\n{throttle}"), Duration::from_secs(5));
    assert!(!profile.partial, "{:?}", profile.error);
    let upheld = verdicts(&profile, Verdict::Upheld);
    let told = profile.findings.iter().filter(|finding| OF_TOKENS.contains(&finding.rule));
    let told: Vec<_> = told.map(|finding| (finding.rule, finding.verdict, &finding.because)).collect();
    assert!(OF_TOKENS.iter().all(|rule| upheld.contains(rule)), "{told:#?}");
}

#[rstest]
#[case::named_by_nothing("at_token = { status = 400, error = \"Access Denied\" }")]
#[case::like_a_dead_code("at_token = { status = 400, error = \"invalid_grant\" }")]
fn a_throttle_that_outlasts_the_patience_is_no_verdict(#[case] answer: &str) {
    let profile = throttled(&format!("[throttle]\ntokens = \"3/1h\"\n{answer}"), Duration::ZERO);
    assert_eq!(verdicts(&profile, Verdict::Violated), [""; 0]);
    let untold = profile.findings.iter().filter(|finding| finding.verdict == Verdict::Inconclusive);
    let why: Vec<&str> = untold.filter_map(|finding| finding.because.as_deref()).collect();
    assert!(
        why.len() >= 3,
        "{:#?}",
        profile.findings.iter().filter(|f| OF_TOKENS.contains(&f.rule)).collect::<Vec<_>>()
    );
    assert!(why.iter().all(|why| why.contains("redemption")), "{why:#?}");
}

/// What was met is learned: how many were granted, and how long nothing was.
#[test]
fn a_throttle_that_is_met_is_learned_as_an_interval() {
    let throttle = "[throttle]\ntokens = \"20/1h\"\nat_token = { status = 400, error = \"Access Denied\" }";
    let budget = Budget { cases: 0, patience: Duration::ZERO, respite: Duration::ZERO, ..Budget::live(true) };
    let learned = block_on(async {
        let base = started(Service { decide, ..Service::new(patched("rfc9700", throttle)) }).await;
        learn(&sandbox(&base, "consent = \"automatic\""), &budget, &|_| {}).await.expect("it is there")
    });
    let answer = learned.behaviour.throttle.at_token.expect("an answer");
    assert_eq!(
        (answer.status, answer.error.map(|error| error.to_string()).as_deref()),
        (Some(400), Some("Access Denied"))
    );
    let note = learned.notes.iter().find(|note| note.contains("400 Access Denied")).expect("a note");
    assert!(note.starts_with("after ") && note.contains("for at least"), "{note}");
}
