//! What `--out` keeps: a run goes on after a kill, reports are made again without traffic, and a
//! witness is asked once more.

use crate::cli::{file, folder, litmus, text};
use rstest::rstest;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

const LOOSE: &str =
    "[provider]\nname = \"Loose\"\n[redirect_uri]\nmatch = { path = \"any\" }\n[code]\nuses = 2\n";

/// A run of a loose server whose evidence is kept, and where.
struct Kept {
    scenario: String,
    out: PathBuf,
    shown: String,
}

fn kept() -> Kept {
    let (scenario, out) = (file("loose.toml", LOOSE), folder().join("out"));
    let output = run(&scenario, &out, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    Kept { scenario, out, shown: text(&output.stdout) }
}

fn run(scenario: &str, out: &Path, more: &[&str]) -> Output {
    let out = out.display().to_string();
    let arguments = ["run", scenario, "--json", "--cases", "8", "--out", &out];
    litmus(&[&arguments, more].concat())
}

impl Kept {
    fn journal(&self) -> PathBuf {
        self.out.join("loose.jsonl")
    }

    fn witness(&self, name: &str) -> String {
        self.out.join("witnesses/loose").join(name).display().to_string()
    }

    fn profiles(&self) -> serde_json::Value {
        let text = fs::read_to_string(self.out.join("profiles.json")).expect("profiles");
        let mut profiles: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        profiles[0]["requests"].take();
        profiles
    }
}

#[test]
fn a_killed_run_goes_on_and_comes_to_the_same_end() {
    let kept = kept();
    let before = kept.profiles();
    let whole = fs::read(kept.journal()).expect("a journal");
    fs::write(kept.journal(), &whole[..whole.len() / 2]).expect("half a journal");
    let output = run(&kept.scenario, &kept.out, &[]);
    assert!(text(&output.stderr).contains("loose: goes on after"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(kept.profiles(), before);
    let again = text(&fs::read(kept.journal()).expect("a journal"));
    assert!(again.lines().last().is_some_and(|line| line.starts_with("{\"end\":")));
    assert!(again.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[test]
fn a_run_that_came_to_its_end_is_not_taken_for_a_new_one() {
    let kept = kept();
    let output = run(&kept.scenario, &kept.out, &[]);
    assert!(!text(&output.stderr).contains("goes on"), "{}", text(&output.stderr));
    assert!(kept.out.join("loose.previous.jsonl").exists(), "the first journal is lost");
}

#[test]
fn reports_are_made_again_without_traffic() {
    let kept = kept();
    let folder = kept.out.display().to_string();
    let output = litmus(&["run", "--from", &folder, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), kept.shown);
    assert!(text(&output.stderr).contains("nothing was sent"));
    // Judged by what the scenario says now: the flaw is accepted.
    let rules = ["redirect/exact-match", "redirect/path-append", "redirect/path-parent"];
    let accepted = rules.map(|rule| format!("[[deviation]]\nrule = \"{rule}\"\nbecause = \"b\"\n")).concat();
    fs::write(&kept.scenario, format!("{LOOSE}{accepted}")).expect("a scenario");
    let output = litmus(&["run", &kept.scenario, "--from", &folder]);
    let shown = text(&output.stdout);
    assert!(shown.contains("surprise: code/single-use is violated"), "{shown}");
    assert!(!shown.contains("surprise: redirect/exact-match"), "{shown}");
}

#[test]
fn a_witness_is_asked_again_anywhere() {
    let kept = kept();
    let witness = kept.witness("code-single-use-token.json");
    let output = litmus(&["replay", &witness]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("code/single-use violated"), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("curl -gi"));
    let output = litmus(&["replay", &witness, "--at", "rfc9700"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("code/single-use upheld"), "{}", text(&output.stdout));
    let output = litmus(&["replay", &witness, "--live"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no [sandbox] section"));
}

#[rstest]
#[case::of_no_rule("code/single-use", "code/double-use", "no longer applies: there is no rule")]
#[case::of_another_version("\"witness\": 1", "\"witness\": 7", "a witness of layout 7")]
#[case::no_witness("\"witness\": 1", "\"other\": 1", "there is no member `witness`")]
#[case::no_json("{", "", "it is no witness")]
fn a_witness_that_cannot_be_asked_is_one_clear_message(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    let kept = kept();
    let witness = kept.witness("code-single-use-token.json");
    let broken = file("broken.json", &fs::read_to_string(witness).expect("a witness").replacen(from, to, 1));
    let output = litmus(&["replay", &broken]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(says) && said.contains("mend:"), "{said}");
}

#[test]
fn a_witness_of_a_mutation_that_is_gone_or_changes_nothing_no_longer_applies() {
    let kept = kept();
    let names = fs::read_dir(kept.out.join("witnesses/loose")).expect("witnesses");
    let of_path = names
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .find(|name| name.starts_with("redirect-path-append"))
        .expect("a witness of a path");
    let witness = fs::read_to_string(kept.witness(&of_path)).expect("a witness");
    let mutation = witness.split("\"mutation\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let mutation = mutation.expect("a mutation");
    let gone = file(
        "gone.json",
        &witness.replacen(&format!("\"mutation\": \"{mutation}\""), "\"mutation\": \"path-that-was\"", 1),
    );
    let output = litmus(&["replay", &gone]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("there is no mutation `path-that-was`"),
        "{}",
        text(&output.stderr)
    );
    let idle = file("idle.json", &witness.replacen("\"form\": ", "\"form\": 99", 1));
    let output = litmus(&["replay", &idle]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("its edits change nothing"), "{}", text(&output.stderr));
}

#[test]
fn a_journal_that_cannot_be_gone_on_with_is_left_as_it_is() {
    let kept = kept();
    let whole = text(&fs::read(kept.journal()).expect("a journal"));
    let unfinished = whole[..whole.len() / 2].to_owned();
    let mut damaged: Vec<&str> = whole.lines().collect();
    damaged[4] = "{\"key\":";
    let cases: [(String, &[&str], &str); 4] = [
        (whole.replacen("\"journal\":1", "\"journal\":9", 1), &[], "a journal of layout 9"),
        (damaged.join("\n") + "\n", &[], "line 5 is no observation"),
        ("once upon a time\n".to_owned(), &[], "line 1 is no header"),
        (unfinished, &["--seed", "2"], "what the run may ask and spend is another one now"),
    ];
    for (content, more, says) in cases {
        fs::write(kept.journal(), &content).expect("a journal");
        let output = run(&kept.scenario, &kept.out, more);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(says) && said.contains("mend:"), "{said}");
        assert_eq!(text(&fs::read(kept.journal()).expect("a journal")), content, "{says}");
    }
    let output = litmus(&["run", "--from", &folder().display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is no journal in"), "{}", text(&output.stderr));
}
