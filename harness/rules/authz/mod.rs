//! The authorization endpoint.

mod asked;
mod authenticate_before_redirect;
mod client_disabled;
mod code_in_query_only;
mod concurrent_sessions_isolated;
mod csrf_consent;
mod empty_is_omitted;
mod endpoint_no_fragment;
mod error_charset;
mod error_code_registered;
mod error_description_charset;
mod error_redirected;
mod error_uri_syntax;
mod error_xor_code;
mod form_post_shape;
mod host_header_independent;
mod ignore_unknown_params;
mod implicit_disabled;
mod judge;
mod no_5xx;
mod no_credentials_in_get;
mod no_duplicate_params;
mod no_query_mode_for_tokens;
mod param_case_sensitive;
mod plan;
mod post;
mod reach;
mod response;
mod response_params_once;
mod response_type_missing;
mod response_type_not_allowed;
mod response_type_unknown;
mod response_urlencoded;
mod unknown_response_mode;
mod user_denied;

pub(super) use asked::{no_code_when_denied, not_sent_elsewhere, state_kept};
pub(super) use plan::{by_post, denied, elsewhere, ordinary, waiting_state};
pub(super) use response::at_registered;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &post::RULE,
    &ignore_unknown_params::RULE,
    &no_duplicate_params::RULE,
    &empty_is_omitted::RULE,
    &response_type_missing::RULE,
    &response_type_unknown::RULE,
    &implicit_disabled::RULE,
    &param_case_sensitive::RULE,
    &error_redirected::RULE,
    &authenticate_before_redirect::RULE,
    &error_code_registered::RULE,
    &error_charset::RULE,
    &error_description_charset::RULE,
    &error_uri_syntax::RULE,
    &error_xor_code::RULE,
    &response_params_once::RULE,
    &response_urlencoded::RULE,
    &code_in_query_only::RULE,
    &no_query_mode_for_tokens::RULE,
    &form_post_shape::RULE,
    &unknown_response_mode::RULE,
    &no_5xx::RULE,
    &host_header_independent::RULE,
    &endpoint_no_fragment::RULE,
    &user_denied::RULE,
    &csrf_consent::RULE,
    &concurrent_sessions_isolated::RULE,
    &no_credentials_in_get::RULE,
    &response_type_not_allowed::RULE,
    &client_disabled::RULE,
];
