//! Bearer tokens at a resource.

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[];
