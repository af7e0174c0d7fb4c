//! Clients that authenticate, or fail to.

mod altered_secret;
mod auth_required;
mod basic_supported;
mod basic_urlencoded;
mod empty_secret;
mod id_mismatch;
mod id_not_user_chosen;
mod invalid_client_code;
mod judge;
mod method_enforced;
mod one_method;
mod plan;
mod post_optional;
mod public_not_upgraded;
mod status_401_www_authenticate;
mod unknown_vs_wrong_uniform;
mod wrong_secret;

use crate::rules::Rule;
pub(super) use plan::wrong_and_unknown;

pub(super) const ALL: &[&Rule] = &[
    &auth_required::RULE,
    &wrong_secret::RULE,
    &altered_secret::RULE,
    &empty_secret::RULE,
    &invalid_client_code::RULE,
    &status_401_www_authenticate::RULE,
    &basic_supported::RULE,
    &basic_urlencoded::RULE,
    &post_optional::RULE,
    &one_method::RULE,
    &id_mismatch::RULE,
    &public_not_upgraded::RULE,
    &unknown_vs_wrong_uniform::RULE,
    &id_not_user_chosen::RULE,
    &method_enforced::RULE,
];
