//! The state parameter: it comes back as it was sent.

mod absent_when_absent;
mod echo_exact;
mod judge;
mod no_truncate;
mod opaque_vschar;
mod optional;
mod pct_literal;
mod plan;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &echo_exact::RULE,
    &opaque_vschar::RULE,
    &pct_literal::RULE,
    &no_truncate::RULE,
    &absent_when_absent::RULE,
    &optional::RULE,
];
