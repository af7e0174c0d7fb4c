//! The matrix of all bundled scenarios: a snapshot, and the files that were generated from it.

use crate::support::{block_on, in_repository, surveyed};
use oauth_litmus::{budget::Budget, profile::Matrix, report, scenario::Scenario};
use std::fs;

#[test]
fn the_matrix_is_what_was_accepted() {
    let matrix = block_on(async {
        let mut profiles = Vec::new();
        for scenario in Scenario::bundled().expect("scenarios") {
            profiles.push(surveyed(scenario, &Budget::default()).await);
        }
        Matrix::of(&profiles)
    });
    insta::with_settings!({
        snapshot_path => in_repository("reports"), prepend_module_to_snapshot => false, omit_expression => true,
    }, {
        insta::assert_snapshot!("matrix", report::matrix_terminal(&matrix, 150));
    });
    for (file, text) in
        [("matrix.md", report::matrix_markdown(&matrix)), ("matrix.json", report::matrix_json(&matrix))]
    {
        let committed = fs::read_to_string(in_repository("reports").join(file)).unwrap_or_default();
        assert!(
            committed == text,
            "reports/{file} is not what the scenarios give now; `cargo run --release` writes it anew"
        );
    }
}
