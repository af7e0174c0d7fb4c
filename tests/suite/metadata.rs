//! What is judged of metadata and of `iss` where the document says little, or something odd: the
//! defaults of RFC 8414 count, and what is not there breaks nothing.

use crate::support::{block_on, patched, singles_only, surveyed};
use oauth_litmus::{
    budget::Budget,
    profile::{Finding, Verdict},
    rules,
};
use rstest::rstest;

fn findings(patch: &str) -> Vec<Finding> {
    let of_groups = rules::catalogue().filter(|rule| matches!(rule.group(), "metadata" | "iss"));
    let only = of_groups.map(|rule| rule.id.to_owned()).collect();
    block_on(surveyed(patched("rfc9700", patch), &Budget { only, ..singles_only() })).findings
}

fn violated(findings: &[Finding]) -> Vec<&'static str> {
    let violated = findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
    violated.map(|finding| finding.rule).collect()
}

fn verdict(findings: &[Finding], rule: &str) -> Verdict {
    findings.iter().find(|finding| finding.rule == rule).expect("a finding").verdict
}

const METHODS: &str = "metadata/auth-methods-true";

#[rstest]
#[case::no_document("[metadata]\nstatus = 404", &[])]
#[case::a_slash_at_the_end("[metadata.members]\nissuer = \"{base}/\"", &["iss/equals-metadata"])]
#[case::grant_types_by_default("[metadata]\nwithout = [\"grant_types_supported\"]", &["metadata/grant-types-true"])]
#[case::auth_methods_by_default("[metadata]\nwithout = [\"token_endpoint_auth_methods_supported\"]", &[METHODS])]
#[case::more_than_this_client_may("[metadata.members]\nresponse_types_supported = [\"code\", \"token\"]", &[])]
#[case::fewer_endpoints("[metadata]\nwithout = [\"revocation_endpoint\", \"introspection_endpoint\"]", &[])]
#[case::an_endpoint_elsewhere("[metadata.members]\nrevocation_endpoint = \"https://elsewhere.example/\"", &[])]
#[case::no_order_of_checks("[token]\nchecks_secret = false\n[metadata.members]\ntoken_endpoint_auth_methods_supported = [\"none\"]", &[])]
#[case::another_issuer_in_errors("[authorization]\nissuer_in_errors = \"with-slash\"", &["iss/equals-metadata"])]
#[case::promised_in_vain(
    "[authorization]\nissuer = \"absent\"\nissuer_in_errors = \"absent\"\n[metadata.members]\nauthorization_response_iss_parameter_supported = true",
    &["iss/success", "iss/error", "iss/advertised-truth"]
)]
#[case::no_iss("[authorization]\nissuer = \"absent\"\nissuer_in_errors = \"absent\"", &[])]
#[case::an_error_page("[redirect_uri]\nmissing = \"refuse\"\n[token.errors]\nall = { body = \"html\" }", &[])]
fn what_is_said_is_all_that_counts(#[case] patch: &str, #[case] wanted: &[&str]) {
    assert_eq!(violated(&findings(patch)), wanted);
}

#[test]
fn a_server_without_iss_is_not_judged_by_it() {
    let found = findings("[authorization]\nissuer = \"absent\"\nissuer_in_errors = \"absent\"");
    for rule in ["iss/success", "iss/error", "iss/equals-metadata", "iss/form", "iss/once"] {
        assert_eq!(verdict(&found, rule), Verdict::NotApplicable, "{rule}");
    }
    for rule in ["iss/advertised-truth", "iss/not-injectable"] {
        assert_eq!(verdict(&found, rule), Verdict::Upheld, "{rule}");
    }
}

#[test]
fn without_a_document_nothing_in_it_is_upheld() {
    let found = findings("[metadata]\nstatus = 404");
    let upheld = found.iter().filter(|finding| finding.verdict == Verdict::Upheld);
    let rules: Vec<&str> = upheld.map(|finding| finding.rule).collect();
    assert_eq!(rules, ["iss/success", "iss/error", "iss/form", "iss/not-injectable", "iss/once"]);
}
