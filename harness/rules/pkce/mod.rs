//! Proof Key for Code Exchange.

mod judge;
mod plan;
mod verifier_required;
mod verifier_wrong;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[&verifier_wrong::RULE, &verifier_required::RULE];
