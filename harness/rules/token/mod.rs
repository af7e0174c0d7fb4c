//! The token endpoint: its answers and its errors.

mod access_entropy_128;
mod access_entropy_160;
mod access_token_charset;
mod access_token_present;
mod cache_control;
mod cc_confidential_only;
mod cc_no_refresh;
mod cc_sub_distinct;
mod distinct;
mod empty_is_omitted;
mod endpoint_no_fragment;
mod error_400;
mod error_charset;
mod error_code_set;
mod error_has_no_token;
mod error_json;
mod error_priority;
mod expires_in_honest;
mod expires_in_number;
mod form_content_type;
mod grant_not_allowed;
mod ignore_unknown_params;
mod invalid_grant;
mod json;
mod judge;
mod judge_request;
mod judge_token;
mod missing_code;
mod missing_grant_type;
mod no_5xx;
mod no_credentials_in_uri;
mod no_duplicate_params;
mod no_params_in_uri;
mod no_redirect;
mod param_case_sensitive;
mod plan;
mod post_only;
mod pragma;
mod refresh_entropy_128;
mod refresh_token_charset;
mod ropc_disabled;
mod scope_when_different;
mod short_lived;
mod status_200;
mod token_type_present;
mod unsupported_grant_type;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &status_200::RULE,
    &json::RULE,
    &access_token_present::RULE,
    &access_token_charset::RULE,
    &refresh_token_charset::RULE,
    &distinct::RULE,
    &access_entropy_128::RULE,
    &access_entropy_160::RULE,
    &refresh_entropy_128::RULE,
    &token_type_present::RULE,
    &expires_in_number::RULE,
    &expires_in_honest::RULE,
    &short_lived::RULE,
    &scope_when_different::RULE,
    &cache_control::RULE,
    &pragma::RULE,
    &post_only::RULE,
    &form_content_type::RULE,
    &no_params_in_uri::RULE,
    &no_credentials_in_uri::RULE,
    &no_duplicate_params::RULE,
    &ignore_unknown_params::RULE,
    &empty_is_omitted::RULE,
    &param_case_sensitive::RULE,
    &error_400::RULE,
    &error_json::RULE,
    &error_code_set::RULE,
    &error_charset::RULE,
    &error_has_no_token::RULE,
    &error_priority::RULE,
    &no_5xx::RULE,
    &no_redirect::RULE,
    &missing_grant_type::RULE,
    &unsupported_grant_type::RULE,
    &grant_not_allowed::RULE,
    &missing_code::RULE,
    &invalid_grant::RULE,
    &cc_confidential_only::RULE,
    &cc_no_refresh::RULE,
    &ropc_disabled::RULE,
    &endpoint_no_fragment::RULE,
    &cc_sub_distinct::RULE,
];
