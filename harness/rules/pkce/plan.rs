//! Codes with a challenge, redeemed without the right verifier.

use crate::{
    probe::{Change, Probe, Step},
    protocol::Pkce,
};

pub(super) fn wrong_verifier() -> Vec<Probe> {
    let wrong = Pkce::from_seed("another transaction").verifier;
    redeemed("pkce/wrong-verifier", Change::set("code_verifier", wrong.reveal()))
}

pub(super) fn no_verifier() -> Vec<Probe> {
    redeemed("pkce/no-verifier", Change::drop("code_verifier"))
}

fn redeemed(key: &str, change: Change) -> Vec<Probe> {
    vec![Probe::of(
        key,
        vec![Step::authorize(), Step::redeem_with(vec![change]), Step::authorize(), Step::redeem()],
    )]
}
