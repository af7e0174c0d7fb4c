//! The authorization endpoint.

mod judge;
mod no_5xx;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[&no_5xx::RULE];
