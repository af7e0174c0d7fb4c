//! A stand-in that asks a person: login and consent are pages, remembered in a session, and
//! nothing that a request says can do anything on them.

use crate::{
    browser::{Answer, Browser, CALLBACK, asking, redeemed, reference},
    support::{block_on, patched},
};
use oauth_litmus::{
    clock::Moment,
    protocol::{Parameters, Pkce, RedirectUri},
    stand_in::{Endpoint, RegisteredClient, Request, ServerState, decide_asking},
};
use proptest::{prop_assert_eq, proptest};
use rstest::rstest;

#[test]
fn a_person_logs_in_and_allows_and_the_client_gets_its_token() {
    block_on(async {
        let base = reference().await;
        let mut browser = Browser::default();
        let page = browser.get(&asking(&base, "")).await;
        assert_eq!((page.status, page.title()), (200, "Log in"));
        for told in [
            "stand-in of RFC 9700",
            "<code>app</code>",
            "<code>read</code>",
            CALLBACK,
            "<label for=\"username\">",
        ] {
            assert!(page.body.contains(told), "{told} is not in {}", page.body);
        }
        let consent = browser.log_in(&base, &page, "Jos\u{e9}").await;
        assert_eq!((consent.status, consent.title()), (200, "Allow access?"));
        let cookie = consent.header("set-cookie").expect("a session");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(consent.body.contains("Jos\u{e9}") && consent.body.contains(CALLBACK), "{}", consent.body);
        let allowed = browser.decide(&base, &consent, "allow").await;
        assert_eq!(allowed.status, 303);
        assert!(allowed.header("location").is_some_and(|to| to.starts_with(CALLBACK)));
        assert_eq!(allowed.callback().first("state").as_deref(), Some("s&t"));
        let code = allowed.callback().first("code").expect("a code");
        let token = redeemed(&base, "/token", &code, &[]).await;
        assert!(token.status == 200 && token.json()["access_token"].is_string(), "{token:?}");
        assert_eq!(token.json()["scope"], "read");
    });
}

#[test]
fn who_denies_is_sent_back_without_a_code_and_asked_again() {
    block_on(async {
        let base = reference().await;
        let mut browser = Browser::default();
        let page = browser.get(&asking(&base, "")).await;
        let consent = browser.log_in(&base, &page, "me").await;
        let denied = browser.decide(&base, &consent, "deny").await.callback();
        assert_eq!(denied.first("error").as_deref(), Some("access_denied"));
        assert_eq!((denied.first("state").as_deref(), denied.first("code")), (Some("s&t"), None));
        assert_eq!(browser.get(&asking(&base, "")).await.title(), "Allow access?");
    });
}

/// A browser in which `app` was allowed to read.
async fn with_consent(base: &str) -> Browser {
    let mut browser = Browser::default();
    let page = browser.get(&asking(base, "")).await;
    let consent = browser.log_in(base, &page, "me").await;
    browser.decide(base, &consent, "allow").await;
    browser
}

#[test]
fn login_and_consent_are_remembered_for_the_same_question() {
    block_on(async {
        let base = reference().await;
        let mut browser = with_consent(&base).await;
        assert!(browser.get(&asking(&base, "")).await.callback().first("code").is_some());
        let form = asking(&base, "");
        let (url, query) = form.split_once('?').expect("a query");
        let pairs: Vec<(String, String)> =
            Parameters::parse(query).iter().map(|pair| (pair.decoded_name(), pair.decoded_value())).collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert!(browser.post(url, &pairs).await.callback().first("code").is_some(), "POST is not answered");
        let wider = asking(&base, "").replace("scope=read", "scope=write");
        assert_eq!(browser.get(&wider).await.title(), "Allow access?");
        let other = asking(&base, "").replace("client_id=app&", "client_id=app-several&");
        assert_eq!(browser.get(&other).await.title(), "Allow access?");
        assert_eq!(Browser::default().get(&asking(&base, "")).await.title(), "Log in");
    });
}

#[test]
fn a_prompt_asks_again_and_another_person_starts_anew() {
    block_on(async {
        let base = reference().await;
        let mut browser = with_consent(&base).await;
        assert_eq!(browser.get(&asking(&base, "&prompt=consent")).await.title(), "Allow access?");
        let page = browser.get(&asking(&base, "&prompt=login")).await;
        assert_eq!(page.title(), "Log in");
        let again = browser.log_in(&base, &page, "me").await;
        assert!(again.status == 303 && again.callback().first("code").is_some(), "{again:?}");
        let page = browser.get(&asking(&base, "&prompt=login")).await;
        assert_eq!(browser.log_in(&base, &page, "someone else").await.title(), "Allow access?");
        let both = with_consent(&base).await.get(&asking(&base, "&prompt=login%20consent")).await;
        assert_eq!(both.title(), "Log in");
    });
}

#[test]
fn prompt_none_asks_nobody() {
    block_on(async {
        let base = reference().await;
        let quiet = asking(&base, "&prompt=none");
        let error = |answer: Answer| answer.callback().first("error");
        let mut browser = Browser::default();
        assert_eq!(error(browser.get(&quiet).await).as_deref(), Some("login_required"));
        let page = browser.get(&asking(&base, "")).await;
        let consent = browser.log_in(&base, &page, "me").await;
        assert_eq!(error(browser.get(&quiet).await).as_deref(), Some("consent_required"));
        browser.decide(&base, &consent, "allow").await;
        assert!(browser.get(&quiet).await.callback().first("code").is_some());
        let odd = browser.get(&asking(&base, "&prompt=none%20login")).await;
        assert_eq!(error(odd).as_deref(), Some("invalid_request"));
    });
}

#[rstest]
#[case::unknown_client("client_id=app&", "client_id=nobody&", "Unknown client")]
#[case::foreign_redirect_uri("app.example", "evil.example", "Invalid redirect URI")]
fn a_refusal_comes_before_the_login(#[case] good: &str, #[case] bad: &str, #[case] title: &str) {
    block_on(async {
        let base = reference().await;
        let refused = Browser::default().get(&asking(&base, "").replace(good, bad)).await;
        assert_eq!(refused.status, 400);
        assert!(refused.body.contains(title) && !refused.body.contains("<form"), "{}", refused.body);
    });
}

#[test]
fn a_form_that_nobody_was_shown_is_refused() {
    block_on(async {
        let base = reference().await;
        let (mut browser, mut thief) = (Browser::default(), Browser::default());
        let page = browser.get(&asking(&base, "")).await;
        let consent = browser.log_in(&base, &page, "me").await;
        let unknown = [("transaction", "unknown"), ("username", "me"), ("decision", "allow")];
        for path in ["/_litmus/login", "/_litmus/consent"] {
            let lost = browser.post(&format!("{base}{path}"), &unknown).await;
            assert!(lost.status == 400 && lost.body.contains("Start again at the client"), "{lost:?}");
            assert_eq!(browser.get(&format!("{base}{path}")).await.status, 405);
        }
        let foreign = thief.decide(&base, &consent, "allow").await;
        assert!(foreign.status == 400 && foreign.body.contains("Not logged in"), "{foreign:?}");
        let theirs = thief.get(&asking(&base, "")).await;
        thief.log_in(&base, &theirs, "thief").await;
        assert_eq!(thief.decide(&base, &consent, "allow").await.status, 400);
        assert_eq!(browser.decide(&base, &page, "perhaps").await.status, 400);
        assert_eq!(browser.log_in(&base, &page, " ").await.title(), "Log in");
        assert_eq!(browser.decide(&base, &consent, "allow").await.status, 303);
        assert_eq!(browser.decide(&base, &consent, "allow").await.status, 400, "a form worked twice");
    });
}

#[test]
fn one_browser_keeps_its_sessions_at_two_stand_ins_apart() {
    block_on(async {
        let (first, second) = (reference().await, reference().await);
        let mut browser = with_consent(&first).await;
        assert_eq!(browser.get(&asking(&second, "")).await.title(), "Log in");
        let page = browser.get(&asking(&second, "")).await;
        browser.log_in(&second, &page, "someone else").await;
        assert!(browser.get(&asking(&first, "")).await.callback().first("code").is_some());
    });
}

#[test]
fn a_challenge_survives_the_pages() {
    block_on(async {
        let base = reference().await;
        let verifier = "a-verifier-of-at-least-forty-three-characters";
        let challenge =
            format!("&code_challenge={}&code_challenge_method=S256", Pkce::challenge_of(verifier));
        let mut browser = with_consent(&base).await;
        let page = browser.get(&asking(&base, &(challenge + "&prompt=consent"))).await;
        let code = browser.decide(&base, &page, "allow").await.callback().first("code").expect("a code");
        let without = redeemed(&base, "/token", &code, &[]).await;
        assert_eq!((without.status, &without.json()["error"]), (400, &"invalid_grant".into()));
        let with = redeemed(&base, "/token", &code, &[("code_verifier", verifier)]).await;
        assert_eq!(with.status, 200, "{with:?}");
    });
}

/// The pages that a request with these texts leads to, made without a server.
fn shown(id: &str, uri: &str, scope: &str, user: &str) -> [String; 3] {
    let lenient = "[scope]\nunknown = \"granted\"\nunchecked = [\"syntax\"]\n[pkce]\nrequired_for = []";
    let scenario = patched("rfc9700", lenient);
    let client =
        RegisteredClient { id: id.to_owned(), secret: None, redirect_uris: vec![RedirectUri::new(uri)] };
    let mut state = ServerState::new("http://127.0.0.1:9", vec![client], "salt").of_provider(id);
    let mut ask = |endpoint, pairs: &[(&str, &str)]| {
        let request = Request {
            method: "POST".to_owned(),
            endpoint,
            data_centre: None,
            query: Parameters::default(),
            form: pairs.iter().copied().collect(),
            other_body: None,
            authorization: None,
            accepts_json: false,
            cookie: None,
            forwarded_host: None,
            path: String::new(),
            arrived: Moment::default(),
        };
        decide_asking(&scenario.behaviour, &mut state, &request, Moment::default())
    };
    let asked = [
        ("response_type", "code"),
        ("client_id", id),
        ("redirect_uri", uri),
        ("scope", scope),
        ("state", user),
    ];
    let login = ask(Endpoint::Authorization, &asked).body;
    let (_, transaction) = login.split_once("name=\"transaction\" value=\"").expect("a login page");
    let transaction = transaction.split('"').next().expect("an id");
    let again = ask(Endpoint::Login, &[("transaction", transaction), ("username", " ")]).body;
    let consent =
        ask(Endpoint::Login, &[("transaction", transaction), ("username", &format!("u{user}"))]).body;
    [login, again, consent]
}

proptest! {
    /// The texts bring no mark-up of their own, and nothing that hides or reorders.
    #[test]
    fn nothing_that_is_asked_can_do_anything_on_the_pages(
        id in "[!-~][ -~]{0,20}", uri in "https://[a-z<>\"'&;%/\u{430}\u{202e}\u{1b}]{1,30}", scope in ".+", user in ".*"
    ) {
        let marks = |page: &String| page.matches(['<', '>', '"', '\'']).count();
        let [plain, fuzzed] = [shown("a", "https://a", "a", "a"), shown(&id, &uri, &scope, &user)];
        prop_assert_eq!(fuzzed.each_ref().map(marks), plain.each_ref().map(marks));
        prop_assert_eq!(fuzzed[0].chars().find(|c| !c.is_ascii()), None);
    }
}
