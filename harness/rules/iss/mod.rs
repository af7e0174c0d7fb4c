//! The issuer in authorization responses.

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[];
