//! The issuer in authorization responses (RFC 9207).

mod advertised_truth;
mod equals_metadata;
mod error;
mod form;
mod judge;
mod not_injectable;
mod once;
mod plan;
mod success;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &success::RULE,
    &error::RULE,
    &equals_metadata::RULE,
    &form::RULE,
    &advertised_truth::RULE,
    &not_injectable::RULE,
    &once::RULE,
];
