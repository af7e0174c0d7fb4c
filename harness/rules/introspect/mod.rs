//! Introspection.

mod active;
mod auth_required;
mod consistent;
mod expired_inactive;
mod hint_wrong;
mod inactive_is_bare;
mod judge;
mod plan;
mod post_form;
mod revoked_inactive;
mod status_401;
mod tampered;
mod unknown_inactive;
mod wrong_audience;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &auth_required::RULE,
    &status_401::RULE,
    &post_form::RULE,
    &active::RULE,
    &unknown_inactive::RULE,
    &expired_inactive::RULE,
    &revoked_inactive::RULE,
    &inactive_is_bare::RULE,
    &wrong_audience::RULE,
    &hint_wrong::RULE,
    &consistent::RULE,
    &tampered::RULE,
];
