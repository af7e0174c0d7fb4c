//! How a requested redirect URI is compared with a registered one: the vocabulary of `match`.

use super::{components::Components, gate::Gate, whole::Whole};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IntoDeserializer as _, value::MapAccessDeserializer, value::SeqAccessDeserializer},
};
use std::fmt;

/// Branches tried in order; the first that matches admits.
///
/// In a scenario: a name (`"exact"`), a table of components (`{ path = "prefix" }`), a name that
/// leaves some values out (`{ whole = "trailing-star", refuse = ["userinfo"] }`), a table of
/// literal values (`{ literal = ["urn:ietf:wg:oauth:2.0:oob"] }`), or a list of these.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Match(pub Vec<Branch>);

/// One way in which a requested URI can match.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Branch {
    /// The whole texts are compared.
    Whole(Whole),
    /// The same, apart from some values.
    Guarded(Guarded),
    /// Both are parsed and compared part by part.
    Parts(Components),
    /// The requested one is one of these, whatever is registered.
    Literal(Vec<String>),
}

/// A comparison of whole texts that leaves some values to others.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Guarded {
    /// How the texts are compared.
    pub whole: Whole,
    /// Values that this way of matching does not take, whatever other ways do (Keycloak's
    /// wildcards, which want neither userinfo nor dot segments).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refuse: Vec<Gate>,
}

/// A branch as a table: literal values, or components.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Literal {
    literal: Vec<String>,
}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BranchVisitor)
    }
}

struct BranchVisitor;

impl<'de> de::Visitor<'de> for BranchVisitor {
    type Value = Branch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name such as \"exact\", a table of components, or a table with `whole` or `literal`")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Branch, E> {
        Whole::deserialize(name.into_deserializer()).map(Branch::Whole)
    }

    fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<Branch, M::Error> {
        let table = toml::Table::deserialize(MapAccessDeserializer::new(map))?;
        let parsed = if table.contains_key("literal") {
            table.try_into().map(|Literal { literal }| Branch::Literal(literal))
        } else if table.contains_key("whole") {
            table.try_into().map(Branch::Guarded)
        } else {
            table.try_into().map(Branch::Parts)
        };
        parsed.map_err(|error| de::Error::custom(error.message()))
    }
}

impl<'de> Deserialize<'de> for Match {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Branches;
        impl<'de> de::Visitor<'de> for Branches {
            type Value = Match;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "one branch or a list of them, each ")?;
                BranchVisitor.expecting(f)
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Match, E> {
                BranchVisitor.visit_str(name).map(|branch| Match(vec![branch]))
            }

            fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<Match, M::Error> {
                BranchVisitor.visit_map(map).map(|branch| Match(vec![branch]))
            }

            fn visit_seq<S: de::SeqAccess<'de>>(self, seq: S) -> Result<Match, S::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Match)
            }
        }
        deserializer.deserialize_any(Branches)
    }
}

impl Serialize for Branch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(whole) => whole.serialize(serializer),
            Self::Guarded(guarded) => guarded.serialize(serializer),
            Self::Parts(components) => components.serialize(serializer),
            Self::Literal(values) => serializer.collect_map([("literal", values)]),
        }
    }
}

impl Serialize for Match {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => only.serialize(serializer),
            branches => branches.serialize(serializer),
        }
    }
}

impl fmt::Display for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|branch| match branch {
            Branch::Whole(whole) => plain(whole),
            Branch::Guarded(guarded) => {
                let left: Vec<String> = guarded.refuse.iter().map(plain).collect();
                format!("{} but for {}", plain(&guarded.whole), left.join(", "))
            }
            Branch::Parts(components) => plain(components),
            Branch::Literal(values) => format!("literally {}", values.join(", ")),
        });
        f.write_str(&names.collect::<Vec<_>>().join(" or "))
    }
}

impl Branch {
    /// Whether it admits `requested` for a client that registered `registered`.
    pub(crate) fn admits(&self, registered: &str, requested: &str) -> bool {
        match self {
            Self::Whole(whole) => whole.admits(registered, requested),
            Self::Guarded(Guarded { whole, refuse }) => {
                whole.admits(registered, requested) && !refuse.iter().any(|gate| gate.refuses(requested))
            }
            Self::Parts(components) => components.admits(registered, requested),
            Self::Literal(values) => values.iter().any(|value| value == requested),
        }
    }

    /// Whether it admits `requested` whatever is registered.
    pub(crate) fn admits_always(&self, requested: &str) -> bool {
        match self {
            Self::Whole(whole) => *whole == Whole::Anything,
            Self::Literal(values) => values.iter().any(|value| value == requested),
            Self::Guarded(_) | Self::Parts(_) => false,
        }
    }
}

fn plain(value: &impl Serialize) -> String {
    toml::Value::try_from(value).map_or_else(
        |error| error.to_string(),
        |value| match value {
            toml::Value::String(name) => name,
            toml::Value::Table(parts) if parts.is_empty() => "exact".to_owned(),
            toml::Value::Table(parts) => {
                let how = |how: &toml::Value| match how {
                    toml::Value::String(how) => how.clone(),
                    toml::Value::Array(all) => {
                        all.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(" and ")
                    }
                    _ => "yes".to_owned(),
                };
                let parts = parts.iter().map(|(part, value)| format!("{part} {}", how(value)));
                parts.collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        },
    )
}
