//! Every scenario file parses, has a claim behind whatever it states, and its stand-in behaves
//! as it says. A new file is tested as soon as it is there.

use crate::support::{block_on, in_repository, surveyed};
use oauth_litmus::{
    budget::Budget,
    report, rules,
    scenario::{Confidence, Scenario},
};
use rstest::rstest;
use std::{fs, path::PathBuf};

fn parsed(path: &PathBuf) -> Scenario {
    let text = fs::read_to_string(path).expect("a file");
    Scenario::parse_file(&path.display().to_string(), &text).unwrap_or_else(|error| panic!("{error}"))
}

#[rstest]
fn behaves_as_it_says(
    #[files("scenarios/**/*.toml")]
    #[exclude("/flaws/")]
    path: PathBuf,
) {
    let folder =
        path.parent().and_then(|folder| folder.file_name()).expect("a folder").to_string_lossy().into_owned();
    let scenario = parsed(&path);
    rules::check_deviations(&path.display().to_string(), &scenario).unwrap_or_else(|error| panic!("{error}"));
    let unclaimed: Vec<_> =
        scenario.stated().into_iter().filter(|topic| scenario.confidence(topic).is_none()).collect();
    assert_eq!(unclaimed, [""; 0], "stated, and no claim is behind it");
    let profile =
        block_on(surveyed(Scenario::named(&scenario.stem).expect("it is bundled"), &Budget::default()));
    profile.assert_as_expected();
    insta::with_settings!({
        snapshot_path => in_repository("reports/profiles"), prepend_module_to_snapshot => false, omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("{folder}-{}", scenario.stem), report::markdown(&profile));
    });
}

#[test]
fn stems_are_unique_across_folders() {
    let mut stems: Vec<String> =
        Scenario::bundled().expect("scenarios").into_iter().map(|scenario| scenario.stem).collect();
    let all = stems.len();
    stems.sort();
    stems.dedup();
    assert_eq!(stems.len(), all);
}

/// The seeds disagree about Zoho: two minutes, and three.
#[test]
fn a_conflict_between_sources_is_kept() {
    let zoho = Scenario::named("zoho").expect("a scenario");
    let instead: Vec<&str> = zoho
        .claims
        .iter()
        .filter(|claim| claim.about.iter().any(|about| about == "code.lifetime"))
        .filter_map(|claim| claim.instead.as_deref())
        .collect();
    assert_eq!(instead, ["3m"]);
    assert_eq!(zoho.confidence("code.lifetime"), Some(Confidence::Documented));
}

#[rstest]
#[case::unknown_key("[provider]\nname = \"x\"\n[code]\nlifetme = \"2m\"\n", 4, "lifetme", "lifetime")]
#[case::bad_duration("[provider]\nname = \"x\"\n[code]\nlifetime = \"soon\"\n", 4, "soon", "")]
#[case::unknown_match("[provider]\nname = \"x\"\n[redirect_uri]\nmatch = \"exakt\"\n", 4, "exakt", "exact")]
#[case::unknown_component(
    "[provider]\nname = \"x\"\n[redirect_uri]\nmatch = { hots = \"any\" }\n",
    4,
    "hots",
    "host"
)]
#[case::unknown_topic(
    "[provider]\nname = \"x\"\n[[claim]]\nabout = [\"code.lifetim\"]\nconfidence = \"observed\"\nsource = \"s\"\nsays = \"x\"\n",
    4,
    "code.lifetim",
    "code.lifetime"
)]
#[case::unknown_mutation(
    "[provider]\nname = \"x\"\n[[deviation]]\nrule = \"redirect/host-case\"\nbecause = \"b\"\nmutations = [\"host-cas\"]\n",
    6,
    "host-cas",
    "host-case"
)]
#[case::no_provider("[code]\nuses = 1\n", 1, "provider", "")]
#[case::bad_rate(
    "[provider]\nname = \"x\"\n[sandbox]\nbase = \"http://127.0.0.1:1\"\nrate = \"fast\"\n",
    5,
    "fast",
    ""
)]
#[case::no_toml("[provider\n", 1, "", "")]
fn what_is_wrong_is_said_with_its_place(
    #[case] text: &str,
    #[case] line: usize,
    #[case] names: &str,
    #[case] mend: &str,
) {
    let error = Scenario::parse_file("some/file.toml", text).expect_err("it is wrong");
    assert_eq!(error.at.map(|(line, _)| line), Some(line), "{error}");
    let shown = error.to_string();
    assert!(
        shown.starts_with(&format!("some/file.toml:{line}:"))
            && shown.contains(names)
            && shown.contains(mend),
        "{shown}"
    );
}

#[test]
fn the_example_of_the_format_parses_whole() {
    let text = include_str!("whole.toml");
    let scenario = Scenario::parse("whole", text).unwrap_or_else(|error| panic!("{error}"));
    let sandbox = scenario.sandbox.expect("a sandbox");
    assert_eq!(sandbox.client.len(), 2);
    assert_eq!(sandbox.quota.and_then(|quota| quota.codes).map(|quota| quota.count), Some(8));
}
