//! Refusals in all their faces, told apart without being told how: and where nothing tells, or what
//! told changes half-way, nothing is concluded.

use crate::support::{block_on, http, requested, sandbox, server, sound};
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
    sync::{Arc, Mutex},
    time::Duration,
};

/// A login of which the name of one field is known.
pub(crate) const FORM: &str = "timeout = \"20s\"\nconsent = \"form\"\n[sandbox.login]\nfields = { user = \"ada\", password = \"lovelace\" }";

pub(crate) fn budget(respite: Duration) -> Budget {
    Budget { cases: 16, concurrency: 4, patience: Duration::ZERO, respite, ..Budget::default() }
}

pub(crate) async fn asked<A>(section: &str, respite: Duration, answer: A) -> Result<Profile, TargetError>
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    let base = server(answer).await;
    survey(&sandbox(&base, section), &budget(respite)).await
}

pub(crate) fn profile_of<A>(answer: A) -> Profile
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(asked("timeout = \"20s\"", Duration::ZERO, answer)).expect("a profile, if only a partial one")
}

pub(crate) fn profile_with_login<A>(answer: A) -> Profile
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(asked(FORM, Duration::ZERO, answer)).expect("a profile, if only a partial one")
}

pub(crate) fn is_good(head: &str) -> bool {
    sound(head).starts_with(b"HTTP/1.1 302")
}

pub(crate) fn guilty(profile: &Profile) -> Vec<String> {
    let guilty = |finding: &&Finding| finding.verdict == Verdict::Violated && finding.level != Level::Report;
    profile.findings.iter().filter(guilty).map(ToString::to_string).collect()
}

/// Redirect rules that are violated, apart from advice: an empty page tells the user nothing.
pub(crate) fn redirect_guilt(profile: &Profile) -> Vec<String> {
    let guilty = |finding: &&Finding| {
        finding.verdict == Verdict::Violated
            && finding.level == Level::Must
            && finding.rule.starts_with("redirect/")
    };
    profile.findings.iter().filter(guilty).map(ToString::to_string).collect()
}

pub(crate) fn verdict(profile: &Profile, rule: &str) -> Option<Verdict> {
    profile.findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict)
}

/// Digits and letters that no other answer has.
pub(crate) fn nonce(number: usize) -> String {
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
