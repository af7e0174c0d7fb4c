//! How a requested redirect URI is compared with a registered one: the vocabulary of `match`.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IntoDeserializer as _, value::MapAccessDeserializer, value::SeqAccessDeserializer},
};
use std::fmt;

/// Branches tried in order; the first that matches admits.
///
/// In a scenario: a name (`"exact"`), a table of components (`{ path = "prefix" }`), a table of
/// literal values (`{ literal = ["urn:ietf:wg:oauth:2.0:oob"] }`), or a list of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Match(pub Vec<Branch>);

/// One way in which a requested URI can match.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// The whole texts are compared.
    Whole(Whole),
    /// Both are parsed and compared part by part.
    Parts(Components),
    /// The requested one is one of these, whatever is registered.
    Literal(Vec<String>),
}

/// Comparisons of whole texts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// Byte for byte (RFC 3986 section 6.2.1).
    Exact,
    /// Letters in any case.
    IgnoreCase,
    /// The requested one begins with the registered one.
    Prefix,
    /// The requested one ends with the registered one.
    Suffix,
    /// The requested one contains the registered one.
    Contains,
    /// The registered one contains the requested one.
    Contained,
    /// A browser would make the same of both (WHATWG URL Standard).
    Whatwg,
    /// Anything is admitted.
    Anything,
}

/// A comparison part by part; parts that are not named are compared exactly.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Components {
    /// What splits both texts into parts.
    #[serde(skip_serializing_if = "super::is_default")]
    pub parser: Parser,
    /// Only where the registered URI is `http` on a loopback host.
    #[serde(skip_serializing_if = "super::is_default")]
    pub loopback_only: bool,
    /// The scheme.
    #[serde(skip_serializing_if = "super::is_default")]
    pub scheme: SchemeMatch,
    /// The userinfo.
    #[serde(skip_serializing_if = "super::is_default")]
    pub userinfo: UserinfoMatch,
    /// The host.
    #[serde(skip_serializing_if = "super::is_default")]
    pub host: HostMatch,
    /// The port.
    #[serde(skip_serializing_if = "super::is_default")]
    pub port: PortMatch,
    /// The path.
    #[serde(skip_serializing_if = "super::is_default")]
    pub path: PathMatch,
    /// The query.
    #[serde(skip_serializing_if = "super::is_default")]
    pub query: QueryMatch,
    /// The fragment.
    #[serde(skip_serializing_if = "super::is_default")]
    pub fragment: FragmentMatch,
}

macro_rules! comparison {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            #[default]
            $($(#[$variant_doc])* $variant),+
        }
    };
}

comparison! {
    /// What splits a text into parts.
    Parser {
        /// RFC 3986 appendix B, without checking anything.
        Rfc3986,
        /// A browser's parser (WHATWG URL Standard).
        Whatwg,
    }
}
comparison! {
    /// Comparisons of the scheme.
    SchemeMatch {
        /// Byte for byte.
        Exact,
        /// Letters in any case.
        IgnoreCase,
        /// `http` and `https` count as one.
        HttpOrHttps,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the userinfo.
    UserinfoMatch {
        /// Byte for byte.
        Exact,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the host.
    HostMatch {
        /// Byte for byte.
        Exact,
        /// Letters in any case.
        IgnoreCase,
        /// The registered host or anything that ends with a dot and it.
        Subdomain,
        /// Anything that ends with the registered host, without a boundary.
        Suffix,
        /// Anything that begins with the registered host, without a boundary.
        Prefix,
        /// A registered first label `*` stands for any one label.
        WildcardLabel,
        /// `127.0.0.1`, `[::1]` and `localhost` count as one.
        AnyLoopback,
        /// Every dot of the registered host stands for any character.
        DotIsAnyCharacter,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the port.
    PortMatch {
        /// Byte for byte, present or not.
        Exact,
        /// The scheme's default port counts as none (RFC 3986 section 6.2.3).
        DefaultAware,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the path.
    PathMatch {
        /// Byte for byte.
        Exact,
        /// Letters in any case.
        IgnoreCase,
        /// With or without one trailing slash.
        TrailingSlash,
        /// It begins with the registered path.
        Prefix,
        /// It is the registered path or goes on after it with a slash.
        SegmentPrefix,
        /// `.` and `..` segments are resolved first.
        DotSegments,
        /// Both are percent-decoded first.
        Decoded,
        /// `;parameters` of segments are dropped first.
        ParametersIgnored,
        /// It is a leading part of the registered path.
        Parent,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the query.
    QueryMatch {
        /// Byte for byte, present or not.
        Exact,
        /// The same parameters in any order.
        Unordered,
        /// All registered parameters and perhaps more.
        Superset,
        /// Not compared where the registered URI has none.
        AnyIfNoneRegistered,
        /// Not compared.
        Any,
    }
}
comparison! {
    /// Comparisons of the fragment.
    FragmentMatch {
        /// Byte for byte, present or not.
        Exact,
        /// Not compared.
        Any,
    }
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
        f.write_str("a name such as \"exact\", a table of components, or a table with `literal`")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Branch, E> {
        Whole::deserialize(name.into_deserializer()).map(Branch::Whole)
    }

    fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<Branch, M::Error> {
        let table = toml::Table::deserialize(MapAccessDeserializer::new(map))?;
        let parsed = if table.contains_key("literal") {
            table.try_into().map(|Literal { literal }| Branch::Literal(literal))
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
            Branch::Parts(components) => plain(components),
            Branch::Literal(values) => format!("literally {}", values.join(", ")),
        });
        f.write_str(&names.collect::<Vec<_>>().join(" or "))
    }
}

fn plain(value: &impl Serialize) -> String {
    toml::Value::try_from(value).map_or_else(
        |error| error.to_string(),
        |value| match value {
            toml::Value::String(name) => name,
            toml::Value::Table(parts) if parts.is_empty() => "exact".to_owned(),
            toml::Value::Table(parts) => {
                let parts =
                    parts.iter().map(|(part, how)| format!("{part} {}", how.as_str().unwrap_or("yes")));
                parts.collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        },
    )
}
