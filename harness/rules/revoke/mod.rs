//! Revocation.

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[];
