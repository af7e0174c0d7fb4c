//! Authorization codes: how often, how long, for whom.

mod bound_to_client;
mod expires;
mod judge;
mod lifetime_10min;
mod plan;
mod single_use;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] =
    &[&single_use::RULE, &bound_to_client::RULE, &expires::RULE, &lifetime_10min::RULE];
