//! Throttles: how much a client gets in what time, and what it is told once it wants more.

use super::{ErrorAnswer, Lifetime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr, time::Duration};

/// What one client gets in what time.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThrottlePolicy {
    /// How many codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Allowance>,
    /// How many token answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Allowance>,
    /// What is counted; what was granted if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counted>,
    /// How long a client that wanted more gets nothing; until there is room in the span again if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Lifetime>,
    /// The answer of the authorization endpoint. With a status it is a page, without one an error
    /// that is redirected (RFC 6749 section 4.1.2.1); a page with 429 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_authorization: Option<ErrorAnswer>,
    /// The answer of the token endpoint; 429 and `temporarily_unavailable` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_token: Option<ErrorAnswer>,
    /// Whether both say when to come back, in `Retry-After` (RFC 9110 section 10.2.3); they do not
    /// if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<bool>,
}

/// What a throttle counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// The requests that brought a code or a token.
    Granted,
    /// Every request of a client that is known.
    Requests,
}

/// So many in any such span: `10/10m`.
///
/// ```
/// use oauth_litmus::behaviour::Allowance;
/// let ten: Allowance = "10/10m".parse().unwrap();
/// assert_eq!((ten.count, ten.span), (10, std::time::Duration::from_secs(600)));
/// assert_eq!(ten.to_string(), "10/10m");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Allowance {
    /// How many; at least one.
    pub count: u32,
    /// In what time.
    pub span: Duration,
}

/// The text is no allowance.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no allowance; write how many in what time, such as \"10/10m\"")]
pub struct NotAnAllowance(String);

impl FromStr for Allowance {
    type Err = NotAnAllowance;

    fn from_str(text: &str) -> Result<Self, NotAnAllowance> {
        let read = || {
            let (count, span) = text.split_once('/')?;
            let bare = !span.trim().starts_with(|c: char| c.is_ascii_digit());
            let span = if bare { format!("1{}", span.trim()) } else { span.to_owned() };
            let (count, span) = (count.trim().parse().ok()?, humantime::parse_duration(&span).ok()?);
            (count > 0 && !span.is_zero()).then_some(Self { count, span })
        };
        read().ok_or_else(|| NotAnAllowance(text.to_owned()))
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.count, Lifetime::Ends(self.span))
    }
}

impl<'de> Deserialize<'de> for Allowance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Allowance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ThrottlePolicy {
    /// What the token endpoint answers to a client that wants more than it gets.
    #[must_use]
    pub fn at_token(&self) -> ErrorAnswer {
        let usual = ErrorAnswer { status: Some(429), ..ErrorAnswer::code("temporarily_unavailable") };
        self.at_token.clone().unwrap_or_default().or(&usual)
    }
}
