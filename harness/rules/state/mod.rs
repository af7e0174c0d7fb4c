//! The state parameter: it comes back as it was sent.

mod absent_when_absent;
mod duplicate;
mod echo_exact;
mod echo_exact_error;
mod empty_is_omitted;
mod judge;
mod no_injection;
mod no_truncate;
mod non_abnf;
mod opaque_vschar;
mod optional;
mod pct_literal;
mod plan;
mod survives_login;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &echo_exact::RULE,
    &echo_exact_error::RULE,
    &opaque_vschar::RULE,
    &pct_literal::RULE,
    &no_truncate::RULE,
    &non_abnf::RULE,
    &no_injection::RULE,
    &absent_when_absent::RULE,
    &optional::RULE,
    &empty_is_omitted::RULE,
    &duplicate::RULE,
    &survives_login::RULE,
];
