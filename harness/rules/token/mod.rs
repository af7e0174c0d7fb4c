//! The token endpoint: its answers and its errors.

mod cache_control;
mod error_400;
mod error_code_set;
mod error_json;
mod expires_in_number;
mod invalid_grant;
mod json;
mod judge;
mod missing_code;
mod missing_grant_type;
mod no_credentials_in_uri;
mod no_duplicate_params;
mod no_params_in_uri;
mod plan;
mod post_only;
mod pragma;
mod status_200;
mod token_type_present;
mod unsupported_grant_type;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &status_200::RULE,
    &json::RULE,
    &token_type_present::RULE,
    &expires_in_number::RULE,
    &cache_control::RULE,
    &pragma::RULE,
    &post_only::RULE,
    &no_params_in_uri::RULE,
    &no_credentials_in_uri::RULE,
    &no_duplicate_params::RULE,
    &error_400::RULE,
    &error_json::RULE,
    &error_code_set::RULE,
    &missing_grant_type::RULE,
    &unsupported_grant_type::RULE,
    &missing_code::RULE,
    &invalid_grant::RULE,
];
