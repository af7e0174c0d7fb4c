//! Durations as people write them: `2m`, `24h`, `never`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr, time::Duration};

/// How long something lives: a number with a unit (`s`, `m`, `h`, `days`), or `never` ends.
///
/// ```
/// use oauth_litmus::behaviour::Lifetime;
/// let two: Lifetime = "2m".parse().unwrap();
/// assert_eq!(two, Lifetime::Ends(std::time::Duration::from_secs(120)));
/// assert_eq!(two.to_string(), "2m");
/// ```
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Lifetime {
    /// It ends so long after it was issued.
    Ends(Duration),
    /// It does not end by itself.
    Never,
}

/// The text is no duration.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no duration; write a number and a unit, such as \"90s\", \"2m\", \"24h\", or \"never\"")]
pub struct NotALifetime(String);

impl FromStr for Lifetime {
    type Err = NotALifetime;

    fn from_str(text: &str) -> Result<Self, NotALifetime> {
        if text == "never" {
            return Ok(Self::Never);
        }
        humantime::parse_duration(text).map(Self::Ends).map_err(|_| NotALifetime(text.to_owned()))
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends(span) => f.write_str(&humantime::format_duration(*span).to_string().replace(' ', "")),
            Self::Never => f.write_str("never"),
        }
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Lifetime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
