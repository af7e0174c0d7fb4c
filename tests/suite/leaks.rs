//! Law 8: nothing leaks. Attacker hosts are reserved names, nothing off the target is followed,
//! and no secret, code or token reaches a report.

use crate::support::{block_on, http, patched, sandbox};
use oauth_litmus::{
    budget::Budget,
    evidence::{Happened, Observation},
    mutation::{Mutant, single_edits},
    profile::Matrix,
    protocol::{Parameters, RedirectUri},
    report,
    runner::Past,
    stand_in::StandIn,
    survey::{survey, survey_observed},
    target::Target as _,
};
use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use url::Url;

/// Codes and tokens that an observation holds.
fn secrets(observation: &Observation) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for happened in &observation.happened {
        match happened {
            Happened::Authorized(authorized) => {
                found.extend(authorized.exits.iter().filter_map(oauth_litmus::evidence::Exit::code));
            }
            Happened::Redeemed(_, Some(answer)) => {
                found.extend(answer.access_token.iter().map(|token| token.reveal().to_owned()));
            }
            _ => {}
        }
    }
    found.retain(|secret| secret.len() > 8);
    found
}

#[test]
fn no_code_token_secret_or_port_reaches_a_report() {
    block_on(async {
        let flawed = patched(
            "rfc9700",
            "[redirect_uri]\nmatch = \"anything\"\nat_token = \"none\"\n[code]\nuses = 3\n[token]\npragma = \"\"",
        );
        let stand_in = StandIn::start(flawed).await.expect("a stand-in");
        let tenant = stand_in.enrol().await.expect("a tenant");
        let hidden: Mutex<BTreeSet<String>> = Mutex::default();
        let observe = |observation: &Observation| hidden.lock().expect("a set").extend(secrets(observation));
        let profile = survey_observed(&stand_in, &Budget::default(), Past::default(), &observe)
            .await
            .expect("a profile");
        let profiles = [profile];
        let matrix = Matrix::of(&profiles);
        let shown = [
            report::profiles_json(&profiles),
            report::markdown(&profiles[0]),
            report::profile_terminal(&profiles[0]),
            report::matrix_markdown(&matrix),
            report::matrix_json(&matrix),
            report::matrix_terminal(&matrix, 150),
            format!("{profiles:?}"),
            profiles[0].witnesses(),
        ]
        .join("\n");
        assert!(shown.contains("code#1") && shown.contains("$APP_SECRET"), "nothing was redacted");
        let mut hidden = hidden.into_inner().expect("a set");
        assert!(hidden.len() > 300, "only {} secrets were seen", hidden.len());
        hidden.extend(
            tenant.clients.iter().filter_map(|client| Some(client.secret.as_ref()?.reveal().to_owned())),
        );
        let port = Url::parse(&stand_in.uri()).expect("a URL").port().expect("a port");
        hidden.insert(format!(":{port}"));
        let leaked: Vec<&String> = hidden.iter().filter(|secret| shown.contains(secret.as_str())).collect();
        assert!(leaked.is_empty(), "{leaked:?}");
    });
}

/// Every host that a mutant could send a browser to is reserved, or made of a registered one.
#[test]
fn attacker_hosts_are_reserved_names() {
    let reserved = |host: &str| {
        let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        ["example", "invalid", "test", "localhost", "localdomain"].contains(&last)
    };
    for uri in ["https://app.example/callback", "http://127.0.0.1/callback"] {
        let original = Mutant::original(RedirectUri::new(uri).into());
        for edit in single_edits(&original) {
            let mutant = edit.apply(&original).expect("a mutant");
            let Ok(url) = Url::parse(&mutant.uri.to_string()) else { continue };
            let Some(host) = url.host_str().filter(|_| url.domain().is_some()) else { continue };
            let made_of_registered = host.contains("app") || host.contains("127") || host.contains('*');
            assert!(reserved(host) || made_of_registered || !host.contains('.'), "{edit}: {host}");
        }
    }
}

/// A server that sends everyone to another port: nothing ever arrives there.
#[test]
fn nothing_off_the_target_is_followed() {
    static VISITS: AtomicUsize = AtomicUsize::new(0);
    block_on(async {
        let elsewhere = crate::support::server(|_, _| {
            VISITS.fetch_add(1, Ordering::SeqCst);
            http("200 OK", "", "")
        })
        .await;
        let target = crate::support::server(move |_, head| {
            let asked = crate::support::requested(head);
            http("302 Found", &format!("location: {elsewhere}/?to={}\r\n", asked.len()), "")
        })
        .await;
        let _ = survey(&sandbox(&target, ""), &Budget { cases: 8, ..Budget::default() }).await;
    });
    assert_eq!(VISITS.load(Ordering::SeqCst), 0);
}

/// Whatever is fuzzed, a terminal gets printable ASCII (and our own characters), Markdown gets no
/// table cell or tag that was not ours.
#[test]
fn fuzzed_text_is_inert_in_every_report() {
    let flawed = patched("rfc9700", "[redirect_uri]\nmatch = \"anything\"");
    let profile = block_on(crate::support::surveyed(flawed, &Budget::default()));
    let terminal = report::profile_terminal(&profile);
    assert!(
        terminal.bytes().all(|byte| byte == b'\n' || (0x20..0x7f).contains(&byte)),
        "a control got through"
    );
    let markdown = report::markdown(&profile);
    assert!(!markdown.contains("<script") && !markdown.contains("<svg"), "markup got through");
    assert!(markdown.chars().all(|c| c == '\n' || !c.is_control()), "a control got through");
}

/// The query that a profile shows is the query that was sent.
#[test]
fn a_profile_shows_the_raw_query() {
    let profile = block_on(crate::support::surveyed(patched("rfc9700", ""), &crate::support::singles_only()));
    let row = profile.probes.iter().find(|row| row.mutation == "param-duplicate-first").expect("a row");
    assert_eq!(Parameters::parse(&row.query).all("redirect_uri").len(), 2);
}
