//! Refresh tokens: scope, rotation, reuse, whom they belong to.

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[];
