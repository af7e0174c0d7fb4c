//! The command line: what it prints where, its exit codes, and one clear message for each wrong
//! input.

use crate::support::{block_on, http, server, sound};
use rstest::rstest;
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder of this test's own, made afresh.
pub(crate) fn folder() -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = env::temp_dir().join(format!("oauth-litmus-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub(crate) fn litmus(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-litmus"));
    command.args(arguments).current_dir(folder()).env_remove("COLUMNS").output().expect("the binary")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

pub(crate) fn file(name: &str, content: &str) -> String {
    let path = folder().join(name);
    fs::write(&path, content).expect("a file");
    path.display().to_string()
}

pub(crate) fn live_scenario(base: &str, more: &str) -> String {
    file(
        "server.toml",
        &format!(
            "[provider]\nname = \"Server\"\n{more}\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n[sandbox]\nbase = \"{base}\"\n\
             timeout = \"20s\"\n[[sandbox.client]]\nid = \"app\"\nsecret = \"s3cr3t-value\"\nredirect_uris = [\"https://app.example/callback\"]\n"
        ),
    )
}

#[test]
fn a_bare_run_prints_the_matrix_and_writes_the_reports() {
    let here = folder();
    let output =
        Command::new(env!("CARGO_BIN_EXE_oauth-litmus")).current_dir(&here).output().expect("the binary");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("zoho") && text(&output.stdout).contains("2m [d]!"));
    let all = oauth_litmus::scenario::Scenario::bundled().expect("scenarios").len();
    assert!(text(&output.stderr).contains(&format!("{all} surveyed")));
    for report in ["reports/matrix.md", "reports/matrix.json"] {
        assert!(fs::metadata(here.join(report)).is_ok_and(|file| file.len() > 1000), "{report}");
    }
}

#[test]
fn a_run_with_a_name_writes_nothing_unless_told_where() {
    let here = folder();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_oauth-litmus"))
            .args(arguments)
            .current_dir(&here)
            .output()
            .expect("the binary")
    };
    assert_eq!(run(&["run", "zoho"]).status.code(), Some(0));
    assert_eq!(fs::read_dir(&here).expect("a folder").count(), 0);
    assert_eq!(run(&["run", "zoho", "--out", "out"]).status.code(), Some(0));
    let journal = fs::read_to_string(here.join("out/zoho.jsonl")).expect("a journal");
    let lines: Vec<serde_json::Value> =
        journal.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let [header, observations @ .., end] = lines.as_slice() else { panic!("no lines") };
    assert!(header["journal"] == 1 && header["target"] == "zoho" && end["end"].is_u64());
    assert!(observations.len() > 500);
    assert!(observations.iter().all(|line| line["key"].is_string() && line["happened"].is_array()));
    assert!(!journal.contains("app-secret"), "a secret is in the journal");
}

#[test]
fn the_json_profile_has_the_promised_shape() {
    let output = litmus(&["run", "zoho", "--json"]);
    let profiles: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let profile = &profiles[0];
    assert_eq!(profile["schema"], 1);
    assert_eq!(
        (&profile["target"], &profile["live"], &profile["seed"]),
        (&"zoho".into(), &false.into(), &1.into())
    );
    assert_eq!(
        profile["behaviour"]["code"]["lifetime"],
        serde_json::json!({ "at_least": 120, "at_most": 120 })
    );
    assert_eq!(profile["behaviour"]["redirect_uri"]["match"], "exact");
    let mutations = profile["mutations"].as_array().expect("rows");
    assert_eq!(mutations.len(), oauth_litmus::mutation::catalogue().count());
    assert!(mutations.iter().all(|row| row["tried"] != 0 || row["because"].is_string()));
    let rules: Vec<&str> = profile["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(oauth_litmus::rules::catalogue().all(|rule| rules.contains(&rule.id)));
    assert!(profile["drift"].is_null());
}

#[test]
fn surprises_exit_with_1_and_the_profile_is_printed_all_the_same() {
    let flawed =
        file("loose.toml", "[provider]\nname = \"Loose\"\n[redirect_uri]\nmatch = { path = \"any\" }\n");
    let output = litmus(&["run", &flawed, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let profiles: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let violated = profiles[0]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["verdict"] == "violated");
    let violated = violated.expect("a violation");
    assert!(violated["curl"].as_str().is_some_and(|curl| curl.starts_with("curl -gi '{target}/authorize?")));
    assert!(!violated["exchanges"].as_array().expect("exchanges").is_empty());
}

#[test]
fn a_live_run_needs_a_server_and_keeps_its_secrets() {
    block_on(async {
        let base = server(|_, head| sound(head)).await;
        let scenario = live_scenario(&base, "");
        let output = tokio::task::spawn_blocking(move || {
            litmus(&["run", &scenario, "--live", "--json", "--cases", "16"])
        })
        .await
        .expect("a run");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let profiles: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(profiles[0]["live"], true);
        assert!(profiles[0]["drift"].is_array());
        let shown = text(&output.stdout);
        assert!(
            !shown.contains("s3cr3t-value") && !shown.contains(&base),
            "a secret or the address is shown"
        );
    });
}

#[test]
fn a_server_that_fails_half_way_exits_with_3_and_a_partial_profile() {
    block_on(async {
        let base =
            server(|number, head| if number < 80 { sound(head) } else { http("503 Gone", "", "") }).await;
        let scenario = live_scenario(&base, "");
        let output = tokio::task::spawn_blocking(move || litmus(&["run", &scenario, "--live", "--json"]))
            .await
            .expect("a run");
        assert_eq!(output.status.code(), Some(3));
        let profiles: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(profiles[0]["partial"], true);
        assert!(
            profiles[0]["error"].is_string() && !profiles[0]["probes"].as_array().expect("probes").is_empty()
        );
    });
}

#[test]
fn a_check_of_the_set_up_asks_the_controls_alone() {
    block_on(async {
        let base = server(|number, head| match number {
            0..=24 if head.starts_with("POST") => {
                http("400 Bad Request", "content-type: application/json\r\n", "{\"error\":\"invalid_grant\"}")
            }
            0..=24 => sound(head),
            _ => http("500 Too Many", "", ""),
        })
        .await;
        let scenario = live_scenario(&base, "");
        let output = tokio::task::spawn_blocking(move || litmus(&["check", &scenario, "--live"]))
            .await
            .expect("a check");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let shown = text(&output.stdout);
        assert!(
            shown.contains(
                "client `app`, https://app.example/callback: accepted and refused can be told apart"
            ),
            "{shown}"
        );
        assert!(shown.contains("from 2 and 2 controls, confidence high; unclear is"), "{shown}");
        assert!(
            shown.contains("not asked, since no client has it: ")
                && shown.contains("a redirect URI with a port"),
            "{shown}"
        );
        assert!(shown.contains("sent: ") && shown.contains("requests"), "{shown}");
    });
}

#[test]
fn a_dry_run_sends_nothing() {
    let scenario = live_scenario("http://127.0.0.1:9", "");
    let output = litmus(&["run", &scenario, "--live", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("would ask")
            && text(&output.stdout).contains("http://127.0.0.1:9/authorize")
    );
}

#[test]
fn only_narrows_a_run() {
    let output = litmus(&["run", "rfc9700", "--json", "--only", "redirect/host-case"]);
    let profiles: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let verdict = |rule: &str| {
        let findings = profiles[0]["findings"].as_array().expect("findings");
        findings.iter().find(|finding| finding["rule"] == rule).map(|finding| finding["verdict"].clone())
    };
    assert_eq!(verdict("redirect/host-case"), Some("upheld".into()));
    assert_eq!(verdict("redirect/path-case"), Some("not_asked".into()));
}

#[test]
fn a_standard_that_is_given_counts_also_when_it_is_judged_again() {
    let folder = env::temp_dir().join(format!("litmus-standard-{}", std::process::id()));
    let out = folder.to_str().expect("a path");
    let only = ["--only", "token/pragma", "--json"];
    let said = |arguments: &[&str]| {
        let profiles: serde_json::Value = serde_json::from_slice(&litmus(arguments).stdout).expect("JSON");
        let findings = profiles[0]["findings"].as_array().expect("findings");
        let finding = findings.iter().find(|finding| finding["rule"] == "token/pragma").expect("a finding");
        (profiles[0]["standard"].clone(), finding["verdict"].clone())
    };
    let run = |standard| said(&[&["run", "rfc6749", "--standard", standard][..], &only].concat());
    assert_eq!(run("rfc6749"), ("rfc6749".into(), "upheld".into()));
    let newer = ("oauth2.1".into(), "not_applicable".into());
    assert_eq!(
        said(&[&["run", "rfc6749", "--standard", "oauth2.1", "--out", out][..], &only].concat()),
        newer
    );
    assert_eq!(said(&["run", "--from", out, "--json"]), newer);
    let _ = fs::remove_dir_all(folder);
}

#[rstest]
#[case::no_such_name(&["run", "zohoo"], "did you mean `zoho`?")]
#[case::no_such_file(&["run", "missing.toml"], "missing.toml")]
#[case::a_folder(&["check", "./"], "name the files in it")]
#[case::twice(&["run", "zoho", "zoho"], "two scenarios are called `zoho`")]
#[case::live_of_nothing(&["run", "--live"], "name a scenario")]
#[case::no_sandbox(&["run", "rfc9700", "--live"], "no [sandbox] section")]
#[case::unset_variable(&["run", "constant-contact-v3", "--live"], "the environment variables CTCT_CLIENT_ID, CTCT_CLIENT_SECRET, ")]
#[case::no_such_rule(&["rules", "redirect/exact-mach"], "did you mean `redirect/exact-match`?")]
#[case::no_such_mutation(&["mutations", "path-slash-ad"], "did you mean `path-slash-add`?")]
#[case::only_nothing(&["run", "--only", "host-cas"], "did you mean `host-case`?")]
#[case::too_few_requests(&["run", "zoho", "--requests", "3"], "does not even allow the controls")]
#[case::no_tier(&["run", "--allow", "rude"], "no tier")]
#[case::no_duration(&["run", "--patience", "long"], "no duration")]
#[case::no_standard(&["run", "--standard", "oauth2"], "write rfc6749, rfc9700, oauth2.1")]
#[case::no_command(&["surveyy"], "unrecognized subcommand")]
fn wrong_input_is_one_clear_message_and_exit_2(#[case] arguments: &[&str], #[case] says: &str) {
    let output = litmus(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(says), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_deviation_from_no_rule_is_an_error_with_its_place() {
    let path = file(
        "odd.toml",
        "[provider]\nname = \"x\"\n[[deviation]]\nrule = \"token/eror-400\"\nbecause = \"b\"\n",
    );
    let output = litmus(&["check", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("odd.toml:4:8: there is no rule `token/eror-400`"),
        "{}",
        text(&output.stderr)
    );
    assert!(text(&output.stderr).contains("did you mean `token/error-400`?"));
}

#[test]
fn a_server_that_is_down_exits_with_3() {
    let scenario = live_scenario("http://127.0.0.1:9", "");
    let output = litmus(&["run", &scenario, "--live"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("mend: check that the server runs"), "{}", text(&output.stderr));
}

#[test]
fn what_the_limit_keeps_back_is_not_counted_as_sent() {
    let scenario = live_scenario("http://127.0.0.1:9", "");
    let output = litmus(&["run", &scenario, "--live", "--requests", "3"]);
    assert!(text(&output.stderr).contains(": 3 requests in "), "{}", text(&output.stderr));
}

#[test]
fn the_catalogues_are_listed_and_explained() {
    let rules = text(&litmus(&["rules"]).stdout);
    let (asked, left_out) = rules.split_once("\n\n").expect("what is asked, and what is not");
    assert_eq!(asked.lines().count(), oauth_litmus::rules::catalogue().count());
    assert!(oauth_litmus::rules::LEFT_OUT.iter().all(|left| left_out.contains(left.id)), "{left_out}");
    assert!(text(&litmus(&["rules", "code/single-use"]).stdout).contains("RFC 9700 4.2.4"));
    assert!(text(&litmus(&["mutations"]).stdout).contains("path-slash-add"));
    assert!(
        text(&litmus(&["mutations", "ui-backslash-at"]).stdout)
            .contains(r"https://evil.example\@app.example/callback")
    );
    assert!(text(&litmus(&["--help"]).stdout).contains("Exit codes"));
}
