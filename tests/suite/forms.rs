//! What tokens look like and how many live: executed by stand-ins, measured by surveys, learned,
//! and the same again from a journal, which has the values of none.

use crate::{
    browser::started,
    support::{block_on, patched, sandbox, surveyed},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use oauth_litmus::{
    behaviour::{AuthenticationMethod, Behaviour, Lifetime, ThrottlePolicy, TokenFormat},
    budget::Budget,
    clock::{Clock, Moment},
    evidence::{Observation, Sort},
    journal::{self, Header, Journal, Recorded},
    learn::Count,
    profile::{Profile, Verdict},
    protocol::Parameters,
    report,
    runner::Past,
    scenario::Scenario,
    stand_in::{Endpoint, Request, ServerState, Service, StandIn, decide, usual_clients},
    survey::{learn, survey_observed},
    target::Target,
};
use serde_json::Value;
use std::{sync::Mutex, time::Duration};

fn budget() -> Budget {
    Budget { cases: 0, ..Budget::default() }
}

fn named(stem: &str) -> Scenario {
    Scenario::named(stem).expect("a scenario")
}

fn exactly(count: u32) -> Count {
    Count { at_least: count, at_most: Some(count) }
}

/// A survey, and the text of its journal.
async fn run<T: Target>(target: &T, budget: &Budget) -> (Profile, String) {
    let header = Header::of(target, budget).await.expect("a header");
    let tenant = target.enrol().await.expect("a tenant");
    let lines = Mutex::new(vec![header.line()]);
    let observe = |observation: &Observation| {
        let line = journal::line(observation, &tenant.redaction_for(observation)).expect("a line");
        lines.lock().expect("lines").push(line);
    };
    let profile = survey_observed(target, budget, Past::default(), &observe).await.expect("a profile");
    let mut lines = lines.into_inner().expect("lines");
    lines.push(journal::end(profile.requests));
    (profile, lines.join("\n") + "\n")
}

/// The profile that a journal gives again.
async fn again(journal: &str) -> Profile {
    let read = Journal::parse(journal).expect("a journal");
    let recorded = Recorded::of(&read.header).expect("a target");
    let budget = read.header.means.budget();
    let past = Past::new(read.observations, read.requests);
    survey_observed(&recorded, &budget, past, &|_| {}).await.expect("a profile")
}

/// That two profiles are the same, byte for byte; else the first line in which they differ.
fn same(made: Profile, again: Profile) {
    let [made, again] = [made, again].map(|profile| report::profiles_json(&[profile]));
    let mut lines = made.lines().zip(again.lines());
    assert_eq!(lines.find(|(one, other)| one != other), None);
    assert_eq!(made.len(), again.len());
}

#[test]
fn constant_contact_v3_gives_a_jwt_of_24_hours() {
    block_on(async {
        let stand_in = StandIn::start(named("constant-contact-v3")).await.expect("a stand-in");
        let (profile, journal) = run(&stand_in, &budget()).await;
        let measured = &profile.behaviour.access_token;
        let day = Duration::from_secs(86_400);
        assert_eq!(measured.format, Some(TokenFormat::Jwt));
        let claims = ["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub"].map(str::to_owned);
        assert_eq!(measured.claims.as_deref(), Some(&claims[..]));
        assert_eq!((measured.promised.claims, measured.promised.expires_in), (Some(86_400), Some(86_400)));
        assert!(measured.lifetime.is_some_and(|lifetime| lifetime.at_most == Some(day)), "{measured:?}");
        assert!(journal.contains("\"lifetime\":86400"));
        let leaked = journal.find("eyJhbGciOiJIUzI1Ni").map(|at| &journal[at.saturating_sub(400)..at + 40]);
        assert_eq!(leaked, None, "a token is in the journal");
        same(profile, again(&journal).await);
    });
}

#[test]
fn zoho_keeps_fifteen_access_tokens_and_twenty_refresh_tokens() {
    block_on(async {
        let stand_in = StandIn::start(named("zoho")).await.expect("a stand-in");
        let (profile, journal) = run(&stand_in, &budget()).await;
        let measured = &profile.behaviour;
        assert_eq!(measured.access_token.format, Some(TokenFormat::Opaque));
        assert_eq!(measured.access_token.scheme.as_deref(), Some("Zoho-oauthtoken"));
        assert_eq!(measured.access_token.promised.expires_in, Some(3600));
        assert_eq!(measured.access_token.live_at_once, Some(exactly(15)));
        assert_eq!(measured.refresh_token.live_at_once, Some(exactly(20)));
        assert_eq!(profile.surprises(), [""; 0]);
        same(profile, again(&journal).await);
    });
}

/// Rules about what can be guessed judge the same where the values are gone.
#[test]
fn entropy_is_judged_again_from_a_journal() {
    block_on(async {
        let weak = "[code]\nentropy = 96\n[access_token]\nformat = \"uuid\"\n[refresh_token]\nentropy = 60";
        let stand_in = StandIn::start(patched("rfc9700", weak)).await.expect("a stand-in");
        let (profile, journal) = run(&stand_in, &budget()).await;
        let violated: Vec<&str> = profile
            .findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Violated)
            .map(|finding| finding.rule)
            .collect();
        let expected = [
            "code/entropy-128",
            "code/entropy-160",
            "token/access-entropy-128",
            "token/access-entropy-160",
            "token/refresh-entropy-128",
        ];
        assert_eq!(violated, expected);
        same(profile, again(&journal).await);
    });
}

/// A journal of an earlier version has no shapes: then nothing is concluded from names.
#[test]
fn without_shapes_nothing_is_concluded_about_entropy() {
    block_on(async {
        let stand_in = StandIn::start(named("rfc9700")).await.expect("a stand-in");
        let (_, journal) = run(&stand_in, &budget()).await;
        let without = journal.lines().map(|line| {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            if let Value::Object(members) = &mut line {
                members.remove("shapes");
            }
            line.to_string() + "\n"
        });
        let profile = again(&without.collect::<String>()).await;
        let of_entropy: Vec<Verdict> = profile
            .findings
            .iter()
            .filter(|finding| finding.rule.contains("entropy"))
            .map(|finding| finding.verdict)
            .collect();
        assert_eq!(of_entropy, [Verdict::Inconclusive; 5]);
        assert_eq!(profile.behaviour.access_token.format, None);
    });
}

/// A scenario that says otherwise than the server does has drifted, lifetimes that nobody waits for
/// included.
#[test]
fn what_tokens_look_like_drifts() {
    block_on(async {
        let real = patched(
            "rfc9700",
            "[access_token]\nformat = \"jwt\"\nlifetime = \"2h\"\nclaims = [\"iss\", \"iat\", \"exp\", \"scp\"]",
        );
        let base = started(Service { clock: Clock::real(), decide, ..Service::new(real) }).await;
        let claimed =
            "[access_token]\nformat = \"uuid\"\nlifetime = \"1h\"\nclaims = [\"iss\"]\n[sandbox]\nbase = \"";
        let text = format!(
            "[provider]\nname = \"x\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
             {claimed}{base}\"\nconsent = \"automatic\"\n[[sandbox.client]]\nid = \"app\"\n\
             secret = \"app-secret\"\nredirect_uris = [\"https://app.example/callback\"]\n"
        );
        let scenario = Scenario::parse("x", &text).expect("a scenario");
        let target = oauth_litmus::suite::sandbox(scenario).expect("a sandbox");
        let live = Budget { cases: 0, patience: Duration::ZERO, ..Budget::live(true) };
        let (profile, _) = run(&target, &live).await;
        let drift: Vec<String> = profile.drift.iter().flatten().map(ToString::to_string).collect();
        let expected = [
            "access_token.format drifted from uuid to jwt",
            "access_token.claims drifted from iss to [\"exp\",\"iat\",\"iss\",\"scp\"]",
            "access_token.lifetime drifted from 1h to {\"promised\":7200}",
        ];
        assert_eq!(drift, expected);
    });
}

/// What is learned of a server whose clock nobody can turn, and that has no endpoint that tells
/// whether a token is alive: its lifetime is what it says, and the scenario says so.
#[test]
fn a_lifetime_that_is_only_promised_is_told_apart() {
    block_on(async {
        let real = patched("rfc9700", "[access_token]\nformat = \"jwt\"\nlifetime = \"24h\"");
        let base = started(Service { clock: Clock::real(), decide, ..Service::new(real) }).await;
        let target = sandbox(&base, "consent = \"automatic\"");
        let live = Budget { cases: 60, patience: Duration::ZERO, ..Budget::live(true) };
        let learned = learn(&target, &live, &|_| {}).await.expect("it is there");
        let day = Lifetime::Ends(Duration::from_secs(86_400));
        assert_eq!(learned.behaviour.access_token.lifetime, Some(day));
        assert_eq!(learned.behaviour.access_token.format, Some(TokenFormat::Jwt));
        let text = report::learned_scenario(target.scenario(), &learned, "2026-11-26");
        assert!(text.contains("confidence = \"observed\"") && text.contains("nobody waited"), "{text}");
        let again = Scenario::parse("again", &text).expect("it is a scenario");
        assert_eq!(again.behaviour.access_token.format, Some(TokenFormat::Jwt));
    });
}

/// A stand-in asked without a network: a code, and what it brings.
struct Bare {
    behaviour: Behaviour,
    state: ServerState,
    now: Moment,
}

impl Bare {
    fn of(scenario: &Scenario) -> Self {
        let state = ServerState::new("https://as.example", usual_clients(), "forms");
        // More is asked here than a throttle lets pass at one moment.
        let behaviour = Behaviour { throttle: ThrottlePolicy::default(), ..scenario.behaviour.clone() };
        Self { behaviour, state, now: Moment::default() }
    }

    fn asked(
        &mut self,
        endpoint: Endpoint,
        query: &[(&str, &str)],
        form: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> (u16, String) {
        let request = Request {
            method: if form.is_empty() { "GET" } else { "POST" }.to_owned(),
            endpoint,
            query: query.iter().copied().collect(),
            form: form.iter().copied().collect(),
            other_body: None,
            accepts_json: false,
            data_centre: None,
            authorization: authorization.map(str::to_owned),
            cookie: None,
            forwarded_host: None,
            path: String::new(),
            arrived: Moment::default(),
        };
        let reply = decide(&self.behaviour, &mut self.state, &request, self.now);
        let to = reply.headers.iter().find(|(name, _)| *name == "location").map(|(_, to)| to.clone());
        (reply.status, to.unwrap_or(reply.body))
    }

    /// The members of the answer to a token request of the client `app`.
    fn token(&mut self, form: &[(&str, &str)]) -> Value {
        let methods = self.behaviour.client.authentication.as_deref().unwrap_or_default();
        let basic = methods.contains(&AuthenticationMethod::ClientSecretBasic);
        let client = [("client_id", "app"), ("client_secret", "app-secret")];
        let client = if basic { &[][..] } else { &client[..] };
        let form: Vec<(&str, &str)> = client.iter().chain(form).copied().collect();
        let header = format!("Basic {}", STANDARD.encode("app:app-secret"));
        let (_, body) = self.asked(Endpoint::Token, &[], &form, basic.then_some(&header));
        serde_json::from_str(&body).expect("JSON")
    }

    fn grant(&mut self) -> Value {
        let callback = "https://app.example/callback";
        let query = [
            ("response_type", "code"),
            ("client_id", "app"),
            ("redirect_uri", callback),
            ("scope", "read"),
            ("access_type", "offline"),
        ];
        let (_, to) = self.asked(Endpoint::Authorization, &query, &[], None);
        let (_, response) = to.split_once('?').expect("a response");
        let code = Parameters::parse(response).first("code").expect("a code");
        self.token(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", callback)])
    }

    fn refreshed(&mut self, token: &Value) -> Value {
        let token = token.as_str().expect("a refresh token");
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    /// The status of the resource for a token in that scheme.
    fn opens(&mut self, scheme: &str, token: &Value) -> u16 {
        let field = format!("{scheme} {}", token.as_str().expect("a token"));
        self.asked(Endpoint::Resource, &[], &[], Some(&field)).0
    }
}

#[test]
fn a_jwt_of_a_stand_in_is_a_real_one() {
    let mut server = Bare::of(&named("constant-contact-v3"));
    server.now = Moment::after_start(Duration::from_secs(500));
    let [one, other] = [server.grant(), server.grant()].map(|answer| answer["access_token"].clone());
    assert_ne!(one, other);
    let text = one.as_str().expect("a token");
    let parts: Vec<&str> = text.split('.').collect();
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
    let read = |part: &str| serde_json::from_slice::<Value>(&decoded(part)).expect("JSON");
    assert_eq!(read(parts[0]), serde_json::json!({ "typ": "at+jwt", "alg": "HS256" }));
    let claims = read(parts[1]);
    let says = |name: &str| claims[name].as_str().expect("a text").to_owned();
    assert_eq!(
        (says("iss"), says("sub"), says("client_id")),
        ("https://as.example".to_owned(), "user".to_owned(), "app".to_owned())
    );
    assert_eq!((says("aud"), says("scope")), ("https://as.example".to_owned(), "read".to_owned()));
    assert_eq!((claims["iat"].as_u64(), claims["exp"].as_u64()), (Some(500), Some(86_900)));
    assert_eq!((parts.len(), decoded(parts[2]).len()), (3, 32));
    assert_eq!(server.opens("Bearer", &one), 200);
}

#[test]
fn a_client_that_asks_for_itself_is_the_subject() {
    let mut server =
        Bare::of(&patched("rfc9700", "[access_token]\nformat = \"jwt\"\nclaims = [\"sub\", \"tenant\"]"));
    let answer = server.token(&[("grant_type", "client_credentials")]);
    let text = answer["access_token"].as_str().expect("a token");
    let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1).expect("claims")).expect("base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(claims, serde_json::json!({ "sub": "app", "tenant": "stand-in" }));
}

#[test]
fn the_sixteenth_access_token_ends_the_first() {
    let mut server = Bare::of(&named("zoho"));
    let granted = server.grant();
    let mut tokens = vec![granted["access_token"].clone()];
    while tokens.len() < 15 {
        tokens.push(server.refreshed(&granted["refresh_token"])["access_token"].clone());
    }
    let scheme = "Zoho-oauthtoken";
    assert!(tokens.iter().all(|token| server.opens(scheme, token) == 200));
    assert_eq!(server.opens("Bearer", &tokens[0]), 401, "Zoho wants a scheme of its own");
    let other = server.grant()["access_token"].clone();
    tokens.push(server.refreshed(&granted["refresh_token"])["access_token"].clone());
    let opens: Vec<u16> = tokens.iter().map(|token| server.opens(scheme, token)).collect();
    assert_eq!((opens[0], &opens[1..]), (401, &[200; 15][..]));
    assert_eq!(server.opens(scheme, &other), 200, "another refresh token has fifteen of its own");
}

#[test]
fn the_twenty_first_refresh_token_deletes_the_first() {
    let mut server = Bare::of(&named("zoho"));
    let mut tokens: Vec<Value> = (0..20).map(|_| server.grant()["refresh_token"].clone()).collect();
    assert!(server.refreshed(&tokens[0])["access_token"].is_string());
    tokens.push(server.grant()["refresh_token"].clone());
    assert_eq!(server.refreshed(&tokens[0])["error"], "invalid_code");
    assert!(tokens[1..].iter().all(|token| server.refreshed(token)["access_token"].is_string()));
}

/// No end within as many as are tried is no end.
#[test]
fn where_all_live_there_are_at_least_as_many() {
    block_on(async {
        let more = "[access_token]\nlive_at_once = 40\n[refresh_token]\nlive_at_once = 4000000000";
        let profile = surveyed(patched("rfc9700", more), &budget()).await;
        let open = Some(Count { at_least: 32, at_most: None });
        assert_eq!(profile.behaviour.access_token.live_at_once, open);
        assert_eq!(profile.behaviour.refresh_token.live_at_once, open);
        let one = surveyed(patched("rfc9700", "[access_token]\nlive_at_once = 1"), &budget()).await;
        assert_eq!(one.behaviour.access_token.live_at_once, Some(exactly(1)));
    });
}

/// An observation that is at hand tells shapes from the values themselves.
#[test]
fn shapes_are_read_off_values_while_they_are_there() {
    block_on(async {
        let stand_in = StandIn::start(patched("rfc9700", "[access_token]\nformat = \"uuid\""))
            .await
            .expect("a stand-in");
        let formats = Mutex::new(Vec::new());
        let observe = |observation: &Observation| {
            let tokens = observation.issued(Sort::AccessToken);
            let shapes = tokens.iter().filter_map(|token| observation.shape(token));
            formats.lock().expect("formats").extend(shapes.map(|shape| shape.format));
        };
        let only = Budget { only: vec!["token/distinct".to_owned()], ..budget() };
        survey_observed(&stand_in, &only, Past::default(), &observe).await.expect("a profile");
        let formats = formats.into_inner().expect("formats");
        assert!(!formats.is_empty() && formats.iter().all(|format| *format == TokenFormat::Uuid));
    });
}
