//! Scopes.

mod case;
mod default_or_error;
mod granted_reported;
pub(super) mod judge;
mod not_above_client;
mod order;
mod plan;
mod syntax;
mod unknown;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &unknown::RULE,
    &syntax::RULE,
    &case::RULE,
    &order::RULE,
    &default_or_error::RULE,
    &granted_reported::RULE,
    &not_above_client::RULE,
];
