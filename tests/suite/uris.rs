//! Ways of deciding about redirect URIs that real servers were found to have: a stand-in has them, and
//! learning states them again.

use crate::{browser::started, round_trip::is_learned_back, support::block_on};
use oauth_litmus::{
    behaviour::{Behaviour, FailsAt, RedirectUriPolicy, Unfit},
    budget::Budget,
    clock::Moment,
    learn::{Question, failing, single},
    mutation::{Kind, Registered},
    profile::Learned,
    protocol::RedirectUri,
    scenario::Scenario,
    stand_in::{Decide, Endpoint, Reply, Request, ServerState, Service, StandIn, decide},
    survey::learn,
};
use rstest::rstest;
use std::{collections::BTreeSet, sync::Mutex, time::Duration};

/// Around the value white space goes, within it tabs and line breaks (Better Auth).
const STRIPPED: &str = "normalise = [\"trim-space\", \"drop-tabs-and-newlines\"]";

/// Python's `urlsplit` after one decoding, and the query apart (idpyoidc).
const SPLIT: &str = r#"
normalise = ["decode-percent"]
match = { parser = "python-netloc", query = "same-decoded", fragment = "empty-is-none" }
fails = { at = "sending", on = ["line-breaks"] }
emit = "python""#;

/// The grammar of RFC 3986 but for a line feed at the end, then `urlsplit` (django-oauth-toolkit).
const LINE: &str = r#"
refuse = ["not-absolute-line"]
match = { parser = "python-split", port = "any-on-loopback" }
emit = "python""#;

/// The same domain as a browser sees it, and whatever a browser refuses makes it fail (`OpenAuth`).
const DOMAIN: &str = r#"
match = "same-domain"
fails = { at = "reading", on = ["not-url"] }
emit = "whatwg-form""#;

/// Anything that a browser's parser takes.
const ANYTHING: &str = r#"
match = "anything"
fails = { at = "reading", on = ["not-url"], status = 501 }
emit = "whatwg-form""#;

/// A query that holds no more than an odd decoder takes (Authlib under Flask).
const QUERY: &str = r#"
match = "exact"
fails = { at = "reading", on = ["not-in-query"] }"#;

fn scenario(policy: &str) -> Scenario {
    let text = format!("[provider]\nname = \"odd\"\n[redirect_uri]\n{policy}\n");
    Scenario::parse("odd", &text).expect("a scenario")
}

fn learned(scenario: Scenario) -> Learned {
    let budget = Budget { cases: 400, ..Budget::default() };
    block_on(learn(&StandIn::unhosted(scenario), &budget, &|_| {})).expect("it is there")
}

/// Those without failures, whose questions are asked of a policy alone.
#[rstest]
#[case(STRIPPED)]
#[case(LINE)]
#[case(DOMAIN)]
fn a_comparison_met_in_the_field_is_learned_back(#[case] policy: &str) {
    is_learned_back(&RedirectUriPolicy { fails: None, ..scenario(policy).behaviour.redirect_uri });
}

#[rstest]
#[case(SPLIT)]
#[case(ANYTHING)]
fn what_a_server_fails_over_is_learned_back(#[case] policy: &str) {
    let scenario = scenario(policy);
    let was = scenario.behaviour.redirect_uri.clone();
    let learned = learned(scenario);
    assert_eq!(learned.stopped, None);
    let is = &learned.behaviour.redirect_uri;
    let agreement = learned.agreement.expect("it was checked");
    assert!(agreement.is_whole() && agreement.failed.0 == agreement.failed.1, "{agreement}: {is:?}");
    assert!(
        agreement.accepted.1 >= 50 && agreement.refused.1 >= 50 && agreement.classes >= 50,
        "{agreement}"
    );
    assert_eq!((&is.fails, is.emit), (&was.fails, was.emit));
    assert!(is.exceptions.is_empty(), "{:?}", is.exceptions);
}

#[test]
fn what_failures_have_in_common_is_said_of_more_than_one_and_of_nothing_clear() {
    let clients = [(Kind::Any, Registered::from(RedirectUri::new(Kind::Any.example())))];
    let was = scenario(QUERY).behaviour.redirect_uri;
    let fails = |question: &Question| was.failure(&question.registered, &question.requested);
    let (failed, clear): (Vec<Question>, Vec<Question>) =
        single(&clients).into_iter().partition(|question| fails(question).is_some());
    let failed: Vec<(Question, u16)> = failed.into_iter().map(|question| (question, 500)).collect();
    let exact = RedirectUriPolicy::default();
    let answered = |question: Question| {
        let accepted = exact.accepts(&question.registered, &question.requested);
        (question, accepted)
    };
    let clear: Vec<(Question, bool)> = clear.into_iter().map(answered).collect();
    assert_eq!(failing(&failed, &clear, &exact), was.fails);
    assert_eq!(failing(&failed[..1], &clear, &exact), None);
    let contradicted = failed.iter().map(|(question, _)| (question.clone(), false)).collect::<Vec<_>>();
    assert_eq!(failing(&failed, &contradicted, &exact), None);
}

/// A stand-in for real time that answers so.
fn answering(policy: &str, decide: Decide, cases: usize) -> Learned {
    block_on(async {
        let base = started(Service { decide, ..Service::new(scenario(policy)) }).await;
        let target = crate::support::sandbox(&base, "consent = \"automatic\"");
        let budget = Budget { cases, patience: Duration::ZERO, ..Budget::live(true) };
        learn(&target, &budget, &|_| {}).await.expect("it is there")
    })
}

/// Some values fail when they are asked for the first time, and never again.
fn faltering(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ASKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let reply = decide(behaviour, state, request, now);
    let value = request.query.first("redirect_uri").unwrap_or_default();
    let some = value != "https://app.example/callback" && value.len() % 7 == 3;
    if request.endpoint == Endpoint::Authorization && some && ASKED.lock().expect("a set").insert(value) {
        return Reply { status: 500, ..reply };
    }
    reply
}

#[test]
fn what_fails_now_and_then_becomes_no_statement() {
    let learned = answering("match = \"exact\"", faltering, 100);
    let policy = &learned.behaviour.redirect_uri;
    assert_eq!(policy.fails, None);
    assert!(policy.exceptions.is_empty(), "{:?}", policy.exceptions);
    let agreement = learned.agreement.expect("it was checked");
    assert_eq!(agreement.failed.1, 0, "{agreement}");
    assert!(agreement.is_whole(), "{agreement}");
}

/// Values of some lengths are decided otherwise than all the rest says.
fn arbitrary(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    let mut request = request.clone();
    let asked = request.query.first("redirect_uri").unwrap_or_default();
    if asked.starts_with("https://app.example/callback") && asked.len() % 11 == 5 {
        request.query.set("redirect_uri", "https://app.example/callback");
    }
    decide(behaviour, state, &request, now)
}

#[test]
fn every_disagreement_that_lasts_is_listed() {
    let learned = answering("match = \"exact\"", arbitrary, 600);
    let policy = &learned.behaviour.redirect_uri;
    let agreement = learned.agreement.expect("it was checked");
    let differing = agreement.accepted.1 - agreement.accepted.0 + agreement.refused.1 - agreement.refused.0;
    assert!(policy.exceptions.len() >= differing && !policy.exceptions.is_empty(), "{agreement}: {policy:?}");
    let registered = [RedirectUri::new("https://app.example/callback")];
    for exception in &policy.exceptions {
        assert_eq!(policy.accepts(&registered, &exception.requested), exception.admitted);
    }
}

#[test]
fn a_failure_is_executed_as_it_is_stated() {
    let Behaviour { redirect_uri: policy, .. } = scenario(SPLIT).behaviour;
    let registered = [RedirectUri::new("https://app.example/callback")];
    assert_eq!(policy.failure(&registered, "https://app.example/call\nback"), Some(500));
    assert_eq!(policy.failure(&registered, "https://evil.example/call\nback"), None);
    let failing = policy.fails.expect("it fails");
    assert_eq!((failing.at, failing.on.as_slice()), (FailsAt::Sending, [Unfit::LineBreaks].as_slice()));
}
