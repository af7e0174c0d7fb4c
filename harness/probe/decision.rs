//! What a person decides on the page that asks whether a client may.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The state of the other request of a browser, the one that is left waiting.
pub const ANOTHER_STATE: &str = "litmus-another-request";

/// What a person decides. Anything but the usual is asked for with `prompt=consent` (`OpenID` Connect
/// Core section 3.1.2.1), which servers without it pass over.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nothing in particular: consent is come by as the target says.
    #[default]
    Usual,
    /// Yes.
    Allow,
    /// No.
    Deny,
    /// Nothing: a page of another site sends the form, and does not know what only the server's
    /// own page knows.
    Forged,
    /// Yes, in a form that names another redirect URI.
    Elsewhere,
    /// Yes, and before that another request of the same browser is made and left waiting.
    Interleaved,
}

impl Decision {
    /// Whether it is nothing in particular.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::Usual
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Usual => "consent as usual",
            Self::Allow => "the user is asked and says yes",
            Self::Deny => "the user is asked and says no",
            Self::Forged => "the form of the consent is sent by a page of another site",
            Self::Elsewhere => "the form of the consent names another redirect URI",
            Self::Interleaved => "the user says yes while another request waits",
        })
    }
}
