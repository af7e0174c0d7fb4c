//! Revocation.

mod access_supported;
mod bound_to_client;
mod cascade_access;
mod cascade_refresh;
mod client_auth;
mod hint_unknown;
mod hint_wrong;
mod https;
mod idempotent;
mod immediate;
mod judge;
mod missing_token;
mod no_duplicate_params;
mod other_grants_live;
mod plan;
mod post_form;
mod refresh_supported;
mod rotated_family;
mod unknown_is_200;
mod unsupported_type;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &refresh_supported::RULE,
    &access_supported::RULE,
    &unsupported_type::RULE,
    &immediate::RULE,
    &client_auth::RULE,
    &bound_to_client::RULE,
    &post_form::RULE,
    &unknown_is_200::RULE,
    &idempotent::RULE,
    &hint_wrong::RULE,
    &hint_unknown::RULE,
    &missing_token::RULE,
    &cascade_refresh::RULE,
    &cascade_access::RULE,
    &other_grants_live::RULE,
    &rotated_family::RULE,
    &no_duplicate_params::RULE,
    &https::RULE,
];
