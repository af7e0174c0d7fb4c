//! Redirect URIs over which a server fails: `fails = { at = "reading", on = ["not-url"] }`.

use super::components::comparison_list;
use serde::{Deserialize, Serialize};
use url::Url;

/// Values that are answered by a failure (RFC 9110 section 15.6): an exception that nobody catches.
/// They are admitted by nothing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Failing {
    /// When it fails.
    pub at: FailsAt,
    /// Over which values.
    pub on: Vec<Unfit>,
    /// The status; 500 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// When a server fails over a value.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailsAt {
    /// When it reads the value, whatever is registered.
    Reading,
    /// When it would send the browser there: only values that are admitted but for that.
    Sending,
}

comparison_list! {
    /// A kind of value that a server may not be made for.
    Unfit {
        /// What a browser's parser refuses (WHATWG URL Standard).
        NotUrl,
        /// What holds CR or LF, which no header field may hold (RFC 9110 section 5.5).
        LineBreaks,
        /// What holds a character that Node.js puts into no header field: a control other than
        /// TAB, or one beyond Latin-1.
        NotInHeader,
        /// What holds a control, `"`, `\` or a character beyond ASCII: a query that was decoded to
        /// be shown, and is then read as one again (Authlib under Flask).
        NotInQuery,
        /// A port beyond 65535, for a parser that looks at it when it is asked for (Python).
        PortOutOfRange,
    }
}

/// What stands for bytes that are no UTF-8, and stay escaped where text is decoded to be shown.
const UNREADABLE: char = '\u{fffd}';

impl Failing {
    /// Whether it fails over `requested`, if it comes so far.
    pub(super) fn concerns(&self, requested: &str) -> bool {
        self.on.iter().any(|unfit| unfit.describes(requested))
    }
}

impl Unfit {
    /// Whether `requested` is of that kind.
    #[must_use]
    pub fn describes(self, requested: &str) -> bool {
        match self {
            Self::NotUrl => Url::parse(requested).is_err(),
            Self::LineBreaks => requested.contains(['\r', '\n']),
            Self::NotInHeader => {
                requested.contains(|c: char| c < ' ' && c != '\t' || c == '\u{7f}' || c > '\u{ff}')
            }
            Self::NotInQuery => requested
                .contains(|c: char| c < ' ' || matches!(c, '"' | '\\') || c >= '\u{7f}' && c != UNREADABLE),
            Self::PortOutOfRange => {
                let parts = crate::protocol::UriParts::split(requested);
                let port = parts.authority.and_then(|authority| authority.port).unwrap_or_default();
                port.bytes().all(|byte| byte.is_ascii_digit())
                    && !port.is_empty()
                    && port.parse::<u16>().is_err()
            }
        }
    }
}
