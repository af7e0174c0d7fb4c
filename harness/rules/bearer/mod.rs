//! Bearer tokens at a resource.

mod challenge;
mod header;
mod judge;
mod no_error_when_anonymous;
mod one_method;
mod plan;
mod query_cache;
mod query_refused;
mod status_401;
mod status_403;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &header::RULE,
    &one_method::RULE,
    &query_refused::RULE,
    &query_cache::RULE,
    &challenge::RULE,
    &no_error_when_anonymous::RULE,
    &status_401::RULE,
    &status_403::RULE,
];
