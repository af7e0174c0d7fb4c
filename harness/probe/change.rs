//! Changes of the parameters of a request.

use super::rewording::Rewording;
use crate::protocol::{Parameters, encode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A change of the parameters of a request.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The parameter gets this value.
    Set(String, String),
    /// One more parameter of that name and value.
    Add(String, String),
    /// The parameter once more, with the value it has; nothing where there is none.
    Repeat(String),
    /// The parameter goes by another name.
    Rename(String, String),
    /// The parameter is taken out.
    Drop(String),
    /// The parameter has this word as well, unless it has several or is not there.
    Widen(String, String),
    /// The words of the parameter, such as the scopes of `scope`, are written in another way.
    Reword(String, Rewording),
}

impl Change {
    /// Sets `name` to `value`.
    #[must_use]
    pub fn set(name: &str, value: &str) -> Self {
        Self::Set(name.to_owned(), value.to_owned())
    }

    /// Adds one more `name`.
    #[must_use]
    pub fn add(name: &str, value: &str) -> Self {
        Self::Add(name.to_owned(), value.to_owned())
    }

    /// Gives `name` once more as it is.
    #[must_use]
    pub fn repeat(name: &str) -> Self {
        Self::Repeat(name.to_owned())
    }

    /// Gives `name` the name `other`.
    #[must_use]
    pub fn rename(name: &str, other: &str) -> Self {
        Self::Rename(name.to_owned(), other.to_owned())
    }

    /// Takes out `name`.
    #[must_use]
    pub fn drop(name: &str) -> Self {
        Self::Drop(name.to_owned())
    }

    /// Gives `name` the word `word` as well, unless it has several.
    #[must_use]
    pub fn widen(name: &str, word: &str) -> Self {
        Self::Widen(name.to_owned(), word.to_owned())
    }

    /// Writes the words of `name` in another way.
    #[must_use]
    pub fn reword(name: &str, rewording: Rewording) -> Self {
        Self::Reword(name.to_owned(), rewording)
    }

    /// Makes the change.
    pub fn apply(&self, parameters: &mut Parameters) {
        match self {
            Self::Set(name, value) => parameters.set(name, value),
            Self::Add(name, value) => parameters.push_raw(encode(name), encode(value)),
            Self::Repeat(name) => {
                if let Some(value) = parameters.first(name) {
                    parameters.push(name, &value);
                }
            }
            Self::Rename(name, other) => {
                let values = parameters.all(name);
                parameters.remove(name);
                for value in values {
                    parameters.push(other, &value);
                }
            }
            Self::Drop(name) => parameters.remove(name),
            Self::Widen(name, word) => {
                if let Some(value) = parameters.first(name).filter(|value| !value.contains(' ')) {
                    parameters.set(name, &format!("{value} {word}"));
                }
            }
            Self::Reword(name, rewording) => {
                let reworded = rewording.apply(&parameters.first(name).unwrap_or_default());
                parameters.set(name, &reworded);
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(name, value) => write!(f, "{name} is `{value}`"),
            Self::Add(name, value) => write!(f, "{name} is given once more, as `{value}`"),
            Self::Repeat(name) => write!(f, "{name} is given twice"),
            Self::Rename(name, other) => write!(f, "{name} is sent as {other}"),
            Self::Drop(name) => write!(f, "{name} is left out"),
            Self::Widen(name, word) => write!(f, "{name} has at least two words, `{word}` if need be"),
            Self::Reword(name, rewording) => write!(f, "{name} {rewording}"),
        }
    }
}
