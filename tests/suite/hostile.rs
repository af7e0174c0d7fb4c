//! A server that is down, resets, hangs, answers garbage, an endless body or HTTP/1.0: one clear
//! message, never a panic, a hang or a false verdict.

use crate::support::{block_on, http, sandbox, server, sound};
use oauth_litmus::{
    budget::Budget,
    profile::{Profile, Verdict},
    rules::Level,
    survey::survey,
    target::TargetError,
};
use rstest::rstest;
use std::time::Duration;

fn survey_of<A>(answer: A) -> Result<Profile, TargetError>
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    block_on(async {
        let base = server(answer).await;
        let budget =
            Budget { cases: 16, patience: Duration::ZERO, respite: Duration::ZERO, ..Budget::default() };
        survey(&sandbox(&base, "timeout = \"20s\""), &budget).await
    })
}

#[test]
fn a_server_that_is_down_is_named_with_a_way_to_mend_it() {
    let sandbox = sandbox("http://127.0.0.1:9", "");
    let error = block_on(survey(&sandbox, &Budget::default())).expect_err("nobody listens there").to_string();
    assert!(error.contains("http://127.0.0.1:9/authorize") && error.contains("mend:"), "{error}");
}

#[rstest]
#[case::nothing(b"".to_vec())]
#[case::garbage(b"\x00\xff\x1b[2J garbage\r\n\r\n".to_vec())]
#[case::cut_short(b"HTTP/1.1 302 Found\r\nlocation: /lo".to_vec())]
#[case::wrong_length(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\nshort".to_vec())]
#[case::bad_chunks(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec())]
#[case::too_large([b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'a'; 3 << 20]].concat())]
#[case::odd_status(b"HTTP/1.1 9 x\r\n\r\n".to_vec())]
#[case::failing(http("500 Internal Server Error", "", "stack trace"))]
fn an_answer_that_is_none_ends_the_survey_with_a_reason(#[case] answer: Vec<u8>) {
    let error = survey_of(move |_, _| answer.clone()).expect_err("no control can hold").to_string();
    assert!(error.contains("does not answer a plain authorization request"), "{error}");
    assert!(error.contains("mend:"), "{error}");
}

#[test]
fn a_server_that_hangs_is_given_up() {
    block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
            }
        });
        let error =
            survey(&sandbox(&base, "timeout = \"300ms\""), &Budget::default()).await.expect_err("no answer");
        assert!(error.to_string().contains("no complete answer"), "{error}");
    });
}

#[test]
fn http_1_0_is_understood() {
    let profile = survey_of(|_, head| {
        let answer = String::from_utf8(sound(head)).expect("text");
        answer.replacen("HTTP/1.1", "HTTP/1.0", 1).into_bytes()
    });
    assert_eq!(profile.expect("a profile").surprises(), [""; 0]);
}

/// Odd answers to odd URIs, and sound ones to the controls: no verdict is built on the odd ones.
#[test]
fn hostile_answers_to_mutated_uris_are_neither_violations_nor_panics() {
    let profile = survey_of(|number, head| {
        let asked = crate::support::requested(head);
        if asked == "https://app.example/callback" || asked.starts_with("https://evil.example/") {
            return sound(head);
        }
        match number % 9 {
            0 => b"\x00\x01garbage".to_vec(),
            1 => b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\ncut".to_vec(),
            2 => http("500 Oops", "", ""),
            3 => http("302 Found", &format!("location: {}\r\n", "a".repeat(60_000)), ""),
            4 => http("302 Found", "location: \x7f\t\u{e9}//\r\n", ""),
            5 => http("302 Found", "", ""),
            6 => http("429 Slow Down", "retry-after: 1\r\n", ""),
            7 => http(
                "200 OK",
                "refresh: 0\r\n",
                "<meta http-equiv=refresh content=';;;'><form><input name=code>",
            ),
            _ => Vec::new(),
        }
    })
    .expect("a profile");
    let violated: Vec<String> = profile
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Violated && finding.level != Level::Report)
        .map(ToString::to_string)
        .collect();
    assert_eq!(violated, [""; 0]);
}
