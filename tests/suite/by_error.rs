//! Before a login, a second, deliberate error tells a registered redirect URI from an unrelated one,
//! where nothing else does; and only where it was seen to.

use crate::support::{block_on, http, requested, sandbox, server};
use oauth_litmus::{
    budget::Budget,
    profile::{Finding, Profile, Verdict},
    survey::survey,
};
use rstest::rstest;
use std::time::Duration;

const REGISTERED: &str = "https://app.example/callback";

/// A server that shows its login to anybody, and answers a request that it cannot grant without a
/// page at the redirect URI, if `admits` takes it; by `asked` in its query it knows such a request.
fn login_first(request: &str, asked: &str, error: &str, admits: impl Fn(&str) -> bool) -> Vec<u8> {
    if request.starts_with("POST") {
        return http("400 Bad Request", "", "{\"error\":\"invalid_grant\"}");
    }
    let uri = requested(request);
    if !request.split(' ').nth(1).unwrap_or_default().contains(asked) {
        return http("302 Found", "location: /login\r\n", "");
    }
    if !request.contains("client_id=app&") || request.matches("redirect_uri=").count() != 1 || !admits(&uri) {
        return http("302 Found", "location: /error?because=redirect_uri\r\n", "");
    }
    let mark = if uri.contains('?') { '&' } else { '?' };
    http("302 Found", &format!("location: {uri}{mark}error={error}\r\n"), "")
}

async fn surveyed(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Profile {
    let base = server(move |_, request| answer(request)).await;
    let budget =
        Budget { cases: 16, patience: Duration::ZERO, respite: Duration::ZERO, ..Budget::live(true) };
    survey(&sandbox(&base, ""), &budget).await.expect("a profile")
}

fn finding<'a>(profile: &'a Profile, rule: &str) -> &'a Finding {
    profile.findings.iter().find(|finding| finding.rule == rule).expect("a finding")
}

#[rstest]
#[case::nothing_without_a_page("prompt=none", "login_required")]
#[case::an_unknown_response_type("response_type=litmus", "unsupported_response_type")]
#[case::an_unknown_scope("scope=litmus-unknown-scope", "invalid_scope")]
fn an_error_at_the_redirect_uri_says_that_it_was_accepted(
    #[case] asked: &'static str,
    #[case] error: &'static str,
) {
    block_on(async {
        let sound =
            surveyed(move |request| login_first(request, asked, error, |uri| uri == REGISTERED)).await;
        assert!(!sound.partial, "{:?}", sound.error);
        let exact = finding(&sound, "redirect/exact-match");
        assert_eq!(exact.verdict, Verdict::Upheld, "{exact:?}");
        let prefix = |uri: &str| uri.starts_with(REGISTERED);
        let lax = surveyed(move |request| login_first(request, asked, error, prefix)).await;
        let exact = finding(&lax, "redirect/exact-match");
        assert_eq!(exact.verdict, Verdict::Violated, "{exact:?}");
    });
}

#[test]
fn an_error_that_goes_anywhere_says_nothing() {
    block_on(async {
        let anywhere =
            surveyed(|request| login_first(request, "prompt=none", "login_required", |_| true)).await;
        let exact = finding(&anywhere, "redirect/exact-match");
        assert!(!matches!(exact.verdict, Verdict::Upheld), "{exact:?}");
        let nothing = surveyed(|_| http("302 Found", "location: /login\r\n", "")).await;
        let exact = finding(&nothing, "redirect/exact-match");
        assert!(!matches!(exact.verdict, Verdict::Upheld | Verdict::Violated), "{exact:?}");
    });
}
