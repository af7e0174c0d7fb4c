//! Law 7: the same seed gives the same report, byte for byte, and the cell of a single edit does
//! not depend on the seed.

use crate::support::{block_on, patched, surveyed};
use oauth_litmus::{budget::Budget, report};

const FLAWED: &str = "[redirect_uri]\nmatch = { path = \"prefix\", host = \"ignore-case\" }";

fn profile(budget: &Budget) -> oauth_litmus::profile::Profile {
    block_on(surveyed(patched("rfc9700", FLAWED), budget))
}

#[test]
fn the_same_seed_gives_the_same_report() {
    let budgets = [32, 3].map(|concurrency| Budget { seed: 42, concurrency, ..Budget::default() });
    let reports = [&budgets[0], &budgets[0]].map(|budget| {
        let profile = profile(budget);
        (report::profiles_json(std::slice::from_ref(&profile)), report::markdown(&profile))
    });
    assert_eq!(reports[0], reports[1]);
    let slower = profile(&budgets[1]);
    let findings = |json: &str| json.split("\"findings\"").nth(1).map(str::to_owned);
    assert_eq!(
        findings(&report::profiles_json(&[slower])),
        findings(&reports[0].0),
        "what answers first matters"
    );
}

#[test]
fn what_single_edits_show_does_not_depend_on_the_seed() {
    let of_seed = |seed| {
        serde_json::to_string(&profile(&Budget { seed, ..Budget::default() }).mutations).expect("JSON")
    };
    assert_eq!(of_seed(1), of_seed(2));
}
