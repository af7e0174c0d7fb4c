//! Authorization codes: how often, how long, for whom.

mod bound_to_client;
mod expires;
mod judge;
mod lifetime_10min;
mod plan;
mod replay_revokes_access;
mod single_use;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &single_use::RULE,
    &replay_revokes_access::RULE,
    &bound_to_client::RULE,
    &expires::RULE,
    &lifetime_10min::RULE,
];
