//! A value in a sandbox section: written down, or taken from an environment variable.

use crate::protocol::Secret;
use serde::{Deserialize, Deserializer, de};
use std::fmt;

/// A literal value, or the name of an environment variable that holds it.
#[derive(Clone, Eq, PartialEq)]
pub enum Setting {
    /// The value itself.
    Literal(Secret),
    /// `{ env = "NAME" }`.
    Env(String),
}

/// An environment variable is not set.
#[derive(Debug, thiserror::Error)]
#[error(
    "the environment variable {0} is not set (or is no UTF-8)\n  mend: export {0}=... before the run; the scenario's [sandbox] section names it"
)]
pub struct SettingError(String);

impl Setting {
    /// The value; `lookup` is asked for variables.
    ///
    /// # Errors
    /// If the variable is not set.
    pub fn resolve(&self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<String, SettingError> {
        match self {
            Self::Literal(value) => Ok(value.reveal().to_owned()),
            Self::Env(name) => lookup(name).ok_or_else(|| SettingError(name.clone())),
        }
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(_) => f.write_str("Setting(hidden)"),
            Self::Env(name) => write!(f, "Setting(env {name})"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Env {
    env: String,
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Setting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or { env = \"NAME\" }")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Setting, E> {
                Ok(Setting::Literal(Secret::new(value)))
            }

            fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<Setting, M::Error> {
                let Env { env } = Env::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Setting::Env(env))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
