//! Refresh tokens: who may use them, for what, how often and how long.

mod auth_required;
mod bound_to_client;
mod concurrent;
mod failed_refresh_keeps_token;
mod foreign_attempt_safe;
mod grant_not_registered;
mod inactivity_expiry;
mod integrity;
mod judge;
mod not_a_bearer;
mod not_in_implicit;
mod old_dies;
mod other_families_safe;
mod plan;
mod public_needs_client_id;
mod read;
mod reuse;
mod reuse_depth;
mod reuse_kills_active;
mod reuse_kills_grant;
mod revoked;
mod rotation_or_bound;
mod scope;
mod scope_narrow;
mod scope_no_widen;
mod scope_of_new_rt;
mod scope_omitted;
mod type_confusion;
mod unknown;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &bound_to_client::RULE,
    &auth_required::RULE,
    &public_needs_client_id::RULE,
    &scope_no_widen::RULE,
    &scope_narrow::RULE,
    &scope_omitted::RULE,
    &scope_of_new_rt::RULE,
    &rotation_or_bound::RULE,
    &old_dies::RULE,
    &reuse_kills_active::RULE,
    &reuse_kills_grant::RULE,
    &reuse_depth::RULE,
    &other_families_safe::RULE,
    &foreign_attempt_safe::RULE,
    &concurrent::RULE,
    &failed_refresh_keeps_token::RULE,
    &unknown::RULE,
    &integrity::RULE,
    &type_confusion::RULE,
    &not_a_bearer::RULE,
    &revoked::RULE,
    &not_in_implicit::RULE,
    &inactivity_expiry::RULE,
    &grant_not_registered::RULE,
];
