//! Probes about redirects that are no mutation of a redirect URI.

use crate::{
    mutation::ATTACKER,
    probe::{Change, Probe, Step},
};

/// A client nobody knows, once with a stranger's URI and once with the registered one.
pub(super) fn unknown_client() -> Vec<Probe> {
    let unknown = || Change::set("client_id", "litmus-nobody");
    let evil = Change::set("redirect_uri", &format!("https://{ATTACKER}/callback"));
    vec![
        Probe::of(
            "redirect/no-redirect-unknown-client/evil",
            vec![Step::authorize_with(vec![unknown(), evil])],
        ),
        Probe::of(
            "redirect/no-redirect-unknown-client/registered",
            vec![Step::authorize_with(vec![unknown()])],
        ),
    ]
}
