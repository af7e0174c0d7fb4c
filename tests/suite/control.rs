//! Law 5: a refusal counts only beside an accepted control. A server that dies, throttles, logs
//! out or changes its pages half-way yields no violation, and nothing is called upheld but what was
//! answered to the last request before.

use crate::support::{block_on, http, sandbox, server, sound};
use oauth_litmus::{
    budget::Budget,
    evidence::{Observation, Outcome},
    profile::{Finding, Profile, Verdict},
    rules::{self, Ask},
    runner::{Past, batch_size},
    survey::{survey, survey_observed},
};
use rstest::rstest;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

fn profile_of<A>(answer: A) -> Profile
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(async {
        let base = server(answer).await;
        let budget = Budget {
            cases: 32,
            concurrency: 4,
            patience: Duration::ZERO,
            respite: Duration::ZERO,
            ..Budget::default()
        };
        survey(&sandbox(&base, "timeout = \"20s\""), &budget).await.expect("a profile, if only a partial one")
    })
}

/// What is said of redirect rules, apart from those whose every request was answered by a server
/// that was sound at that time.
fn concluded(profile: &Profile) -> Vec<String> {
    let whole = |finding: &Finding| {
        let rule = rules::by_id(finding.rule).expect("a rule");
        let Ask::Mutations { ids, .. } = rule.ask else { return false };
        let mut rows = profile.mutations.iter().filter(|row| ids.contains(&row.id));
        finding.because.is_none() && rows.all(|row| row.unclear == 0)
    };
    let said = |finding: &&Finding| match finding.verdict {
        Verdict::Violated => true,
        Verdict::Upheld => !whole(finding),
        _ => false,
    };
    let findings = profile.findings.iter().filter(|finding| finding.rule.starts_with("redirect/"));
    findings.filter(said).map(ToString::to_string).collect()
}

#[test]
fn a_sound_server_is_told_from_its_login_page() {
    let profile = profile_of(|_, head| sound(head));
    assert!(!profile.partial, "{:?}", profile.error);
    assert_eq!(profile.surprises(), [""; 0]);
    let upheld = profile.findings.iter().filter(|finding| finding.verdict == Verdict::Upheld).count();
    assert!(upheld >= 25, "only {upheld} rules are upheld");
}

#[rstest]
#[case::dies("")]
#[case::throttles("429 Too Many Requests")]
#[case::fails("503 Service Unavailable")]
#[case::refuses_everything("400 Bad Request")]
#[case::accepts_everything_with_a_page("200 OK")]
fn what_changes_half_way_yields_no_verdict(#[case] status: &'static str) {
    let profile = profile_of(move |number, head| match (number < 60, status) {
        (true, _) => sound(head),
        (false, "") => Vec::new(),
        (false, status) => http(status, "", "<title>Error</title><p>invalid redirect uri</p>"),
    });
    assert!(profile.partial, "it did not stop");
    assert_eq!(concluded(&profile), [""; 0]);
    let kept = profile.probes.iter().filter(|probe| probe.outcome == Outcome::Refused).count();
    assert!(kept > 0, "what was measured before is lost");
}

/// A session that ends: everyone is sent to the login page that good requests were sent to.
#[test]
fn a_server_that_sends_everyone_to_login_half_way_yields_no_violation() {
    let profile = profile_of(|number, head| {
        if number < 60 {
            sound(head)
        } else {
            http("302 Found", "location: /login?session=9d0e1f2a3b4c5d6e7f\r\n", "")
        }
    });
    assert!(profile.partial);
    assert_eq!(concluded(&profile), [""; 0]);
}

/// Good and bad look the same before login: then nothing is known, not even that it is sound.
#[test]
fn a_server_that_asks_for_login_first_is_inconclusive() {
    let profile = profile_of(|_, _| http("302 Found", "location: /login\r\n", ""));
    assert_eq!(concluded(&profile), [""; 0]);
    let exact =
        profile.findings.iter().find(|finding| finding.rule == "redirect/exact-match").expect("a finding");
    assert_eq!(exact.verdict, Verdict::Inconclusive);
    assert!(exact.because.as_deref().is_some_and(|why| why.contains("answered alike")), "{exact:?}");
}

/// An answer that comes and goes is unstable, not a violation.
#[test]
fn a_witness_that_does_not_repeat_is_unstable() {
    let profile = profile_of(|number, head| {
        let asked = crate::support::requested(head);
        if asked == "https://app.example/callback/" && number < 400 {
            http("302 Found", "location: /login?session=4f1c9a77e0d24b5e9a\r\n", "")
        } else {
            sound(head)
        }
    });
    let of = |rule: &str| {
        profile.findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict)
    };
    assert_eq!(of("redirect/trailing-slash"), Some(Verdict::Unstable));
}

/// Nothing is asked between two batches, so the controls after the one are those before the next.
#[test]
fn controls_that_stand_are_not_asked_again() {
    let keys = Mutex::new(Vec::new());
    let budget = Budget {
        cases: 0,
        concurrency: 1,
        patience: Duration::ZERO,
        respite: Duration::ZERO,
        only: vec!["redirect/exact-match".to_owned()],
        ..Budget::default()
    };
    block_on(async {
        let base = server(|_, head| sound(head)).await;
        let observe =
            |observation: &Observation| keys.lock().expect("keys").push(observation.probe.key.clone());
        let target = sandbox(&base, "timeout = \"20s\"");
        survey_observed(&target, &budget, Past::default(), &observe).await.expect("a profile");
    });
    let keys = keys.into_inner().expect("keys");
    let asked = keys.iter().filter(|key| !key.starts_with("control/")).count();
    let controls = keys.iter().filter(|key| *key == "control/good/Any/again").count();
    assert!(asked > 100, "only {asked} probes");
    assert_eq!(controls, asked.div_ceil(batch_size(&budget)) + 1);
}

/// Why each probe counts for nothing, if so, where these of the good controls are answered with 503.
fn lost_where(concurrency: usize, failing: std::ops::Range<usize>) -> Vec<Option<String>> {
    let lost = Mutex::new(Vec::new());
    let budget = Budget {
        cases: 0,
        concurrency,
        patience: Duration::ZERO,
        respite: Duration::ZERO,
        only: vec!["redirect/exact-match".to_owned()],
        ..Budget::default()
    };
    let controls = AtomicUsize::new(0);
    block_on(async {
        let base = server(move |_, head| {
            let is_control = head.contains("state=litmus-controlgoodAnyagain-");
            let number = if is_control { controls.fetch_add(1, Ordering::SeqCst) } else { usize::MAX };
            if failing.contains(&number) { http("503 Service Unavailable", "", "") } else { sound(head) }
        })
        .await;
        let observe = |observation: &Observation| {
            if !observation.probe.key.starts_with("control/") {
                lost.lock().expect("a list").push(observation.control_lost.clone());
            }
        };
        let target = sandbox(&base, "timeout = \"20s\"");
        survey_observed(&target, &budget, Past::default(), &observe).await.expect("a profile");
    });
    let lost = lost.into_inner().expect("a list");
    assert!(lost.len() > 100, "only {} probes", lost.len());
    lost
}

/// A server that is out of order for a moment costs what was asked since the controls before, and
/// nothing of what is asked after they hold again.
#[test]
fn an_outage_costs_what_was_asked_before_its_end() {
    let lost = lost_where(1, 1..4);
    assert_eq!(lost.iter().position(Option::is_some), Some(0));
    assert_eq!(lost.iter().filter(|lost| lost.is_some()).count(), 16);
}

/// A control that fails only beside other requests says that those beside it may have failed too.
#[test]
fn what_was_under_way_beside_a_control_that_failed_counts_for_nothing() {
    let lost = lost_where(4, 1..2);
    let of_batch = 32;
    let beside: Vec<usize> = (0..lost.len()).filter(|place| lost[*place].is_some()).collect();
    assert!((1..=8).contains(&beside.len()), "{beside:?}");
    assert!(beside.iter().all(|place| place.abs_diff(of_batch) <= 8), "{beside:?}");
}

/// A real difference is found before login, with its assumed landing.
#[test]
fn a_violation_before_login_is_assumed_and_says_so() {
    let profile = profile_of(|_, head| {
        let asked = crate::support::requested(head);
        if asked.starts_with("https://app.example/callback") {
            http("302 Found", "location: /login?session=4f1c9a77e0d24b5e9a\r\n", "")
        } else {
            sound(head)
        }
    });
    let finding =
        profile.findings.iter().find(|finding| finding.rule == "redirect/path-append").expect("a finding");
    assert_eq!(finding.verdict, Verdict::Violated);
    let witness = finding.witness.as_ref().expect("a witness");
    assert_eq!(witness.seen, Some(oauth_litmus::evidence::Seen::Assumed));
    assert_eq!(witness.requested.as_deref(), Some("https://app.example/callbackx"));
}
