//! Header fields that a request of another origin, or one by way of a proxy, would bear.

use crate::mutation::ATTACKER;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A header field put beside a request.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Forged {
    /// `Origin`, as a script of another site sends it (the Fetch Standard).
    Origin,
    /// `X-Forwarded-Host`, as a proxy sends it that speaks for another host.
    ForwardedHost,
}

impl Forged {
    /// The field, by its name in lower case, and its value.
    #[must_use]
    pub const fn field(self) -> (&'static str, &'static str) {
        match self {
            Self::Origin => ("origin", "https://evil.example"),
            Self::ForwardedHost => ("x-forwarded-host", ATTACKER),
        }
    }
}

impl fmt::Display for Forged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, value) = self.field();
        write!(f, "with `{name}: {value}`")
    }
}
