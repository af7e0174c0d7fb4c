//! Clients that authenticate wrongly.

use crate::probe::{Probe, Redeem, Step};

/// A wrong secret, then an ordinary redemption.
pub(super) fn wrong_secret() -> Vec<Probe> {
    let wrong = Step::Redeem(Redeem { secret: Some("litmus-wrong-secret".to_owned()), ..Redeem::default() });
    vec![Probe::of("client/wrong-secret", vec![Step::authorize(), wrong, Step::authorize(), Step::redeem()])]
}
