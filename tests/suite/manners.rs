//! Law 9, what can be seen of it on loopback: quotas are counted before the server has to say
//! so, and a server that asks for a pause gets it.

use crate::support::{block_on, http, sandbox, server, sound};
use oauth_litmus::{
    budget::Budget,
    profile::Profile,
    survey::survey,
    target::{Courier, CourierSettings, Outgoing},
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use url::Url;

type Times = Arc<Mutex<Vec<Instant>>>;

fn noted(times: &Times) -> usize {
    let mut times = times.lock().expect("times");
    times.push(Instant::now());
    times.len()
}

async fn narrowed(base: &str, section: &str, rules: &[&str]) -> Profile {
    let only = rules.iter().map(|rule| (*rule).to_owned()).collect();
    let budget = Budget { only, cases: 0, ..Budget::live(true) };
    survey(&sandbox(base, section), &budget).await.expect("a profile")
}

#[test]
fn no_more_codes_are_asked_for_than_the_quota_allows() {
    const SPAN: Duration = Duration::from_millis(150);
    block_on(async {
        let issued = Times::default();
        let noting = Arc::clone(&issued);
        let base = server(move |number, head| {
            if head.starts_with("POST") || !head.contains("client_id=app&") {
                return sound(head);
            }
            if crate::support::requested(head) != "https://app.example/callback" {
                return sound(head);
            }
            noted(&noting);
            http("302 Found", &format!("location: https://app.example/callback?code=code-{number}\r\n"), "")
        })
        .await;
        let section = "quota = { codes = \"4/150ms\" }";
        narrowed(&base, section, &["state/echo-exact", "state/optional", "state/no-truncate"]).await;
        let issued = issued.lock().expect("times");
        assert!(issued.len() > 8, "only {} codes were asked for", issued.len());
        // A code is counted when its answer is read, so a span seen by the server may be a little shorter.
        let closest = issued.windows(5).map(|five| five[4].duration_since(five[0])).min();
        assert!(closest > Some(SPAN * 9 / 10), "five codes within {closest:?}");
    });
}

#[test]
fn a_server_that_asks_for_a_pause_gets_it_and_the_request_is_sent_again() {
    block_on(async {
        let asked = Times::default();
        let noting = Arc::clone(&asked);
        let base = server(move |_, head| match noted(&noting) {
            20 => http("429 Too Many Requests", "retry-after: 1\r\n", "slow down"),
            _ => sound(head),
        })
        .await;
        let profile = narrowed(&base, "", &["redirect/exact-match"]).await;
        assert!(!profile.partial && profile.surprises().is_empty(), "{:?}", profile.error);
        assert!(profile.probes.iter().all(|probe| probe.outcome != oauth_litmus::evidence::Outcome::Unclear));
        let asked = asked.lock().expect("times");
        let throttled = asked[19];
        // Up to eight were under way when the answer came.
        let soon = asked[20..].iter().filter(|at| at.duration_since(throttled) < Duration::from_millis(950));
        assert!(soon.count() <= 8, "the pause was not kept");
    });
}

/// Connections are opened for what has to arrive together, and not at a server that closes each.
#[test]
fn connections_are_opened_beforehand_where_the_server_keeps_them() {
    block_on(async {
        let closing = server(|_, head| sound(head)).await;
        let keeping = crate::browser::reference().await;
        for (base, opened) in [(closing, 0), (keeping, 3)] {
            let courier = Courier::new(CourierSettings::default(), 0).expect("a courier");
            let endpoint = Url::parse(&format!("{base}/authorize")).expect("a URL");
            courier.send(Outgoing::to(endpoint.clone())).await.received.expect("an answer");
            courier.connect(&vec![endpoint; 3]).await;
            assert_eq!(courier.sent() - 1, opened, "{base}");
        }
    });
}
