//! What browsers and caches are told.

mod clickjacking;
mod cors_token_sane;
mod csp_frame_ancestors;
mod judge;
mod location_absolute;
mod no_307;
mod no_cors_authorize;
mod no_header_injection;
mod no_third_party;
mod page_no_store;
mod plan;
mod referrer_policy;
mod see_other;
mod tls_authorize;
mod tls_token;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &clickjacking::RULE,
    &csp_frame_ancestors::RULE,
    &referrer_policy::RULE,
    &no_third_party::RULE,
    &no_cors_authorize::RULE,
    &cors_token_sane::RULE,
    &no_header_injection::RULE,
    &location_absolute::RULE,
    &page_no_store::RULE,
    &no_307::RULE,
    &see_other::RULE,
    &tls_authorize::RULE,
    &tls_token::RULE,
];
