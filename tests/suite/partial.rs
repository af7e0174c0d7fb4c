//! Profiles of servers that could not be asked to the end are marked, and keep no other from being asked.

use crate::{
    cli::{file, folder, litmus, text},
    support::{block_on, http, server, sound},
};
use std::fs;

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
