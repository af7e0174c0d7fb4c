//! The metadata document: its form, and whether what it says is so.

mod alg_none;
mod auth_methods_true;
mod endpoints_alive;
mod grant_types_true;
mod issuer_exact;
mod issuer_form;
mod judge;
mod no_empty_arrays;
mod plan;
mod required;
mod response_types_true;
mod scopes_syntax;
mod status_200_json;
mod truth;
mod types;
mod well_known;

use crate::rules::Rule;

pub(super) use judge::document;

pub(super) const ALL: &[&Rule] = &[
    &well_known::RULE,
    &status_200_json::RULE,
    &issuer_exact::RULE,
    &issuer_form::RULE,
    &required::RULE,
    &no_empty_arrays::RULE,
    &types::RULE,
    &alg_none::RULE,
    &endpoints_alive::RULE,
    &response_types_true::RULE,
    &grant_types_true::RULE,
    &auth_methods_true::RULE,
    &scopes_syntax::RULE,
];
