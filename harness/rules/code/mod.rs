//! Authorization codes: how often, how long, for whom.

mod bound_to_client;
mod bound_to_public_client_id;
mod charset;
mod client_deleted;
mod concurrent_single_use;
mod cross_client_replay_safe;
mod distinct;
mod entropy_128;
mod entropy_160;
mod expires;
mod failed_attempt_policy;
mod garbage;
mod invalid_replay_no_revoke;
mod judge;
mod lifetime_10min;
mod not_a_token;
mod not_sent_on_denial;
mod plan;
mod replay_revokes_access;
mod replay_revokes_descendants;
mod replay_revokes_refresh;
mod scope_frozen;
mod single_use;
mod tokens;

use crate::rules::Rule;
pub(super) use plan::by_another;

pub(super) const ALL: &[&Rule] = &[
    &single_use::RULE,
    &concurrent_single_use::RULE,
    &replay_revokes_access::RULE,
    &replay_revokes_refresh::RULE,
    &replay_revokes_descendants::RULE,
    &invalid_replay_no_revoke::RULE,
    &cross_client_replay_safe::RULE,
    &failed_attempt_policy::RULE,
    &bound_to_client::RULE,
    &bound_to_public_client_id::RULE,
    &expires::RULE,
    &lifetime_10min::RULE,
    &distinct::RULE,
    &entropy_128::RULE,
    &entropy_160::RULE,
    &charset::RULE,
    &garbage::RULE,
    &scope_frozen::RULE,
    &not_a_token::RULE,
    &not_sent_on_denial::RULE,
    &client_deleted::RULE,
];
