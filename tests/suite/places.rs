//! Redirect URIs in other places than the query of one request: pushed, in a request object, in
//! forms of the server's own, at a logout, in a registration, and asked again.

use crate::support::{block_on, http, server};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use oauth_litmus::{
    budget::Budget,
    evidence::Outcome,
    mutation::Severity,
    profile::{MutationRow, Profile},
    protocol::{Parameters, encode},
    scenario::Scenario,
    suite::sandbox,
    survey::survey,
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

const GOOD: &str = "https://app.example/callback";

/// What a server does right, or does not.
#[derive(Clone, Copy)]
enum Manner {
    Sound,
    Careless,
}

/// The profile of a server at `base`, asked these mutations only.
async fn asked(base: &str, section: &str, only: &[&str]) -> Profile {
    let text = format!(
        "[provider]\nname = \"of many places\"\n[endpoints]\nauthorization = \"/authorize\"\n\
         pushed_authorization = \"/par\"\nregistration = \"/register\"\nend_session = \"/logout\"\n\
         [sandbox]\nbase = \"{base}\"\n{section}\n[[sandbox.client]]\nid = \"app\"\nsecret = \"app-secret\"\n\
         redirect_uris = [\"{GOOD}\"]\n"
    );
    let sandbox = sandbox(Scenario::parse("places", &text).expect("a scenario")).expect("a sandbox");
    let only = only.iter().map(ToString::to_string).collect();
    survey(&sandbox, &Budget { cases: 0, only, ..Budget::live(true) }).await.expect("a profile")
}

fn row<'a>(profile: &'a Profile, id: &str) -> &'a MutationRow {
    profile.mutations.iter().find(|row| row.id == id).expect("a row")
}

fn to(uri: &str, rest: &str) -> Vec<u8> {
    http("302 Found", &format!("location: {uri}?code=4fjK2q9x{rest}\r\n"), "")
}

fn no() -> Vec<u8> {
    http("400 Bad Request", "", "<title>Error</title>invalid redirect uri")
}

fn json(status: &str, body: &str) -> Vec<u8> {
    let answer = String::from_utf8(http(status, "", body)).expect("text");
    answer.replace("text/html", "application/json").into_bytes()
}

/// A server that checks redirect URIs in the query of a request, and elsewhere as its manner is.
struct Server {
    manner: Manner,
    pushed: Mutex<Vec<String>>,
    clients: AtomicUsize,
}

impl Server {
    fn takes(&self, uri: &str) -> bool {
        uri == GOOD || matches!(self.manner, Manner::Careless)
    }

    fn answer(&self, base: &str, request: &str) -> Vec<u8> {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        let target = head.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = Parameters::parse(query);
        let uri = |of: &Parameters| of.first("redirect_uri").unwrap_or_default();
        match (head.split(' ').next().unwrap_or_default(), path) {
            ("POST", "/par") => self.push(&uri(&Parameters::parse(body))),
            ("POST", "/register") => self.register(base, body),
            ("DELETE", "/register/1") => {
                self.clients.fetch_sub(1, Ordering::SeqCst);
                http("204 No Content", "", "")
            }
            (_, "/logout") => match query.first("post_logout_redirect_uri") {
                Some(uri) if self.takes(&uri) => http("302 Found", &format!("location: {uri}\r\n"), ""),
                _ => http("200 OK", "", "<title>Logged out</title>"),
            },
            ("POST", "/authorize") => match (uri(&Parameters::parse(body)).as_str(), self.manner) {
                (GOOD, Manner::Careless) => {
                    http("307 Temporary Redirect", &format!("location: {GOOD}?code=4fjK2q9x\r\n"), "")
                }
                (GOOD, Manner::Sound) => to(GOOD, ""),
                _ => no(),
            },
            ("GET", "/authorize") => self.authorize(&query),
            _ => http("404 Not Found", "", "<title>Error</title>"),
        }
    }

    fn authorize(&self, query: &Parameters) -> Vec<u8> {
        if let Some(number) =
            query.first("request_uri").and_then(|uri| uri.rsplit(':').next()?.parse::<usize>().ok())
        {
            let pushed = self.pushed.lock().expect("a list");
            return pushed.get(number).map_or_else(no, |uri| to(uri, ""));
        }
        let inside = query.first("request").and_then(|jwt| {
            let claims = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
            let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
            Some(claims["redirect_uri"].as_str()?.to_owned())
        });
        let outside = query.first("redirect_uri");
        let checked = outside.as_ref().or(inside.as_ref()).map_or("", String::as_str);
        match (self.manner, inside.as_deref()) {
            (Manner::Careless, Some(inside)) if outside.is_none() || checked == GOOD => to(inside, ""),
            (_, None) if checked == GOOD => to(GOOD, ""),
            (Manner::Sound, Some(GOOD)) => to(GOOD, ""),
            _ => no(),
        }
    }

    fn push(&self, uri: &str) -> Vec<u8> {
        if !self.takes(uri) {
            return json("400 Bad Request", "{\"error\":\"invalid_request\"}");
        }
        let mut pushed = self.pushed.lock().expect("a list");
        pushed.push(uri.to_owned());
        json(
            "201 Created",
            &format!("{{\"request_uri\":\"urn:pushed:{}\",\"expires_in\":60}}", pushed.len() - 1),
        )
    }

    fn register(&self, base: &str, body: &str) -> Vec<u8> {
        let metadata: serde_json::Value = serde_json::from_str(body).expect("JSON");
        if !self.takes(metadata["redirect_uris"][0].as_str().expect("a URI")) {
            return json("400 Bad Request", "{\"error\":\"invalid_redirect_uri\"}");
        }
        self.clients.fetch_add(1, Ordering::SeqCst);
        json(
            "201 Created",
            &format!(
                "{{\"client_id\":\"new\",\"client_secret\":\"4fjhush\",\"registration_access_token\":\"9ahush\",\"registration_client_uri\":\"{base}/register/1\"}}"
            ),
        )
    }
}

async fn hosted(manner: Manner) -> (String, Arc<Server>) {
    let server_of = Arc::new(Server { manner, pushed: Mutex::default(), clients: AtomicUsize::default() });
    let answering = Arc::clone(&server_of);
    let own = Arc::new(Mutex::new(String::new()));
    let known = Arc::clone(&own);
    let base = server(move |_, request| answering.answer(&known.lock().expect("a base"), request)).await;
    own.lock().expect("a base").clone_from(&base);
    (base, server_of)
}

const PLACES: [&str; 6] = [
    "param-in-request-object",
    "param-in-request-object-conflict",
    "param-par-unregistered",
    "flow-post-logout",
    "flow-dcr-register",
    "flow-307-vs-302",
];

#[test]
fn a_careless_server_is_found_out_in_every_place() {
    block_on(async {
        let (base, hosted) = hosted(Manner::Careless).await;
        let profile = asked(&base, "", &PLACES).await;
        let severity = |id| row(&profile, id).severity;
        assert_eq!(severity("param-in-request-object"), Some(Severity::S4));
        assert_eq!(severity("param-in-request-object-conflict"), Some(Severity::S4));
        assert_eq!(severity("flow-dcr-register"), Some(Severity::S4));
        assert_eq!(severity("flow-307-vs-302"), Some(Severity::S2));
        let pushed = row(&profile, "param-par-unregistered");
        assert_eq!((pushed.accepted, pushed.severity), (2, None), "RFC 9126 section 2.4 allows it");
        let logouts = profile.probes.iter().filter(|probe| probe.mutation == "flow-post-logout");
        assert!(
            logouts.clone().count() > 5 && logouts.clone().any(|probe| probe.severity == Some(Severity::S4))
        );
        assert!(
            logouts.clone().all(|probe| probe.outcome == Outcome::Redirected),
            "{:?}",
            logouts.collect::<Vec<_>>()
        );
        assert_eq!(hosted.clients.load(Ordering::SeqCst), 0, "a registered client was left behind");
        let exact =
            profile.findings.iter().find(|finding| finding.rule == "redirect/exact-match").expect("it");
        let witness = exact.witness.as_ref().expect("a witness");
        assert!(witness.mutations[0].starts_with("param-in-request-object"), "{witness:?}");
        let told =
            format!("{profile:?}{}", oauth_litmus::report::profiles_json(std::slice::from_ref(&profile)));
        assert!(!told.contains("hush"), "a secret of a registered client is told");
    });
}

#[test]
fn a_sound_server_refuses_in_every_place() {
    block_on(async {
        let (base, _) = hosted(Manner::Sound).await;
        let profile = asked(&base, "", &PLACES).await;
        assert_eq!(profile.surprises(), [""; 0]);
        for id in ["param-in-request-object", "flow-dcr-register"] {
            let row = row(&profile, id);
            assert!(row.refused > 0 && row.refused == row.tried, "{row:?}");
        }
        let pushed = row(&profile, "param-par-unregistered");
        assert_eq!(
            (pushed.refused, pushed.accepted),
            (1, 1),
            "what stands beside a pushed request is ignored"
        );
        let passed_on = row(&profile, "flow-307-vs-302");
        assert_eq!((passed_on.accepted, passed_on.severity), (1, None));
        let logout = row(&profile, "flow-post-logout");
        assert_eq!(logout.unclear, logout.tried, "no logout URI is known to work: {logout:?}");
    });
}

/// A server whose refusals say nothing, since it knows none of these places.
#[test]
fn where_a_place_is_unknown_nothing_is_said() {
    block_on(async {
        let base = server(|_, request| {
            let head = request.lines().next().unwrap_or_default();
            let good = head.starts_with("GET /authorize") && head.contains(&encode(GOOD));
            if good { to(GOOD, "") } else { no() }
        })
        .await;
        let ids = ["param-form-body", "param-json-body", "param-par-unregistered", "flow-dcr-register"];
        let profile = asked(&base, "", &ids).await;
        for id in ids {
            let row = row(&profile, id);
            assert_eq!(row.tried, 0, "{row:?}");
            assert!(row.because.as_deref().is_some_and(|why| why.contains("the registered URI")), "{row:?}");
        }
        let tampered = asked(&base, "", &["flow-post-tamper"]).await;
        let why = row(&tampered, "flow-post-tamper").because.clone();
        assert_eq!(why.as_deref(), Some("no forms are filled on the way to a code"));
    });
}

/// The consent page carries the redirect URI in a hidden field, which nobody checks again.
#[test]
fn a_consent_form_is_tampered_with() {
    let page = |uri: &str| {
        format!(
            "<title>Allow?</title><form method=post action=/decide><input type=hidden name=redirect_uri value='{uri}'>\
             <button name=allow value=1>Allow</button></form>"
        )
    };
    block_on(async {
        let base = server(move |_, request| {
            let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
            if head.starts_with("POST /decide") {
                return to(&Parameters::parse(body).first("redirect_uri").unwrap_or_default(), "");
            }
            let asked = crate::support::requested(head);
            if asked == GOOD { http("200 OK", "", &page(&asked)) } else { no() }
        })
        .await;
        let section = "consent = \"form\"\n[sandbox.login]\npress = [\"allow\"]";
        let profile = asked(&base, section, &["flow-post-tamper"]).await;
        let row = row(&profile, "flow-post-tamper");
        assert_eq!((row.accepted, row.severity), (1, Some(Severity::S4)), "{row:?}");
    });
}

/// A comparison that forgets the port from the second request of a client on.
#[test]
fn a_comparison_that_changes_is_seen() {
    block_on(async {
        let spoilt = AtomicUsize::new(0);
        let base = server(move |_, request| {
            let asked = crate::support::requested(request);
            let other_port = asked == "https://app.example:8444/callback";
            let seen = if other_port { spoilt.fetch_add(1, Ordering::SeqCst) } else { 0 };
            if asked == GOOD || seen % 2 == 1 { to(&asked, "") } else { no() }
        })
        .await;
        let profile = asked(&base, "", &["flow-state-of-comparator"]).await;
        let row = row(&profile, "flow-state-of-comparator");
        assert_eq!((row.accepted, row.severity), (1, Some(Severity::S3)), "{row:?}");
    });
}
