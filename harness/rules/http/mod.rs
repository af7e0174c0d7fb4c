//! What browsers and caches are told.

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[];
