//! A token endpoint that throttles, locks out, is under maintenance or dies half-way: that is
//! waited for, told apart from a violation, and costs nothing that was measured before.

use crate::{
    browser::started,
    support::{block_on, patched},
};
use oauth_litmus::{
    behaviour::Behaviour,
    budget::Budget,
    clock::{Clock, Moment},
    evidence::Observation,
    profile::{Finding, Profile, Verdict},
    rules::Level,
    runner::Past,
    sandbox::Sandbox,
    scenario::Scenario,
    stand_in::{Decide, Endpoint, Reply, Request, ServerState, Service, decide},
    survey::{learn_watched, survey_observed},
};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// A server that lives in real time, with all that tells of tokens, and `patch` over its scenario.
async fn live(patch: &str, decide: Decide) -> Sandbox {
    let base =
        started(Service { clock: Clock::real(), decide, ..Service::new(patched("rfc9700", patch)) }).await;
    let text = format!(
        "[provider]\nname = \"x\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
         introspection = \"/introspect\"\nrevocation = \"/revoke\"\n[sandbox]\nbase = \"{base}\"\n\
         consent = \"automatic\"\n[[sandbox.client]]\nid = \"app\"\nsecret = \"app-secret\"\n\
         redirect_uris = [\"https://app.example/callback\"]\n"
    );
    oauth_litmus::suite::sandbox(Scenario::parse("x", &text).expect("a scenario")).expect("a sandbox")
}

/// No lifetimes, and a short respite.
fn hasty() -> Budget {
    let (patience, respite) = (Duration::ZERO, Duration::from_millis(1500));
    Budget { cases: 16, patience, respite, ..Budget::live(true) }
}

async fn surveyed(decide: Decide, budget: &Budget) -> Profile {
    let target = live("", decide).await;
    survey_observed(&target, budget, Past::default(), &|_| {}).await.expect("a profile")
}

fn told<'a>(profile: &'a Profile, wanted: impl Fn(&&Finding) -> bool + 'a) -> Vec<String> {
    profile.findings.iter().filter(wanted).map(ToString::to_string).collect()
}

fn guilty(profile: &Profile) -> Vec<String> {
    told(profile, |finding| finding.verdict == Verdict::Violated && finding.level != Level::Report)
}

/// The number of this token request, from 0; nothing for other requests.
fn number(asked: &AtomicUsize, request: &Request) -> Option<usize> {
    (request.endpoint == Endpoint::Token).then(|| asked.fetch_add(1, Ordering::SeqCst))
}

fn refused(status: u16, body: &str, reply: Reply) -> Reply {
    Reply { status, body: body.to_owned(), ..reply }
}

/// Twice, some token requests in a row are put off: with 429, and with a dialect's 400.
fn throttling(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let asked = number(&ASKED, request);
    let reply = decide(behaviour, state, request, now);
    match asked {
        Some(30..=33) => refused(429, "{\"error\":\"slow_down\"}", reply),
        Some(60..=62) => refused(400, "{\"error\":\"Access Denied\"}", reply),
        _ => reply,
    }
}

#[test]
fn a_throttle_is_waited_for_and_nothing_is_left_open() {
    let profile = block_on(surveyed(throttling, &hasty()));
    assert_eq!(guilty(&profile), [""; 0]);
    let open = told(&profile, |finding| {
        let why = finding.because.as_deref().unwrap_or_default();
        finding.verdict != Verdict::Upheld && (why.contains("429") || why.contains("Access Denied"))
    });
    assert_eq!(open, [""; 0]);
}

/// From some request on, every client is locked out for good, in words that fit many a rule.
fn locking(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let asked = number(&ASKED, request);
    let reply = decide(behaviour, state, request, now);
    match asked {
        Some(20..) => refused(400, "{\"error\":\"invalid_grant\"}", reply),
        _ => reply,
    }
}

#[test]
fn a_lock_out_is_neither_guilt_nor_innocence() {
    let profile = block_on(surveyed(locking, &hasty()));
    assert_eq!(guilty(&profile), [""; 0]);
    let at_token = |finding: &&Finding| {
        finding.rule.starts_with("refresh/") || finding.rule.starts_with("pkce/verifier")
    };
    let praised = told(&profile, |finding| at_token(finding) && finding.verdict == Verdict::Upheld);
    assert_eq!(praised, [""; 0]);
    assert!(
        profile.findings.iter().any(|finding| at_token(&finding) && finding.verdict == Verdict::Inconclusive)
    );
}

/// No token request is answered but with a page.
fn maintained(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    let reply = decide(behaviour, state, request, now);
    match request.endpoint {
        Endpoint::Token => refused(200, "<title>Maintenance</title>", reply),
        _ => reply,
    }
}

#[test]
fn a_page_of_maintenance_violates_nothing() {
    let profile = block_on(surveyed(maintained, &hasty()));
    assert_eq!(guilty(&profile), [""; 0]);
    assert_eq!(profile.behaviour.code.uses, None);
}

/// Everything fails from some request on.
fn dying(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let reply = decide(behaviour, state, request, now);
    match ASKED.fetch_add(1, Ordering::SeqCst) {
        900.. => Reply { status: 503, headers: Vec::new(), body: String::new(), ..reply },
        _ => reply,
    }
}

/// The server dies while its flows are asked, and a code is waited for beside them: that is not
/// waited for any longer, and every redirect rule that was answered is judged.
#[test]
fn what_was_measured_before_a_server_died_is_told() {
    let begun = std::time::Instant::now();
    let budget = Budget { patience: Duration::from_secs(120), ..hasty() };
    let profile = block_on(surveyed(dying, &budget));
    assert!(begun.elapsed() < Duration::from_secs(60), "it waited for a dead server");
    assert!(profile.partial && profile.error.is_some());
    assert_eq!(guilty(&profile), [""; 0]);
    let judged = told(&profile, |finding| finding.verdict == Verdict::Upheld);
    assert!(judged.iter().any(|told| told.contains("redirect/path-append")), "{judged:?}");
    assert!(profile.findings.iter().any(|finding| finding.verdict == Verdict::NotAsked));
}

/// A rule that needs a day is told by codes that died in seconds, and one about a promise by a
/// token that died before its time; refresh tokens are measured as codes are.
#[test]
fn what_grew_old_tells_the_rules_and_all_else_is_asked_meanwhile() {
    block_on(async {
        let patch = "[code]\nlifetime = \"2s\"\n[access_token]\nlifetime = \"1s\"\n[token]\npromised_lifetime = \"10m\"\n\
                     [refresh_token]\nlifetime = \"3s\"";
        let target = live(patch, decide).await;
        let keys = Mutex::new(Vec::new());
        let observe =
            |observation: &Observation| keys.lock().expect("keys").push(observation.probe.key.clone());
        let budget = Budget { cases: 0, patience: Duration::from_secs(5), ..Budget::live(true) };
        let profile = survey_observed(&target, &budget, Past::default(), &observe).await.expect("a profile");
        let verdict =
            |rule: &str| profile.findings.iter().find(|finding| finding.rule == rule).map(|f| f.verdict);
        assert_eq!(verdict("code/expires"), Some(Verdict::Upheld));
        assert_eq!(verdict("code/lifetime-10min"), Some(Verdict::Upheld));
        assert_eq!(verdict("token/expires-in-honest"), Some(Verdict::Violated));
        for (lifetime, truth) in [
            (profile.behaviour.code.lifetime, 2),
            (profile.behaviour.access_token.lifetime, 1),
            (profile.behaviour.refresh_token.lifetime, 3),
        ] {
            let (lifetime, truth) = (lifetime.expect("a lifetime"), Duration::from_secs(truth));
            let second = Duration::from_secs(1);
            let near = lifetime.at_least + second >= truth
                && lifetime.at_most.is_some_and(|end| end <= truth + second);
            assert!(lifetime.holds(truth) && near, "{lifetime}");
        }
        let keys = keys.into_inner().expect("keys");
        let first = |prefix: &str| keys.iter().position(|key| key.starts_with(prefix));
        let last_code = keys.iter().rposition(|key| key.starts_with("learn/age/code/")).expect("codes");
        assert!(first("path-").is_some_and(|at| at < last_code), "single edits are asked meanwhile");
        assert!(first("code/twice/").is_some_and(|at| at < last_code), "flows are asked meanwhile");
    });
}

/// Only every third code is redeemed twice where two redemptions arrive together.
fn racing(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static CODES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut sound = behaviour.clone();
    sound.code.race_window = None;
    let Some(code) = request.form.first("code") else { return decide(behaviour, state, request, now) };
    let mut codes = CODES.lock().expect("codes");
    let place = codes.iter().position(|known| *known == code).unwrap_or_else(|| {
        codes.push(code);
        codes.len() - 1
    });
    decide(if place % 3 == 2 { behaviour } else { &sound }, state, request, now)
}

#[test]
fn a_race_that_is_seldom_lost_is_found() {
    block_on(async {
        let target = live("[code]\nrace_window = \"2s\"", racing).await;
        let only = vec!["code/concurrent-single-use".to_owned()];
        let budget = Budget { only, ..hasty() };
        let profile = survey_observed(&target, &budget, Past::default(), &|_| {}).await.expect("a profile");
        assert_eq!(
            guilty(&profile).len(),
            1,
            "{:?}",
            told(&profile, |finding| finding.rule.contains("concurrent"))
        );
    });
}

/// Who learns is told that it waits.
#[test]
fn learning_counts_down() {
    block_on(async {
        let target = live("", decide).await;
        let waited = AtomicUsize::new(0);
        let waits = |_: &_| {
            waited.fetch_add(1, Ordering::SeqCst);
        };
        let budget = Budget { cases: 8, patience: Duration::from_secs(2), ..Budget::live(true) };
        learn_watched(&target, &budget, &|_| {}, &waits).await.expect("it is there");
        assert!(waited.into_inner() > 1, "nobody was told");
    });
}
