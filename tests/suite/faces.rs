//! Refusals in all their faces, told apart without being told how: and where nothing tells, or what
//! told changes half-way, nothing is concluded.

use crate::{
    cli::{file, folder, litmus, text},
    support::{block_on, http, requested, sandbox, server, sound},
};
use oauth_litmus::{
    budget::Budget,
    evidence::{Confidence, Outcome},
    profile::{Finding, Profile, Verdict},
    report,
    rules::Level,
    survey::survey,
    target::TargetError,
};
use rstest::rstest;
use std::{
    fs,
    sync::{Arc, Mutex},
    time::Duration,
};

/// A login of which the name of one field is known.
const FORM: &str = "timeout = \"20s\"\nconsent = \"form\"\n[sandbox.login]\nfields = { user = \"ada\", password = \"lovelace\" }";

fn budget(respite: Duration) -> Budget {
    Budget { cases: 16, concurrency: 4, patience: Duration::ZERO, respite, ..Budget::default() }
}

async fn asked<A>(section: &str, respite: Duration, answer: A) -> Result<Profile, TargetError>
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    let base = server(answer).await;
    survey(&sandbox(&base, section), &budget(respite)).await
}

fn profile_of<A>(answer: A) -> Profile
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(asked("timeout = \"20s\"", Duration::ZERO, answer)).expect("a profile, if only a partial one")
}

fn profile_with_login<A>(answer: A) -> Profile
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(asked(FORM, Duration::ZERO, answer)).expect("a profile, if only a partial one")
}

fn is_good(head: &str) -> bool {
    sound(head).starts_with(b"HTTP/1.1 302")
}

fn guilty(profile: &Profile) -> Vec<String> {
    let guilty = |finding: &&Finding| finding.verdict == Verdict::Violated && finding.level != Level::Report;
    profile.findings.iter().filter(guilty).map(ToString::to_string).collect()
}

/// Redirect rules that are violated, apart from advice: an empty page tells the user nothing.
fn redirect_guilt(profile: &Profile) -> Vec<String> {
    let guilty = |finding: &&Finding| {
        finding.verdict == Verdict::Violated
            && finding.level == Level::Must
            && finding.rule.starts_with("redirect/")
    };
    profile.findings.iter().filter(guilty).map(ToString::to_string).collect()
}

fn verdict(profile: &Profile, rule: &str) -> Option<Verdict> {
    profile.findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict)
}

/// Digits and letters that no other answer has.
fn nonce(number: usize) -> String {
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{mixed:016x}{:016x}", mixed.rotate_left(29) ^ 0x5bd1)
}

/// One bit that no period gives away.
fn coin(number: usize) -> bool {
    let mixed = (number as u64 + 11).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 31)).count_ones().is_multiple_of(2)
}

type Answer = fn(usize, &str) -> Vec<u8>;

fn one_word(_: usize, head: &str) -> Vec<u8> {
    let word = if is_good(head) { "continue" } else { "stop" };
    http("200 OK", "", &format!("<title>Example</title><p>Dear visitor, please {word} here</p>"))
}

fn title_alone(_: usize, head: &str) -> Vec<u8> {
    let title = if is_good(head) { "Sign in" } else { "Error" };
    http("200 OK", "", &format!("<title>{title}</title><p>Example and Sons</p>"))
}

fn length_alone(_: usize, head: &str) -> Vec<u8> {
    let more = "<br>".repeat(if is_good(head) { 40 } else { 3 });
    http("200 OK", "", &format!("<title>Example</title><p>Example and Sons</p>{more}"))
}

fn form_alone(_: usize, head: &str) -> Vec<u8> {
    let form = if is_good(head) { "<form method=post><input name=user><button name=go></form>" } else { "" };
    http("200 OK", "", &format!("<title>Example</title><p>Example and Sons</p>{form}"))
}

/// A time, a nonce and a CSRF token stand in every page, and what was asked for comes back in it.
fn ever_new(number: usize, head: &str) -> Vec<u8> {
    let (title, says) =
        if is_good(head) { ("Sign in", "Welcome") } else { ("Error", "This address is not known") };
    let (nonce, echo) = (nonce(number), requested(head).replace('&', "&amp;").replace('<', "&lt;"));
    http(
        "200 OK",
        &format!("set-cookie: s={nonce}\r\n"),
        &format!(
            "<title>{title}</title><p>{says}</p><p>{echo}</p><p>Thu, 26 Nov 12:{:02}:{:02} request {nonce}</p>\
             <form method=post><input type=hidden name=csrf value={nonce}></form>",
            number / 60 % 60,
            number % 60
        ),
    )
}

/// The refusal is a page of its own, to which the browser is sent; both ways lead to one path.
fn own_page(_: usize, head: &str) -> Vec<u8> {
    let to = if is_good(head) { "view=login" } else { "view=error&reason=invalid_redirect" };
    http("302 Found", &format!("location: /ui?{to}&at=1732622\r\n"), "")
}

fn own_page_by_fragment(_: usize, head: &str) -> Vec<u8> {
    let to = if is_good(head) { "login" } else { "oops" };
    http("302 Found", &format!("location: /app#{to}\r\n"), "")
}

fn to_the_registered_uri(_: usize, head: &str) -> Vec<u8> {
    if is_good(head) {
        http("200 OK", "", "<title>Sign in</title>")
    } else if head.contains("client_id=app&") {
        http("302 Found", "location: https://app.example/callback?error=invalid_request\r\n", "")
    } else {
        sound(head)
    }
}

fn failing(_: usize, head: &str) -> Vec<u8> {
    if is_good(head) { sound(head) } else { http("500 Internal Server Error", "", "stack trace") }
}

fn empty_403(_: usize, head: &str) -> Vec<u8> {
    if is_good(head) { sound(head) } else { http("403 Forbidden", "", "") }
}

fn json(_: usize, head: &str) -> Vec<u8> {
    let error = "{\"error\":\"invalid_redirect_uri\"}";
    let answered = http("200 OK", "", if is_good(head) { "{\"next\":\"login\"}" } else { error });
    String::from_utf8(answered).expect("text").replace("text/html", "application/json").into_bytes()
}

/// Two wordings of the login page are tried out, and errors come in three languages.
fn in_many_words(number: usize, head: &str) -> Vec<u8> {
    if is_good(head) {
        let title = if coin(number) { "Sign in" } else { "Welcome back" };
        return http("200 OK", "", &format!("<title>{title}</title><p>Your name, please</p>"));
    }
    let (title, says) = [
        ("Error", "This address is not registered"),
        ("Fehler", "Diese Adresse ist nicht bekannt"),
        ("Erreur", "Cette adresse est inconnue"),
    ][(number * 7 / 4) % 3];
    http("200 OK", "", &format!("<title>{title}</title><p>{says}</p>"))
}

#[rstest]
#[case::one_word(one_word, Confidence::Fair)]
#[case::title_alone(title_alone, Confidence::Fair)]
#[case::form_alone(form_alone, Confidence::Fair)]
#[case::length_alone(length_alone, Confidence::Low)]
#[case::ever_new(ever_new, Confidence::Fair)]
#[case::own_page(own_page, Confidence::Fair)]
#[case::own_page_by_fragment(own_page_by_fragment, Confidence::Fair)]
#[case::to_the_registered_uri(to_the_registered_uri, Confidence::High)]
#[case::failing(failing, Confidence::High)]
#[case::empty_403(empty_403, Confidence::High)]
#[case::json(json, Confidence::Fair)]
#[case::in_many_words(in_many_words, Confidence::Fair)]
fn a_refusal_is_known_by_any_face(#[case] answer: Answer, #[case] confidence: Confidence) {
    let profile = profile_of(
        move |number, head| {
            if head.starts_with("POST") { sound(head) } else { answer(number, head) }
        },
    );
    assert!(!profile.partial, "{:?}", profile.error);
    assert_eq!(redirect_guilt(&profile), [""; 0]);
    assert_eq!(verdict(&profile, "redirect/path-append"), Some(Verdict::Upheld));
    let told = &profile.calibration[0];
    assert_eq!(told.confidence, confidence, "{told}");
    let (good, bad) = told.controls;
    assert!(!told.by.is_empty() && good >= 2 && bad >= 2, "{told}");
    assert_eq!(good > 2, confidence < Confidence::High, "where pages alone tell, more are asked: {told}");
    let shown = report::profile_terminal(&profile) + report::markdown(&profile).as_str();
    let sentence = format!("from {good} and {bad} controls, confidence {confidence}");
    assert_eq!(shown.matches(&sentence).count(), 2, "{shown}");
}

/// A loose server is found out by any of these faces, too.
#[rstest]
#[case::one_word(one_word)]
#[case::ever_new(ever_new)]
#[case::own_page(own_page)]
fn an_acceptance_is_known_by_any_face(#[case] answer: Answer) {
    let profile = profile_of(move |number, head| {
        let loose = requested(head) == "https://app.example/callback/";
        let accepted = head.replace("app.example%2Fcallback%2F&", "app.example%2Fcallback&");
        if head.starts_with("POST") {
            sound(head)
        } else {
            answer(number, if loose { &accepted } else { head })
        }
    });
    assert_eq!(verdict(&profile, "redirect/trailing-slash"), Some(Verdict::Violated));
    assert_eq!(verdict(&profile, "redirect/path-append"), Some(Verdict::Upheld));
}

/// Good and bad get the same page, in two wordings: what differs by chance tells nothing.
#[rstest]
#[case::by_turns(|number: usize| number.is_multiple_of(2))]
#[case::in_pairs(|number: usize| (number / 2).is_multiple_of(2))]
#[case::three_by_three(|number: usize| (number / 3).is_multiple_of(2))]
#[case::by_chance(coin)]
fn a_page_that_is_tried_out_in_two_wordings_tells_nothing(#[case] first: fn(usize) -> bool) {
    let profile = profile_of(move |number, head| {
        let (title, says) = if first(number) { ("Sign in", "Your name") } else { ("Log in", "Who are you") };
        if head.starts_with("POST") {
            sound(head)
        } else {
            http("200 OK", "", &format!("<title>{title}</title><p>{says}</p>"))
        }
    });
    assert_eq!(redirect_guilt(&profile), [""; 0]);
    assert_eq!(profile.calibration[0].confidence, Confidence::None, "{}", profile.calibration[0]);
    assert_eq!(verdict(&profile, "redirect/path-append"), Some(Verdict::Inconclusive));
}

/// A throttle that is over before the controls are asked: its page is no refusal.
#[test]
fn a_throttle_with_pages_between_two_controls_refuses_nothing() {
    let put_off: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&put_off);
    let profile = profile_of(move |number, head| {
        let asked = requested(head);
        let is_control = asked == "https://app.example/callback" || asked.starts_with("https://evil.example");
        if head.starts_with("POST") || is_control {
            return if is_good(head) { sound(head) } else { http("200 OK", "", "<title>Example</title>No") };
        }
        if number % 5 == 0 {
            seen.lock().expect("a list").push(asked);
            return http("200 OK", "", "<title>Example</title><p>Too many requests, please wait</p>");
        }
        http("200 OK", "", "<title>Example</title>No")
    });
    assert_eq!(redirect_guilt(&profile), [""; 0]);
    let put_off = put_off.lock().expect("a list");
    let mut of_those = profile
        .probes
        .iter()
        .filter(|probe| probe.requested.as_ref().is_some_and(|requested| put_off.contains(requested)));
    assert!(of_those.clone().count() > 3);
    assert!(of_those.any(|probe| probe.outcome == Outcome::Unclear), "it was taken for a refusal");
}

/// From some request on every authorization request is answered with this page.
fn turning(page: &'static str) -> Profile {
    profile_of(
        move |number, head| {
            if number < 70 || head.starts_with("POST") { sound(head) } else { http("200 OK", "", page) }
        },
    )
}

#[rstest]
#[case::captcha(
    "<title>One moment</title><form method=post><input name=g-recaptcha-response></form>",
    "CAPTCHA"
)]
#[case::locked("<title>Sign in</title><p>This account is locked</p>", "the account is locked")]
#[case::throttled("<title>Oops</title><p>Too many requests</p>", "throttles us")]
#[case::another_page(
    "<title>Welcome back</title><form method=post><input name=email></form>",
    "`Welcome back`"
)]
fn what_comes_in_between_is_named_and_what_was_measured_is_kept(
    #[case] page: &'static str,
    #[case] named: &str,
) {
    let profile = turning(page);
    assert!(profile.partial);
    assert_eq!(redirect_guilt(&profile), [""; 0]);
    let error = profile.error.as_deref().expect("a reason");
    assert!(error.contains(named) && error.contains("controls in a row failed"), "{error}");
    assert!(
        profile.probes.iter().any(|probe| probe.outcome == Outcome::Refused),
        "what was measured is lost"
    );
}

/// A server with a login page; `locks` is when it takes no more logins.
fn with_login(locks: usize, then: &'static str) -> impl Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static {
    move |number, head| {
        if head.starts_with("POST /login") {
            if number < locks {
                let code = nonce(number);
                let headers = format!(
                    "location: https://app.example/callback?code={code}\r\nset-cookie: s={code}; Path=/\r\n"
                );
                return http("302 Found", &headers, "");
            }
            http("200 OK", "", then)
        } else if head.starts_with("POST /token") {
            sound(head)
        } else if head.starts_with("GET") && is_good(head) {
            http(
                "200 OK",
                "",
                "<title>Sign in</title><form method=post action=/login><input name=user>\
                 <input name=password type=password><button name=go>Sign in</button></form>",
            )
        } else {
            http("200 OK", "", "<title>Sorry</title><p>This address is not known</p>")
        }
    }
}

#[test]
fn a_code_is_the_surest_sign() {
    let profile = profile_with_login(with_login(usize::MAX, ""));
    assert!(!profile.partial, "{:?}", profile.error);
    assert_eq!(redirect_guilt(&profile), [""; 0]);
    assert_eq!(profile.calibration[0].confidence, Confidence::Certain, "{}", profile.calibration[0]);
}

#[rstest]
#[case::locks(
    "<title>Sign in</title><p>Your account has been locked</p><form method=post action=/login><input name=user><input name=password type=password></form>",
    "the account is locked"
)]
#[case::captcha(
    "<title>Sign in</title><form method=post action=/login><input name=user><input name=password type=password><input name=captcha></form>",
    "CAPTCHA"
)]
#[case::changes(
    "<title>New here?</title><form method=post action=/start><input name=email><button name=next>Next</button><button name=skip>Skip</button></form>",
    "`New here?`"
)]
fn a_login_that_ends_half_way_is_named(#[case] then: &'static str, #[case] named: &str) {
    let profile = profile_with_login(with_login(160, then));
    assert!(profile.partial);
    assert_eq!(guilty(&profile), [""; 0]);
    let error = profile.error.as_deref().expect("a reason");
    assert!(error.contains(named), "{error}");
    assert!(
        profile.probes.iter().any(|probe| probe.outcome == Outcome::Refused),
        "what was measured is lost"
    );
}

/// The same at the very beginning: nothing can be asked, and it says why.
#[test]
fn a_login_that_never_works_says_what_stands_in_the_way() {
    let then = "<title>Sign in</title><p>Too many attempts</p><form method=post action=/login><input name=user><input name=password type=password></form>";
    let error = block_on(asked(FORM, Duration::ZERO, with_login(0, then))).expect_err("no code").to_string();
    assert!(error.contains("throttles us") && error.contains("mend:"), "{error}");
}

#[test]
fn a_server_that_is_slow_to_be_ready_is_waited_for() {
    let profile = block_on(asked("timeout = \"20s\"", Duration::from_secs(2), |number, head| {
        if number <= 3 { http("503 Service Unavailable", "", "starting") } else { sound(head) }
    }))
    .expect("it was ready soon");
    assert!(!profile.partial, "{:?}", profile.error);
}

#[test]
fn a_server_that_does_not_listen_yet_is_waited_for() {
    block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let at = listener.local_addr().expect("an address");
        drop(listener);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let listener = tokio::net::TcpListener::bind(at).await.expect("the port");
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let Some(head) = crate::support::received(&mut stream).await else { return };
                    let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &sound(&head)).await;
                });
            }
        });
        let sandbox = sandbox(&format!("http://{at}"), "timeout = \"20s\"");
        let budget =
            Budget { only: vec!["redirect/path-append".to_owned()], ..budget(Duration::from_secs(2)) };
        let profile = survey(&sandbox, &budget).await.expect("it came up");
        assert_eq!(verdict(&profile, "redirect/path-append"), Some(Verdict::Upheld));
    });
}

fn scenario(name: &str, base: &str) -> String {
    file(
        &format!("{name}.toml"),
        &format!(
            "[provider]\nname = \"{name}\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n[sandbox]\nbase = \"{base}\"\n\
             timeout = \"20s\"\n[[sandbox.client]]\nid = \"app\"\nsecret = \"app-secret\"\nredirect_uris = [\"https://app.example/callback\"]\n"
        ),
    )
}

fn profiles(json: &[u8]) -> Vec<serde_json::Value> {
    serde_json::from_slice(json).expect("JSON")
}

/// Of several servers in one run one dies, one is not there and one is locked; the last is asked all
/// the same, and the profiles say which is which.
#[test]
fn one_server_that_fails_keeps_no_other_from_being_asked() {
    block_on(async {
        let dying = server(|number, head| if number < 70 { sound(head) } else { Vec::new() }).await;
        let locked = server(|number, head| {
            if number < 70 || head.starts_with("POST") {
                sound(head)
            } else {
                http("200 OK", "", "<title>Sign in</title><p>Your account is locked</p>")
            }
        })
        .await;
        let whole = server(|_, head| sound(head)).await;
        let files = [
            scenario("dying", &dying),
            scenario("nobody", "http://127.0.0.1:9"),
            scenario("locked", &locked),
            scenario("whole", &whole),
        ];
        let out = folder().join("out").display().to_string();
        let told = out.clone();
        let output = tokio::task::spawn_blocking(move || {
            let mut arguments = vec!["run"];
            arguments.extend(files.iter().map(String::as_str));
            arguments.extend(["--live", "--patience", "0s", "--cases", "8", "--json", "--out", &told]);
            litmus(&arguments)
        })
        .await
        .expect("a run");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{said}");
        let partial = |profile: &serde_json::Value| profile["partial"] == true;
        let all = profiles(&output.stdout);
        let targets: Vec<_> =
            all.iter().map(|profile| (profile["target"].clone(), partial(profile))).collect();
        let wanted = [("dying", true), ("nobody", true), ("locked", true), ("whole", false)];
        assert_eq!(targets, wanted.map(|(name, partial)| (name.into(), partial)), "{said}");
        assert!(
            all[2]["error"].as_str().is_some_and(|error| error.contains("account is locked")),
            "{}",
            all[2]["error"]
        );
        assert!(!all[0]["probes"].as_array().expect("probes").is_empty());
        assert_eq!(all[3]["calibration"][0]["confidence"], "high");

        // What is made of the journals alone says the same of what was not finished.
        let again = litmus(&["run", "--from", &out, "--json"]);
        assert_eq!(again.status.code(), Some(3), "{}", text(&again.stderr));
        for profile in profiles(&again.stdout) {
            assert_eq!(partial(&profile), profile["target"] != "whole", "{}", profile["target"]);
        }
    });
}

/// A journal that a kill cut off makes a profile that is marked, and the exit code says so.
#[test]
fn an_unfinished_journal_is_marked_as_partial() {
    let out = folder().join("out");
    let at = out.display().to_string();
    let output = litmus(&["run", "rfc9700", "--cases", "4", "--json", "--out", &at]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let whole = litmus(&["run", "--from", &at, "--json"]);
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole.stderr));
    assert!(profiles(&whole.stdout)[0]["partial"].is_null());
    let path = out.join("rfc9700.jsonl");
    let journal = fs::read_to_string(&path).expect("a journal");
    let lines: Vec<&str> = journal.lines().collect();
    fs::write(&path, lines[..lines.len() * 2 / 3].join("\n") + "\n").expect("a part of it");
    let cut = litmus(&["run", "--from", &at, "--json"]);
    assert_eq!(cut.status.code(), Some(3), "{}", text(&cut.stderr));
    let profile = &profiles(&cut.stdout)[0];
    assert_eq!(profile["partial"], true);
    let error = profile["error"].as_str().expect("a reason");
    assert!(error.contains("not finished") && error.contains("mend:"), "{error}");
    assert!(text(&cut.stderr).contains("rfc9700: the run was not finished"));
}
