//! Clients that authenticate, or fail to.

mod invalid_client_code;
mod judge;
mod plan;
mod status_401_www_authenticate;
mod wrong_secret;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] =
    &[&wrong_secret::RULE, &invalid_client_code::RULE, &status_401_www_authenticate::RULE];
