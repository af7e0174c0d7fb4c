//! How bad it is that a mutation is accepted.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a browser that follows an answer would land, from harmless to worst.
///
/// ```
/// use oauth_litmus::Severity;
/// assert!(Severity::S4 > Severity::S1, "another site is worse than another spelling");
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Severity {
    /// No redirect effect: a crash, a hang, a split response.
    SX,
    /// Nowhere, or at the registered URI itself.
    S0,
    /// At the registered URI, written differently.
    S1,
    /// At the same endpoint, with something of the attacker's in its query or fragment.
    S2,
    /// At the same site: another scheme, port, subdomain or path.
    S3,
    /// At another site, a script, or an attacker's own scheme.
    S4,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
