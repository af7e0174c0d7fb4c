//! Proof Key for Code Exchange.

mod advertised;
mod advertised_truth;
mod answers;
mod appendix_b_vector;
mod bound_to_code;
mod challenge_not_leaked;
mod challenge_syntax;
mod duplicate_challenge;
mod empty_challenge;
mod exact_compare;
mod judge;
mod method_bound;
mod method_case_sensitive;
mod method_defaults_plain;
mod missing_challenge_error;
mod no_challenge_code_2_1;
mod plain_refused;
mod plan;
mod requests;
mod required_confidential;
mod required_public;
mod supported;
mod texts;
mod unknown_method;
mod verifier_charset;
mod verifier_max_128;
mod verifier_min_43;
mod verifier_required;
mod verifier_without_challenge;
mod verifier_wrong;
mod wrong_verifier_no_oracle;

use crate::rules::Rule;
pub(super) use plan::{no_verifier, wrong_verifier};

pub(super) const ALL: &[&Rule] = &[
    &supported::RULE,
    &appendix_b_vector::RULE,
    &required_public::RULE,
    &required_confidential::RULE,
    &missing_challenge_error::RULE,
    &plain_refused::RULE,
    &method_defaults_plain::RULE,
    &unknown_method::RULE,
    &method_case_sensitive::RULE,
    &duplicate_challenge::RULE,
    &empty_challenge::RULE,
    &challenge_syntax::RULE,
    &challenge_not_leaked::RULE,
    &verifier_required::RULE,
    &verifier_wrong::RULE,
    &exact_compare::RULE,
    &verifier_without_challenge::RULE,
    &no_challenge_code_2_1::RULE,
    &method_bound::RULE,
    &bound_to_code::RULE,
    &verifier_min_43::RULE,
    &verifier_max_128::RULE,
    &verifier_charset::RULE,
    &wrong_verifier_no_oracle::RULE,
    &advertised::RULE,
    &advertised_truth::RULE,
];
