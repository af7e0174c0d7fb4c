//! The dialects of token endpoints: a stand-in speaks them, a survey understands them, and learning
//! states them again.

use crate::{
    browser::{Answer, asking, raw, started},
    support::{block_on, in_repository, lay_over, surveyed},
};
use oauth_litmus::{
    behaviour::{Behaviour, BodyShape, ErrorAnswer},
    budget::Budget,
    profile::{Learned, Profile, Verdict},
    protocol::{Parameters, encode},
    scenario::Scenario,
    stand_in::{Service, StandIn, decide},
    survey::learn,
};
use rstest::rstest;
use std::{collections::BTreeSet, fs};

/// Everything comes with HTTP 200, and `ok` says how it went.
const SLACK: &str = r#"
[code]
unknown = { error = "invalid_code" }
replayed = { error = "invalid_code" }
expired = { error = "invalid_code" }
[redirect_uri.mismatch]
at_token = { error = "bad_redirect_uri" }
[token]
inside = "authed_user"
members = { ok = true }
scope_separator = "comma"
token_type = "user"
expires_in = "absent"
[token.errors]
all = { status = 200, members = { ok = false } }
wrong_secret = { error = "bad_client_secret" }"#;

/// Forms for who does not ask for JSON.
const GITHUB: &str = r#"
[code]
unknown = { error = "bad_verification_code", description = "It is incorrect or expired." }
replayed = { error = "bad_verification_code", description = "It is incorrect or expired." }
expired = { error = "bad_verification_code", description = "It is incorrect or expired." }
[redirect_uri.mismatch]
at_token = { error = "redirect_uri_mismatch" }
[token]
body = "form-unless-json-accepted"
token_type = "bearer"
scope_separator = "comma"
[token.errors]
all = { status = 200, members = { error_uri = "https://as.example/errors" } }
wrong_secret = { error = "incorrect_client_credentials" }"#;

/// The error is an object.
const FACEBOOK: &str = r#"
[code]
unknown = { description = "Invalid code.", members = { error = { code = 100 } } }
replayed = { description = "It was used.", members = { error = { code = 100, error_subcode = 36009 } } }
expired = { description = "It is too old.", members = { error = { code = 100, error_subcode = 36007 } } }
[redirect_uri.mismatch]
at_token = { description = "Not this one.", members = { error = { code = 100, error_subcode = 36008 } } }
[token.errors.all]
status = 400
error = "OAuthException"
code_in = ["error", "type"]
description_in = ["error", "message"]
[token.errors.wrong_secret]
description = "Error validating client secret."
members = { error = { code = 1 } }"#;

/// JSON goes in, and what comes out has a code, and no `error`.
const NOTION: &str = r#"
[code]
unknown = { error = "invalid_grant", description = "Invalid code." }
replayed = { error = "invalid_grant", description = "Invalid code." }
expired = { error = "invalid_grant", description = "Invalid code." }
[redirect_uri.mismatch]
at_token = { error = "validation_error", description = "Not this one." }
[token]
bodies = ["json"]
[token.errors.all]
status = 400
code_in = "code"
description_in = "message"
status_in = "status"
members = { object = "error" }
[token.errors.wrong_secret]
status = 401
error = "unauthorized""#;

/// The code is called a status.
const HUBSPOT: &str = r#"
[code]
unknown = { error = "BAD_AUTH_CODE", description = "missing or unknown auth code" }
replayed = { error = "BAD_AUTH_CODE", description = "missing or unknown auth code" }
expired = { error = "BAD_AUTH_CODE", description = "missing or unknown auth code" }
[redirect_uri.mismatch]
at_token = { error = "MISMATCH_REDIRECT_URI_AUTH_CODE", description = "not the same" }
[token.errors.all]
status = 400
code_in = "status"
description_in = "message"
[token.errors.wrong_secret]
error = "BAD_CLIENT_SECRET""#;

/// What `app` gets for a code, written as JSON or as a form, by one who accepts that.
async fn redeemed(base: &str, code: &str, json: bool, accept: &str) -> Answer {
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", "https://app.example/callback"),
        ("client_id", "app"),
        ("client_secret", "app-secret"),
    ];
    let members = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    let (media_type, body) = if json {
        ("application/json", serde_json::Value::Object(members).to_string())
    } else {
        ("application/x-www-form-urlencoded", Parameters::from_iter(fields).to_string())
    };
    let host = base.strip_prefix("http://").expect("a URL");
    let length = body.len();
    let request = format!(
        "POST /token HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\nconnection: close\r\n\
         content-type: {media_type}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    raw(host, request.as_bytes()).await
}

/// What the reference says of its own errors and of the layout of its tokens.
const OWN: [(&[&str], &str); 9] = [
    (&["code"], "unknown"),
    (&["code"], "replayed"),
    (&["code"], "expired"),
    (&["redirect_uri", "mismatch"], "at_token"),
    (&["refresh_token"], "revoked"),
    (&["refresh_token"], "unknown"),
    (&["token"], "errors"),
    (&["token"], "media_type"),
    (&["token"], "bodies"),
];

/// The reference, with a dialect in place of its own.
fn spoken(patch: &str) -> Scenario {
    let text = fs::read_to_string(in_repository("scenarios/reference/rfc6749.toml")).expect("a reference");
    let mut table: toml::Table = text.parse().expect("TOML");
    for (way, key) in OWN {
        let of = way.iter().try_fold(&mut table, |table, name| table.get_mut(*name)?.as_table_mut());
        of.expect("a table").remove(key);
    }
    lay_over(&mut table, patch.parse().expect("a patch in TOML"));
    Scenario::parse("rfc6749", &table.to_string()).expect("a patched scenario")
}

/// A stand-in that speaks so.
async fn speaking(patch: &str) -> String {
    started(Service { decide, ..Service::new(spoken(patch)) }).await
}

#[rstest]
#[case::slack(SLACK, false, "*/*", 200, "application/json", r#"{"error":"invalid_code","ok":false}"#)]
#[case::github(
    GITHUB,
    false,
    "*/*",
    200,
    "application/x-www-form-urlencoded",
    "error=bad_verification_code&error_description=It%20is%20incorrect%20or%20expired.&error_uri=https%3A%2F%2Fas.example%2Ferrors"
)]
#[case::github_asked_for_json(
    GITHUB, false, "application/json", 200, "application/json",
    r#"{"error":"bad_verification_code","error_description":"It is incorrect or expired.","error_uri":"https://as.example/errors"}"#
)]
#[case::facebook(
    FACEBOOK,
    false,
    "*/*",
    400,
    "application/json",
    r#"{"error":{"code":100,"message":"Invalid code.","type":"OAuthException"}}"#
)]
#[case::notion(
    NOTION,
    true,
    "*/*",
    400,
    "application/json",
    r#"{"code":"invalid_grant","message":"Invalid code.","object":"error","status":400}"#
)]
#[case::notion_without_json(
    NOTION,
    false,
    "*/*",
    400,
    "application/json",
    r#"{"code":"invalid_client","object":"error","status":400}"#
)]
#[case::hubspot(
    HUBSPOT,
    false,
    "*/*",
    400,
    "application/json",
    r#"{"message":"missing or unknown auth code","status":"BAD_AUTH_CODE"}"#
)]
#[case::without_a_code(
    "[token.errors.all]\nerror = \"\"\nmembers = { success = false }\n[code.unknown]\nerror = \"\"",
    false,
    "*/*",
    400,
    "application/json",
    r#"{"success":false}"#
)]
#[case::form_as_text(
    "[token.errors.all]\nbody = \"form-as-text\"",
    false,
    "*/*",
    400,
    "text/plain; charset=utf-8",
    "error=invalid_grant"
)]
fn an_error_is_spoken_in_its_dialect(
    #[case] patch: &str,
    #[case] json: bool,
    #[case] accept: &str,
    #[case] status: u16,
    #[case] media_type: &str,
    #[case] body: &str,
) {
    block_on(async {
        let answer = redeemed(&speaking(patch).await, "never-issued", json, accept).await;
        let said = (answer.status, answer.header("content-type"), &*answer.body);
        assert_eq!(said, (status, Some(media_type), body));
    });
}

/// A success, with the names of tokens in place of their values.
async fn success(patch: &str, json: bool, accept: &str) -> (u16, String, String) {
    let base = speaking(patch).await;
    let url = asking(&base, "").replace("scope=read", &format!("scope={}", encode("read write")));
    let code = crate::browser::Browser::default().get(&url).await.callback().first("code").expect("a code");
    let answer = redeemed(&base, &code, json, accept).await;
    let is_token = |word: &&str| word.len() == 43;
    let mut body = answer.body.clone();
    for name in ["TOKEN", "REFRESH"] {
        let mut words = body.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
        let token = words.find(is_token).unwrap_or_else(|| panic!("no {name}: {answer:?}")).to_owned();
        body = body.replace(&token, name);
    }
    (answer.status, answer.header("content-type").unwrap_or_default().to_owned(), body)
}

#[rstest]
#[case::slack(SLACK, false, "*/*", "application/json", r#"{"authed_user":{"access_token":"TOKEN","refresh_token":"REFRESH","scope":"read,write","token_type":"user"},"ok":true}"#)]
#[case::github(
    GITHUB,
    false,
    "*/*",
    "application/x-www-form-urlencoded",
    "access_token=TOKEN&expires_in=3600&refresh_token=REFRESH&scope=read%2Cwrite&token_type=bearer"
)]
#[case::github_asked_for_json(
    GITHUB, false, "application/json", "application/json",
    r#"{"access_token":"TOKEN","expires_in":3600,"refresh_token":"REFRESH","scope":"read,write","token_type":"bearer"}"#
)]
#[case::notion(
    NOTION, true, "*/*", "application/json",
    r#"{"access_token":"TOKEN","expires_in":3600,"refresh_token":"REFRESH","scope":"read write","token_type":"Bearer"}"#
)]
#[case::odd_members(
    "[token]\npromised_lifetime = \"0s\"\nexpires_in = \"string\"\ntoken_type = \"\"\nmembers = { api = { base = \"https://api.example\" }, ids = [1, 2] }",
    false, "*/*", "application/json",
    r#"{"access_token":"TOKEN","api":{"base":"https://api.example"},"expires_in":"0","ids":[1,2],"refresh_token":"REFRESH","scope":"read write"}"#
)]
fn a_success_is_spoken_in_its_dialect(
    #[case] patch: &str,
    #[case] json: bool,
    #[case] accept: &str,
    #[case] media_type: &str,
    #[case] body: &str,
) {
    let said = block_on(success(patch, json, accept));
    assert_eq!(said, (200, media_type.to_owned(), body.to_owned()));
}

fn with(profile: &Profile, verdict: Verdict) -> BTreeSet<&'static str> {
    let such = profile.findings.iter().filter(|finding| finding.verdict == verdict);
    such.map(|finding| finding.rule).collect()
}

/// What a survey finds is what is odd about the dialect, and all the rest is found as it is at the
/// same server without it.
#[rstest]
#[case::slack(SLACK, &[
    "client/401-www-authenticate", "client/invalid-client-code", "client/unknown-vs-wrong-uniform",
    "token/access-token-present", "token/error-400", "token/error-code-set", "token/expires-in-number",
    "token/invalid-grant",
])]
#[case::github(GITHUB, &[
    "client/401-www-authenticate", "client/invalid-client-code", "client/unknown-vs-wrong-uniform", "token/error-400",
    "token/error-code-set", "token/error-json", "token/invalid-grant",
])]
#[case::facebook(FACEBOOK, &[
    "client/401-www-authenticate", "client/invalid-client-code", "client/unknown-vs-wrong-uniform",
    "token/error-code-set", "token/error-json", "token/grant-not-allowed", "token/invalid-grant", "token/missing-code",
    "token/missing-grant-type", "token/unsupported-grant-type",
])]
#[case::notion(NOTION, &[
    "client/invalid-client-code", "client/unknown-vs-wrong-uniform", "token/error-code-set", "token/error-json",
    "token/form-content-type", "token/invalid-grant",
])]
#[case::hubspot(HUBSPOT, &[
    "client/401-www-authenticate", "client/invalid-client-code", "client/unknown-vs-wrong-uniform",
    "token/error-code-set", "token/error-json", "token/invalid-grant",
])]
fn a_survey_understands_it(#[case] patch: &str, #[case] odd: &[&str]) {
    let budget = Budget { cases: 0, ..Budget::default() };
    let (plain, odd_one) = block_on(async {
        let usual = "[token.errors]\nwrong_secret = { error = \"invalid_client\" }";
        (surveyed(spoken(usual), &budget).await, surveyed(spoken(patch), &budget).await)
    });
    let violated: BTreeSet<_> = with(&odd_one, Verdict::Violated);
    let before = with(&plain, Verdict::Violated);
    let new: BTreeSet<&str> = violated.difference(&before).copied().collect();
    assert_eq!(new, odd.iter().copied().collect());
    let unclear = with(&odd_one, Verdict::Inconclusive);
    let unclear: Vec<_> = unclear.difference(&with(&plain, Verdict::Inconclusive)).copied().collect();
    // A code of its own does not say that it is the client which is refused.
    assert!(unclear.iter().all(|rule| *rule == "metadata/auth-methods-true"), "{unclear:?}");
    assert_eq!(odd_one.behaviour.code.uses, plain.behaviour.code.uses);
    assert_eq!(odd_one.behaviour.code.lifetime, plain.behaviour.code.lifetime);
}

/// An answer as it is sent: its status, the layout of its body, and its members.
fn sent(behaviour: &Behaviour, stated: Option<&ErrorAnswer>) -> (u16, BodyShape, String) {
    let all = behaviour.token.errors.all.clone().unwrap_or_default();
    let answer = stated.cloned().unwrap_or_default().or(&all);
    let shape =
        answer.body.or(behaviour.token.body.map(BodyShape::from)).unwrap_or(BodyShape::Json).sent(false);
    let status = answer.status.unwrap_or(400);
    (status, shape, serde_json::Value::Object(answer.body_members(status)).to_string())
}

/// What a behaviour says of one cause of an error.
type Cause = fn(&Behaviour) -> Option<&ErrorAnswer>;

/// Law 1, for the shapes of token answers.
#[rstest]
#[case::slack(SLACK)]
#[case::github(GITHUB)]
#[case::facebook(FACEBOOK)]
#[case::notion(NOTION)]
#[case::hubspot(HUBSPOT)]
fn a_dialect_is_learned_back(#[case] patch: &str) {
    let scenario = spoken(patch);
    let truth = scenario.behaviour.clone();
    let budget = Budget { cases: 0, ..Budget::default() };
    let stand_in = StandIn::unhosted(scenario);
    let learned: Learned = block_on(learn(&stand_in, &budget, &|_| {})).expect("it is there");
    let is = &learned.behaviour;
    let causes: [(&str, Cause); 5] = [
        ("unknown", |behaviour| behaviour.code.unknown.as_ref()),
        ("replayed", |behaviour| behaviour.code.replayed.as_ref()),
        ("expired", |behaviour| behaviour.code.expired.as_ref()),
        ("mismatch", |behaviour| behaviour.redirect_uri.mismatch.at_token.as_ref()),
        ("wrong secret", |behaviour| behaviour.token.errors.wrong_secret.as_ref()),
    ];
    for (name, of) in causes {
        assert_eq!(sent(is, of(is)), sent(&truth, of(&truth)), "{name}");
    }
    let of = |behaviour: &Behaviour| {
        let token = behaviour.token.clone();
        let body = token.body.map_or(BodyShape::Json, BodyShape::from).sent(false);
        let kind = token.token_type.unwrap_or_else(|| "Bearer".to_owned());
        (body, token.inside, token.members, kind)
    };
    assert_eq!(of(is), of(&truth));
}
