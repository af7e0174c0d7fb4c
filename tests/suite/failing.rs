//! A token endpoint that fails where it has to refuse: whatever else that leaves open, it is told.

use crate::support::{block_on, patched, singles_only, surveyed};
use oauth_litmus::profile::Verdict;
use rstest::rstest;

#[rstest]
#[case::an_unknown_client("token.errors.unknown_client = { status = 500 }")]
#[case::a_wrong_secret("token.errors.wrong_secret = { status = 503 }")]
#[case::an_unknown_code("code.unknown = { status = 500 }")]
#[case::a_used_code("code.replayed = { status = 500 }")]
#[case::another_redirect_uri("redirect_uri.mismatch.at_token = { status = 502 }")]
#[case::an_unknown_grant("token.errors.unsupported_grant_type = { status = 500 }")]
fn a_failure_in_place_of_a_refusal_is_told(#[case] patch: &str) {
    let profile = block_on(surveyed(patched("rfc9700", patch), &singles_only()));
    let finding = profile.findings.iter().find(|finding| finding.rule == "token/no-5xx");
    assert_eq!(finding.map(|finding| finding.verdict), Some(Verdict::Violated), "{finding:#?}");
}
