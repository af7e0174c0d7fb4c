//! Clients that authenticate wrongly.

use crate::probe::{Credentials, Probe, Redeem, Step};

/// A wrong secret, then an ordinary redemption.
pub(super) fn wrong_secret() -> Vec<Probe> {
    let credentials = Credentials::Wrong("litmus-wrong-secret".to_owned());
    let wrong = Step::Redeem(Redeem { credentials, ..Redeem::default() });
    vec![Probe::of("client/wrong-secret", vec![Step::authorize(), wrong, Step::authorize(), Step::redeem()])]
}
