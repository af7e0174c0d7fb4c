//! What comes in between while a server is asked, and servers that are not ready at once: it is named,
//! waited for where that helps, and what was measured is kept.

use crate::{
    faces::{
        FORM, asked, budget, guilty, is_good, nonce, profile_of, profile_with_login, redirect_guilt, verdict,
    },
    support::{block_on, http, sandbox, sound},
};
use oauth_litmus::{
    budget::Budget,
    evidence::{Confidence, Outcome},
    profile::{Profile, Verdict},
    survey::survey,
};
use rstest::rstest;
use std::time::Duration;

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
