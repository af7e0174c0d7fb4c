//! Lifetimes are intervals that hold the truth: in real time on a live target, and by turning the
//! clock of a stand-in.

use crate::{
    browser::started,
    support::{block_on, patched, sandbox, surveyed},
};
use oauth_litmus::{
    behaviour::{Behaviour, Lifetime},
    budget::Budget,
    clock::{Clock, Moment},
    evidence::Observation,
    journal::{self, Header, Journal, Recorded},
    learn::Interval,
    profile::Profile,
    report,
    runner::{Past, Wait},
    sandbox::Sandbox,
    scenario::Scenario,
    stand_in::{Decide, Endpoint, Reply, Request, ServerState, Service, StandIn, decide},
    survey::{learn, survey_observed, survey_watched},
    target::Target as _,
};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// What a real server would be asked for, and how long it is waited for.
fn patiently(patience: u64) -> Budget {
    Budget {
        cases: 0,
        patience: Duration::from_secs(patience),
        respite: Duration::ZERO,
        ..Budget::live(true)
    }
}

/// A stand-in that lives in real time, asked as a real server would be.
async fn live(lifetimes: &str, decide: Decide) -> Sandbox {
    let scenario = patched("rfc9700", lifetimes);
    let base = started(Service { clock: Clock::real(), decide, ..Service::new(scenario) }).await;
    sandbox(&base, "consent = \"automatic\"")
}

async fn measured(target: &Sandbox, budget: &Budget) -> Profile {
    survey_observed(target, budget, Past::default(), &|_| {}).await.expect("a profile")
}

fn seconds(at_least: f64, at_most: f64) -> Interval {
    Interval { at_least: Duration::from_secs_f64(at_least), at_most: Some(Duration::from_secs_f64(at_most)) }
}

/// Whether an interval holds `truth` and its ends are within a second of it.
fn brackets(interval: Interval, truth: Duration) -> bool {
    let second = Duration::from_secs(1);
    interval.holds(truth)
        && interval.at_least + second >= truth
        && interval.at_most.is_some_and(|end| end <= truth + second)
}

/// Two seconds are found in about four, and the journal says the same again in no time.
#[test]
fn a_lifetime_is_bracketed_in_real_time_and_again_from_the_journal() {
    block_on(async {
        let target = live("[code]\nlifetime = \"2s\"", decide).await;
        let budget = patiently(4);
        let header = Header::of(&target, &budget).await.expect("a header");
        let tenant = target.enrol().await.expect("a tenant");
        let lines = Mutex::new(vec![header.line()]);
        let observe = |observation: &Observation| {
            let line = journal::line(observation, &tenant.redaction_for(observation)).expect("a line");
            lines.lock().expect("lines").push(line);
        };
        let waited = Mutex::new(Vec::new());
        let waits = |wait: &Wait| waited.lock().expect("waits").push(wait.left);
        let profile =
            survey_watched(&target, &budget, Past::default(), &observe, &waits).await.expect("a profile");
        let lifetime = profile.behaviour.code.lifetime.expect("a lifetime");
        assert!(brackets(lifetime, Duration::from_secs(2)), "{lifetime}");
        assert!(waited.lock().expect("waits").len() > 2, "nobody was told that it waits");
        let mut lines = lines.into_inner().expect("lines");
        lines.push(journal::end(profile.requests));
        let read = Journal::parse(&(lines.join("\n") + "\n")).expect("a journal");
        let begun = Instant::now();
        let recorded = Recorded::of(&read.header).expect("a target");
        let past = Past::new(read.observations, read.requests);
        let budget = read.header.means.budget();
        let again = survey_observed(&recorded, &budget, past, &|_| {}).await.expect("a profile");
        assert!(begun.elapsed() < Duration::from_secs(2), "the journal was waited for");
        assert_eq!(report::profiles_json(&[again]), report::profiles_json(&[profile]));
    });
}

/// No end within the patience is no end, of codes and of tokens.
#[test]
fn what_outlives_the_patience_is_at_least_so_old() {
    block_on(async {
        let target = live("[code]\nlifetime = \"5m\"", decide).await;
        let lifetime = measured(&target, &patiently(2)).await.behaviour.code.lifetime;
        assert_eq!(lifetime, Some(Interval { at_least: Duration::from_secs(2), at_most: None }));
        assert_eq!(measured(&target, &patiently(0)).await.behaviour.code.lifetime, None);
    });
}

/// Access tokens are asked about where the scenario names somebody who tells.
#[test]
fn an_access_token_is_watched_growing_old() {
    block_on(async {
        let scenario = patched("rfc9700", "[access_token]\nlifetime = \"2s\"");
        let base = started(Service { decide, ..Service::new(scenario) }).await;
        let text = format!(
            "[provider]\nname = \"x\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
             introspection = \"/introspect\"\n[sandbox]\nbase = \"{base}\"\nconsent = \"automatic\"\n\
             [[sandbox.client]]\nid = \"app\"\nsecret = \"app-secret\"\n\
             redirect_uris = [\"https://app.example/callback\"]\n"
        );
        let scenario = Scenario::parse("x", &text).expect("a scenario");
        let target = oauth_litmus::suite::sandbox(scenario).expect("a sandbox");
        let lifetime = measured(&target, &patiently(4)).await.behaviour.access_token.lifetime;
        let lifetime = lifetime.expect("a lifetime");
        assert!(brackets(lifetime, Duration::from_secs(2)), "{lifetime}");
    });
}

/// The number of this request among all token requests; nothing for others.
fn counted(asked: &AtomicUsize, request: &Request) -> Option<usize> {
    (request.endpoint == Endpoint::Token).then(|| asked.fetch_add(1, Ordering::SeqCst))
}

/// Every fifth token request fails: that is an outage, and no code's death.
fn failing(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let reply = decide(behaviour, state, request, now);
    match counted(&ASKED, request) {
        Some(number) if number % 5 == 4 => Reply { status: 503, body: String::new(), ..reply },
        _ => reply,
    }
}

#[test]
fn a_failed_exchange_is_no_evidence() {
    block_on(async {
        let target = live("[code]\nlifetime = \"5m\"", failing).await;
        let profile = measured(&target, &patiently(3)).await;
        // On a busy machine too few answers may come to say how long a code lives; none says that it ended.
        let lifetime = profile.behaviour.code.lifetime;
        assert_eq!(
            lifetime.and_then(|lifetime| lifetime.at_most),
            None,
            "{:?}",
            profile.behaviour.unmeasured
        );
    });
}

/// The first code that is not redeemed at once is refused for no reason, and older ones are taken.
fn moody(behaviour: &Behaviour, state: &mut ServerState, request: &Request, now: Moment) -> Reply {
    static ISSUED: Mutex<Vec<(String, Instant)>> = Mutex::new(Vec::new());
    static REFUSED: AtomicUsize = AtomicUsize::new(0);
    let reply = decide(behaviour, state, request, now);
    let mut issued = ISSUED.lock().expect("codes");
    let location = reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("location"));
    if let Some((_, code)) = location.and_then(|(_, location)| location.split_once("code=")) {
        issued.push((code.split('&').next().unwrap_or_default().to_owned(), Instant::now()));
    }
    let code = request.form.first("code").unwrap_or_default();
    let old = issued.iter().any(|(known, at)| *known == code && at.elapsed() > Duration::from_millis(700));
    if old && REFUSED.fetch_add(1, Ordering::SeqCst) == 0 {
        return Reply { status: 400, body: "{\"error\":\"invalid_grant\"}".to_owned(), ..reply };
    }
    reply
}

#[test]
fn answers_that_contradict_each_other_are_no_lifetime() {
    block_on(async {
        let target = live("[code]\nlifetime = \"5m\"", moody).await;
        let behaviour = measured(&target, &patiently(6)).await.behaviour;
        assert_eq!(behaviour.code.lifetime, None);
        let why = behaviour.unmeasured.get("code.lifetime").expect("a reason");
        assert!(why.contains("was dead") && why.contains("alive"), "{why}");
    });
}

/// By turning the clock, to the millisecond, however long; and learned as a scenario states it.
#[test]
fn tokens_of_a_stand_in_are_aged_by_its_clock() {
    block_on(async {
        let stated = || {
            patched("rfc9700", "[access_token]\nlifetime = \"24h\"\n[refresh_token]\nlifetime = \"60days\"")
        };
        let profile = surveyed(stated(), &Budget { cases: 0, ..Budget::default() }).await;
        assert_eq!(profile.behaviour.access_token.lifetime, Some(seconds(86_400.0, 86_400.0)));
        assert_eq!(profile.behaviour.refresh_token.lifetime, Some(seconds(5_184_000.0, 5_184_000.0)));
        let endless = || patched("rfc9700", "[refresh_token]\nlifetime = \"never\"");
        let cases: [(&dyn Fn() -> Scenario, Lifetime); 2] =
            [(&stated, Lifetime::Ends(Duration::from_secs(5_184_000))), (&endless, Lifetime::Never)];
        for (scenario, truth) in cases {
            let stand_in = StandIn::start(scenario()).await.expect("a stand-in");
            let budget = Budget { cases: 0, ..Budget::default() };
            let learned = learn(&stand_in, &budget, &|_| {}).await.expect("it is there");
            assert_eq!(learned.behaviour.refresh_token.lifetime, Some(truth));
        }
    });
}
