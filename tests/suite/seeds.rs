//! The systems that the project began with: Zoho's data centres and throttle, Constant Contact V2's
//! keys and accounts. What a stand-in does is told by plain HTTP, what a survey measures by it.

use crate::{
    browser::{Answer, Browser, CALLBACK, asking, raw, redeemed, started},
    support::{block_on, in_repository, patched},
};
use oauth_litmus::{
    budget::Budget,
    clock::Clock,
    mutation::Kind,
    profile::{Learned, Measured},
    protocol::encode,
    scenario::Scenario,
    stand_in::{Service, StandIn, decide},
    survey::{learn, survey},
};
use rstest::rstest;
use std::fs;
use toml::Value;

/// A scenario's stand-in that asks nobody, and whose clock stands still until it is turned.
async fn still(scenario: Scenario) -> String {
    started(Service { clock: Clock::default(), decide, ..Service::new(scenario) }).await
}

/// A bundled provider with a patch.
fn provider(stem: &str, patch: &str) -> Scenario {
    let file = in_repository(&format!("scenarios/providers/{stem}.toml"));
    let mut text: toml::Table = fs::read_to_string(file).expect("a file").parse().expect("TOML");
    for (key, value) in patch.parse::<toml::Table>().expect("TOML") {
        match (text.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => under.extend(over),
            (_, value) => drop(text.insert(key, value)),
        }
    }
    Scenario::parse(stem, &text.to_string()).expect("a scenario")
}

/// Where `app` asks a server with Zoho's paths for a code.
fn asking_zoho(base: &str, more: &str) -> String {
    asking(base, more).replace("/authorize", "/oauth/v2/auth")
}

/// A code of Zoho's stand-in, and what else the callback says.
async fn called_back(base: &str, more: &str) -> (String, Option<String>, Option<String>) {
    let callback = Browser::default().get(&asking_zoho(base, more)).await.callback();
    let code = callback.first("code").unwrap_or_else(|| panic!("no code: {callback}"));
    (code, callback.first("location"), callback.first("accounts-server"))
}

async fn zoho_redeemed(base: &str, code: &str) -> Answer {
    redeemed(base, "/oauth/v2/token", code, &[]).await
}

/// A resource, asked with a token; Zoho's own in its own scheme.
async fn opened(base: &str, path: &str, token: &str) -> Answer {
    let host = base.trim_start_matches("http://");
    let (host, before) = host.split_at(host.find('/').unwrap_or(host.len()));
    let scheme = if path.starts_with("/crm/") { "Zoho-oauthtoken" } else { "Bearer" };
    let request = format!(
        "GET {before}{path} HTTP/1.1\r\nhost: {host}\r\nauthorization: {scheme} {token}\r\nconnection: close\r\n\r\n"
    );
    raw(host, request.as_bytes()).await
}

fn token(answer: &Answer) -> String {
    let token = answer.json()["access_token"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no token: {answer:?}"))
}

#[test]
fn a_code_and_its_tokens_are_good_in_the_data_centre_of_the_user() {
    block_on(async {
        let base = still(Scenario::named("zoho").expect("a scenario")).await;
        let eu = format!("{base}/dc/eu");
        let (code, location, server) = called_back(&base, "").await;
        assert_eq!((location.as_deref(), server.as_deref()), (Some("us"), Some(&*base)));
        let elsewhere = zoho_redeemed(&eu, &code).await;
        assert_eq!((elsewhere.status, &*elsewhere.body), (200, "{\"error\":\"invalid_client\"}"));
        let redeemed = token(&zoho_redeemed(&base, &code).await);
        assert_eq!(opened(&base, "/crm/v2/users", &redeemed).await.status, 200);
        let elsewhere = opened(&eu, "/crm/v2/users", &redeemed).await;
        assert_eq!((elsewhere.status, &*elsewhere.body), (401, "{\"error\":\"INVALID_OAUTHTOKEN\"}"));
    });
}

#[rstest]
#[case::asked_at_home_by_a_user_of_another("", "&login_hint=ada%40eu")]
#[case::asked_there("/dc/eu", "")]
fn a_user_belongs_to_a_data_centre(#[case] asked: &str, #[case] more: &str) {
    block_on(async {
        let base = still(Scenario::named("zoho").expect("a scenario")).await;
        let eu = format!("{base}/dc/eu");
        let more = format!("{more}&access_type=offline");
        let (code, location, server) = called_back(&format!("{base}{asked}"), &more).await;
        assert_eq!((location.as_deref(), server.as_deref()), (Some("eu"), Some(&*eu)));
        assert_eq!(zoho_redeemed(&base, &code).await.json()["error"], "invalid_client");
        let answer = zoho_redeemed(&eu, &code).await;
        let refresh = answer.json()["refresh_token"].as_str().expect("a refresh token").to_owned();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh),
            ("client_id", "app"),
            ("client_secret", "app-secret"),
        ];
        let refreshed =
            async |base: &str| Browser::default().post(&format!("{base}/oauth/v2/token"), &form).await;
        assert_eq!(refreshed(&base).await.json()["error"], "invalid_client");
        let again = token(&refreshed(&eu).await);
        assert_eq!(opened(&eu, "/crm/v2/users", &again).await.status, 200);
        assert_eq!(opened(&base, "/crm/v2/users", &again).await.status, 401);
    });
}

/// Who is asked says by the name where the account is.
#[test]
fn the_login_says_in_which_data_centre_the_user_is() {
    block_on(async {
        let zoho = Scenario::named("zoho").expect("a scenario");
        let base = started(Service { clock: Clock::default(), ..Service::new(zoho) }).await;
        let mut browser = Browser::default();
        let login = browser.get(&asking_zoho(&base, "")).await;
        let consent = browser.log_in(&base, &login, "ada@jp").await;
        let callback = browser.decide(&base, &consent, "allow").await.callback();
        assert_eq!(callback.first("location").as_deref(), Some("jp"));
        let code = callback.first("code").expect("a code");
        let answer = zoho_redeemed(&format!("{base}/dc/jp"), &code).await;
        let told = opened(&format!("{base}/dc/jp"), "/crm/v2/users", &token(&answer)).await;
        assert_eq!(told.body, "{\"sub\":\"ada@jp\"}");
        let again = browser.get(&asking_zoho(&base, "")).await.callback();
        assert_eq!(again.first("location").as_deref(), Some("jp"), "the session was forgotten");
    });
}

async fn turned(base: &str, span: &str) {
    let turned = Browser::default().post(&format!("{base}/_litmus/clock"), &[("advance", span)]).await;
    assert_eq!(turned.status, 200);
}

#[test]
fn the_eleventh_code_in_ten_minutes_is_denied() {
    block_on(async {
        let base = still(Scenario::named("zoho").expect("a scenario")).await;
        for _ in 0..10 {
            called_back(&base, "").await;
            turned(&base, "10s").await;
        }
        let asked = async || Browser::default().get(&asking_zoho(&base, "")).await.callback();
        assert_eq!(asked().await.first("error").as_deref(), Some("access_denied"));
        turned(&base, "499s").await;
        assert_eq!(asked().await.first("error").as_deref(), Some("access_denied"));
        turned(&base, "1s").await;
        assert!(asked().await.first("code").is_some());
        assert_eq!(asked().await.first("error").as_deref(), Some("access_denied"));
    });
}

#[test]
fn the_eleventh_token_in_ten_minutes_is_denied() {
    block_on(async {
        let base = still(Scenario::named("zoho").expect("a scenario")).await;
        let (code, ..) = called_back(&base, "&access_type=offline").await;
        let refresh =
            zoho_redeemed(&base, &code).await.json()["refresh_token"].as_str().expect("one").to_owned();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &*refresh),
            ("client_id", "app"),
            ("client_secret", "app-secret"),
        ];
        let refreshed = async || Browser::default().post(&format!("{base}/oauth/v2/token"), &form).await;
        for _ in 0..9 {
            token(&refreshed().await);
        }
        let denied = refreshed().await;
        assert_eq!((denied.status, &denied.json()["error"]), (400, &"Access Denied".into()));
        assert_eq!(denied.json()["status"], "failure");
        assert_eq!(denied.header("retry-after"), None);
        turned(&base, "10m").await;
        token(&refreshed().await);
    });
}

/// Constant Contact V2: where its clients ask, and what its calls look like.
async fn of_constant_contact(base: &str, client: &str, user: &str) -> String {
    let uri = encode(if client == "other" { "https://another.example/callback" } else { CALLBACK });
    let url = format!(
        "{base}/oauth2/oauth/siteowner/authorize?response_type=code&client_id={client}&redirect_uri={uri}&login_hint={user}"
    );
    let callback = Browser::default().get(&url).await.callback();
    assert_eq!(callback.first("username").as_deref(), Some(user));
    let (code, secret) = (callback.first("code").expect("a code"), format!("{client}-secret"));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", if client == "other" { "https://another.example/callback" } else { CALLBACK }),
        ("client_id", client),
        ("client_secret", &secret),
    ];
    token(&Browser::default().post(&format!("{base}/oauth2/oauth/token"), &form).await)
}

#[test]
fn a_key_says_which_app_asks_and_a_token_whose_account_it_is() {
    block_on(async {
        let base = still(Scenario::named("constant-contact-v2").expect("a scenario")).await;
        let mary = of_constant_contact(&base, "app", "mary").await;
        let john = of_constant_contact(&base, "app", "john").await;
        let call =
            async |key: &str, token: &str| opened(&base, &format!("/v2/account/info{key}"), token).await;
        assert_eq!(call("?api_key=app", &mary).await.body, "{\"sub\":\"mary\"}");
        assert_eq!(call("?api_key=app", &john).await.body, "{\"sub\":\"john\"}");
        assert_eq!(call("", &mary).await.status, 401);
        assert_eq!(call("?api_key=nobody", &mary).await.status, 401);
        let foreign = call("?api_key=other", &mary).await;
        assert_eq!((foreign.status, &*foreign.body), (200, "{\"sub\":\"mary\"}"), "nothing warns");
        assert_eq!(call("?api_key=app", "made-up").await.status, 401);
    });
}

#[test]
fn a_stricter_server_wants_key_and_token_of_one_client() {
    block_on(async {
        let strict = "[accounts]\nforeign_client = \"refused\"\ntoken_per_user = false";
        let base = still(provider("constant-contact-v2", strict)).await;
        let mary = of_constant_contact(&base, "app", "mary").await;
        let call = async |key: &str| opened(&base, &format!("/v2/account/info?api_key={key}"), &mary).await;
        assert_eq!(call("other").await.status, 401);
        assert_eq!(call("app").await.body, "{\"sub\":\"app\"}", "every token opens the client's account");
    });
}

#[test]
fn one_redirect_uri_is_registered_and_none_is_a_mismatch() {
    block_on(async {
        let base = still(Scenario::named("constant-contact-v2").expect("a scenario")).await;
        let at = async |client: &str, uri: &str| {
            let url =
                format!("{base}/oauth2/oauth/siteowner/authorize?response_type=code&client_id={client}{uri}");
            Browser::default().get(&url).await
        };
        let uri = |uri: &str| format!("&redirect_uri={}", encode(uri));
        assert_eq!(at("app-several", &uri(CALLBACK)).await.status, 302);
        let second = at("app-several", &uri("https://app.example/second")).await;
        assert_eq!(second.status, 400, "{second:?}");
        for asked in [uri(CALLBACK), String::new()] {
            let mismatch = at("app-none", &asked).await;
            assert_eq!((mismatch.status, mismatch.title()), (400, second.title()), "{mismatch:?}");
        }
    });
}

#[rstest]
#[case::zoho_does_not_trim("", ["invalid_client", "invalid_client_secret"])]
#[case::another_does("[client]\ntrims_credentials = true", ["", ""])]
fn white_space_around_credentials_counts(#[case] patch: &str, #[case] errors: [&str; 2]) {
    block_on(async {
        let base = still(provider("zoho", patch)).await;
        let padded = [("app\n", "app-secret"), ("app", "app-secret ")];
        for ((id, secret), error) in padded.into_iter().zip(errors) {
            let (code, ..) = called_back(&base, "").await;
            let form = [
                ("grant_type", "authorization_code"),
                ("code", &*code),
                ("redirect_uri", CALLBACK),
                ("client_id", id),
                ("client_secret", secret),
            ];
            let answer = Browser::default().post(&format!("{base}/oauth/v2/token"), &form).await.json();
            assert_eq!(answer["error"].as_str().unwrap_or_default(), error, "{answer}");
            assert_eq!(answer["access_token"].is_string(), error.is_empty(), "{answer}");
        }
    });
}

/// The value that a scenario states on a topic.
fn stated(scenario: &Scenario, topic: &str) -> Option<Value> {
    let behaviour = Value::try_from(&scenario.behaviour).expect("a table");
    topic.split('.').try_fold(&behaviour, |value, key| value.get(key)).cloned()
}

/// What is measured of a scenario's stand-in beside the usual.
fn measured(scenario: Scenario) -> Measured {
    let budget = Budget { cases: 0, ..Budget::default() };
    block_on(async {
        let stand_in = StandIn::start(scenario).await.expect("a stand-in");
        survey(&stand_in, &budget).await.expect("a profile").behaviour
    })
}

#[rstest]
#[case::zoho(
    "zoho",
    &["client.trims_credentials", "data_centres.foreign_code", "data_centres.foreign_token", "throttle.codes",
      "throttle.tokens", "throttle.at_authorization", "throttle.at_token"]
)]
#[case::constant_contact_v2(
    "constant-contact-v2",
    &["accounts.foreign_client", "accounts.token_per_user", "client.redirect_uris", "client.unregistered"]
)]
fn a_survey_measures_what_a_seed_says(#[case] stem: &str, #[case] topics: &[&str]) {
    let scenario = Scenario::named(stem).expect("a scenario");
    let measured = measured(scenario.clone());
    for topic in topics {
        assert_eq!(measured.further.get(topic), stated(&scenario, topic).as_ref(), "{topic}");
    }
    assert!(measured.further.contains_key("authorization.callback"));
    let drift = oauth_litmus::profile::drift(&scenario, &measured);
    assert!(drift.is_empty(), "{drift:?}");
}

/// A provider that does otherwise is found to.
#[test]
fn what_differs_from_a_seed_is_drift() {
    let otherwise = "[client]\ntrims_credentials = true\n[throttle]\ncodes = \"4/1m\"\ntokens = \"10/10m\"\n\
                     [data_centres]\nforeign_code = { status = 400, error = \"invalid_grant\" }";
    let measured = measured(provider("zoho", otherwise));
    let drift = oauth_litmus::profile::drift(&Scenario::named("zoho").expect("a scenario"), &measured);
    let about: Vec<&str> = drift.iter().map(|drift| drift.about.as_str()).collect();
    assert_eq!(about, ["client.trims_credentials", "data_centres.foreign_code", "throttle.codes"]);
}

async fn learned(scenario: Scenario) -> Learned {
    let budget = Budget { cases: 0, ..Budget::default() };
    let stand_in = StandIn::start(scenario).await.expect("a stand-in");
    learn(&stand_in, &budget, &|_| {}).await.expect("it is there")
}

/// Law 1 for what is around a server.
#[rstest]
#[case::zoho(Scenario::named("zoho").expect("a scenario"), 7)]
#[case::constant_contact_v2(Scenario::named("constant-contact-v2").expect("a scenario"), 4)]
#[case::otherwise(
    patched(
        "rfc9700",
        "[client]\ntrims_credentials = true\n[throttle]\ncodes = \"3/30s\"\nretry_after = true\n\
                        at_authorization = { status = 503 }"
    ),
    4
)]
fn what_is_around_a_server_is_learned_back(#[case] scenario: Scenario, #[case] least: usize) {
    let learned = block_on(learned(scenario.clone()));
    assert_eq!(learned.stopped, None);
    let found = Scenario { behaviour: learned.behaviour, ..scenario.clone() };
    let topics = [
        "accounts.foreign_client",
        "accounts.token_per_user",
        "client.redirect_uris",
        "client.trims_credentials",
        "client.unregistered",
        "data_centres.foreign_code",
        "data_centres.foreign_token",
        "throttle.codes",
        "throttle.tokens",
        "throttle.at_authorization",
        "throttle.at_token",
        "throttle.retry_after",
    ];
    let known: Vec<&str> = topics.into_iter().filter(|topic| stated(&scenario, topic).is_some()).collect();
    for topic in &known {
        assert_eq!(stated(&found, topic), stated(&scenario, topic), "{topic}");
    }
    assert!(known.len() >= least, "{known:?}");
}

/// Which kinds of client there are does not depend on how many redirect URIs one may have.
#[test]
fn a_client_with_too_many_redirect_uris_keeps_the_first() {
    use oauth_litmus::target::Target as _;
    block_on(async {
        let one = patched("rfc9700", "[client]\nredirect_uris = 1");
        let tenant = StandIn::start(one).await.expect("a stand-in").enrol().await.expect("a tenant");
        assert!(tenant.clients.iter().all(|client| client.redirect_uris.len() <= 1));
        assert!(tenant.own_subject(Kind::Several).is_none());
        assert!(tenant.subject(Kind::Any).is_some());
    });
}
