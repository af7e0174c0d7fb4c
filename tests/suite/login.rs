//! Consent by form: a person's way through login and consent pages is walked, remembered, renewed
//! when it ends, and never gives a verdict where it does not lead to one.

use crate::support::{block_on, http, requested, server};
#[cfg(not(feature = "browser"))]
use oauth_litmus::scenario::{Consent, SandboxSection};
use oauth_litmus::{
    budget::Budget,
    clock::Clock,
    profile::{Profile, Verdict},
    scenario::Scenario,
    stand_in::{Listener, Service},
    suite::sandbox,
    survey::survey,
    target::TargetError,
};
use rstest::rstest;
use std::{future::pending, time::Duration};

/// A sandbox at `base` whose clients are those of a stand-in, with these lines in its section.
fn scenario(base: &str, section: &str) -> Scenario {
    let text = format!(
        "[provider]\nname = \"with a login\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
         [sandbox]\nbase = \"{base}\"\nscope = \"read\"\nconsent = \"form\"\n{section}\n[[sandbox.client]]\nid = \"app\"\n\
         secret = \"app-secret\"\nredirect_uris = [\"https://app.example/callback\"]\n[[sandbox.client]]\n\
         id = \"app-several\"\nsecret = \"app-several-secret\"\n\
         redirect_uris = [\"https://app.example/callback\", \"https://app.example/second\"]\n"
    );
    Scenario::parse("with-a-login", &text).expect("a scenario")
}

async fn surveyed(scenario: Scenario) -> Result<Profile, TargetError> {
    let budget =
        Budget { cases: 32, patience: Duration::ZERO, respite: Duration::ZERO, ..Budget::live(true) };
    survey(&sandbox(scenario)?, &budget).await
}

/// A stand-in that asks a person, on a port of its own.
async fn with_pages() -> String {
    let reference = Scenario::named("rfc9700").expect("a bundled scenario");
    let service = Service { clock: Clock::default(), ..Service::new(reference) };
    let listener = Listener::bind(service, 0).await.expect("a port");
    let base = listener.uri();
    tokio::spawn(listener.run(pending()));
    base
}

const LOGIN: &str = "[sandbox.login]\nfields = { username = \"someone\", password = \"pass-word\" }";

#[test]
fn the_whole_code_flow_runs_through_login_and_consent() {
    block_on(async {
        let section = format!("{LOGIN}\npress = [\"Allow\"]");
        let profile = surveyed(scenario(&with_pages().await, &section)).await.expect("a profile");
        assert_eq!(profile.surprises(), [""; 0]);
        let upheld = |rule: &str| {
            profile.findings.iter().any(|finding| finding.rule == rule && finding.verdict == Verdict::Upheld)
        };
        for rule in [
            "code/single-use",
            "code/bound-to-client",
            "redirect/exact-match",
            "redirect/token-identical",
            "state/echo-exact",
            "token/invalid-grant",
            "token/no-params-in-uri",
            "pkce/verifier-wrong",
        ] {
            assert!(upheld(rule), "{rule} is not upheld");
        }
        assert_eq!(profile.behaviour.code.uses, Some(1));
        assert!(profile.requests < 1500, "{} requests: the consent was not remembered", profile.requests);
    });
}

#[rstest]
#[case::a_field_of_another_name("fields = { email = \"someone\" }", "asks for `username`, `password`")]
#[case::a_button_of_another_name(
    "fields = { username = \"someone\" }\npress = [\"Agree\"]",
    "(buttons `Allow`, `Deny`)"
)]
#[case::a_button_that_says_no("fields = { username = \"someone\" }\npress = [\"Deny\"]", "(buttons `Allow`")]
fn a_login_that_cannot_be_walked_is_one_clear_error(#[case] login: &str, #[case] says: &str) {
    block_on(async {
        let section = format!("[sandbox.login]\n{login}");
        let error = surveyed(scenario(&with_pages().await, &section)).await.expect_err("no code").to_string();
        assert!(error.contains(says) && error.contains("mend:"), "{error}");
        assert!(error.contains("client `app`"), "{error}");
    });
}

/// What a server made by hand does about sessions: which one is good at the n-th request.
fn by_hand(number: usize, head: &str, session: &str, can_log_in: bool) -> Vec<u8> {
    let target = head.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let page = format!(
        "<title>Log in</title><form method=post action=\"/login?{}\"><input name=username><input type=password \
         name=password><button>Log in</button></form>",
        query.replace('&', "&amp;")
    );
    if head.starts_with("POST /token") {
        return http("400 Bad Request", "", "{\"error\":\"invalid_grant\"}");
    }
    if head.starts_with("POST /login") {
        return if can_log_in {
            http(
                "303 See Other",
                &format!("set-cookie: s={session}; Path=/\r\nlocation: /authorize?{query}\r\n"),
                "",
            )
        } else {
            http("200 OK", "", &page)
        };
    }
    if !head.contains("client_id=app&") || requested(head) != "https://app.example/callback" {
        return http("400 Bad Request", "", "<title>Error</title><p>invalid redirect uri</p>");
    }
    if !head.contains(&format!("s={session}")) {
        return http("200 OK", "", &page);
    }
    http("302 Found", &format!("location: https://app.example/callback?code=code-{number}\r\n"), "")
}

#[test]
fn a_session_that_ends_half_way_is_renewed() {
    block_on(async {
        let base =
            server(|number, head| by_hand(number, head, &format!("session-{}", number / 150), true)).await;
        let profile = surveyed(scenario(&base, LOGIN)).await.expect("a profile");
        assert!(!profile.partial, "{:?}", profile.error);
        assert!(profile.requests > 400, "the session never ended");
        let exact = profile.findings.iter().find(|finding| finding.rule == "redirect/exact-match");
        assert_eq!(exact.map(|finding| finding.verdict), Some(Verdict::Upheld), "{exact:?}");
    });
}

/// Law 5: after the login is broken, nothing is concluded any more.
#[test]
fn a_login_that_breaks_half_way_ends_the_survey_without_a_verdict() {
    block_on(async {
        let base = server(|number, head| {
            by_hand(number, head, if number < 60 { "early" } else { "late" }, number < 60)
        })
        .await;
        let profile = surveyed(scenario(&base, LOGIN)).await.expect("a partial profile");
        assert!(profile.partial, "it did not stop");
        let error = profile.error.as_deref().unwrap_or_default();
        assert!(error.contains("comes back after its form was sent"), "{error}");
        let concluded = |verdict| matches!(verdict, Verdict::Upheld | Verdict::Violated);
        let said: Vec<&str> = profile
            .findings
            .iter()
            .filter(|finding| concluded(finding.verdict))
            .map(|finding| finding.rule)
            .collect();
        assert_eq!(said, [""; 0]);
    });
}

/// Some servers only know who is logged in already: `start` says where that happens.
#[test]
fn a_login_before_anything_else_is_walked_first() {
    block_on(async {
        let base = server(|number, head| {
            if head.starts_with("GET /signin") {
                return by_hand(
                    number,
                    "GET /authorize?client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback ",
                    "s",
                    true,
                );
            }
            if head.starts_with("POST /login") {
                let page =
                    "<title>Welcome</title><form method=post action=/logout><button>Sign out</button></form>";
                return http("200 OK", "set-cookie: s=early; Path=/\r\n", page);
            }
            if head.starts_with("GET /authorize") && !head.contains("s=early") {
                return http("401 Unauthorized", "", "<title>Log in first</title>");
            }
            by_hand(number, head, "early", false)
        })
        .await;
        let error = surveyed(scenario(&base, LOGIN)).await.expect_err("nobody logged in").to_string();
        assert!(error.contains("status 401 at the page `Log in first`"), "{error}");
        let section = LOGIN.replace("fields", "start = \"/signin\"\nfields");
        let profile = surveyed(scenario(&base, &section)).await.expect("a profile");
        assert!(!profile.partial, "{:?}", profile.error);
        assert!(profile.findings.iter().any(|finding| finding.verdict == Verdict::Upheld));
    });
}

#[test]
fn a_login_that_never_ends_is_given_up() {
    block_on(async {
        let base = server(|number, head| by_hand(number, head, "never", false)).await;
        let error = surveyed(scenario(&base, LOGIN)).await.expect_err("no code").to_string();
        assert!(
            error.contains("the login page `Log in` comes back") && error.contains("fields right?"),
            "{error}"
        );
        let base =
            server(|number, _| http("302 Found", &format!("location: /authorize/{number}?again\r\n"), ""))
                .await;
        let error = surveyed(scenario(&base, LOGIN)).await.expect_err("no code").to_string();
        assert!(error.contains("there is no end"), "{error}");
    });
}

/// Law 8: nothing off the target is followed, however the server puts it.
#[test]
fn a_login_elsewhere_is_followed_only_where_the_scenario_names_it() {
    block_on(async {
        let login = server(|_, _| http("200 OK", "", "<title>Elsewhere</title>")).await;
        let to_login = format!("location: {login}/login\r\n");
        let base = server(move |_, _| http("302 Found", &to_login, "")).await;
        let error = surveyed(scenario(&base, LOGIN)).await.expect_err("no code").to_string();
        assert!(!error.contains("Elsewhere"), "{error}");
        let host = login.trim_start_matches("http://");
        let error = surveyed(scenario(&base, &format!("hosts = [\"{host}\"]\n{LOGIN}"))).await;
        assert!(error.expect_err("no code").to_string().contains("`Elsewhere`"));
    });
}

#[cfg(not(feature = "browser"))]
#[test]
fn a_browser_that_is_not_built_in_is_one_clear_error() {
    let text = scenario("http://127.0.0.1:9", LOGIN);
    let section = text.sandbox.map(|section| SandboxSection { consent: Consent::Browser, ..section });
    let error = sandbox(Scenario { sandbox: section, ..text }).expect_err("no browser").to_string();
    assert!(error.contains("consent = \"browser\" needs a browser"), "{error}");
    assert!(error.contains("mend: build with `--features browser`"), "{error}");
}

#[test]
fn a_person_logs_in_in_a_browser_or_not_at_all() {
    let by_hand = scenario("http://127.0.0.1:9", "[sandbox.login]\nby = \"hand\"");
    let error = sandbox(by_hand).expect_err("nobody sees a form").to_string();
    assert!(
        error.contains("by = \"hand\"") && error.contains("mend: write `consent = \"browser\"`"),
        "{error}"
    );
}
