//! Other ways to write a list of words, such as a `scope` (RFC 6749 section 3.3).

use super::call::Alteration;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is done to a list of words.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rewording {
    /// This word comes last.
    With(String),
    /// This word comes last if there is at most one other.
    Paired(String),
    /// The words come in reverse order.
    Reversed,
    /// Letters are in the other case.
    CaseSwapped,
    /// This text comes right after the last of them.
    Padded(String),
}

impl Rewording {
    /// The words, written so.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        match self {
            Self::With(word) => words.push(word),
            Self::Paired(word) if words.len() < 2 => words.push(word),
            Self::Paired(_) => {}
            Self::Reversed => words.reverse(),
            Self::CaseSwapped => return Alteration::CaseSwapped.apply(text),
            Self::Padded(padding) => return format!("{text}{padding}"),
        }
        words.join(" ")
    }
}

impl fmt::Display for Rewording {
    /// What is done, after the name of the parameter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::With(word) => write!(f, "also names `{}`", word.escape_debug()),
            Self::Paired(word) => write!(f, "names at least two, `{word}` perhaps"),
            Self::Reversed => f.write_str("is in reverse order"),
            Self::CaseSwapped => f.write_str("is in the other letter case"),
            Self::Padded(padding) => write!(f, "ends with `{}`", padding.escape_debug()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rewording;

    #[test]
    fn words_are_added_and_turned_round() {
        let written = |rewording: Rewording, text: &str| rewording.apply(text);
        assert_eq!(written(Rewording::With("c".to_owned()), "a b"), "a b c");
        assert_eq!(written(Rewording::Paired("b".to_owned()), "a"), "a b");
        assert_eq!(written(Rewording::Paired("c".to_owned()), "a b"), "a b");
        assert_eq!(written(Rewording::Reversed, "a b"), "b a");
        assert_eq!(written(Rewording::CaseSwapped, "a B"), "A b");
    }
}
