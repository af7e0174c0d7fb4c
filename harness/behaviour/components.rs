//! Comparisons part by part: `match = { path = "prefix", query = "any" }`.

use super::{gate::Gate, host::HostMatch, parser::Parser, path::PathMatch, query::QueryMatch};
use crate::protocol::{RedirectUri, UriParts};
use serde::{Deserialize, Serialize};

/// A comparison part by part; parts that are not named are compared exactly.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
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
    /// Values that this way of matching does not take, whatever other ways do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refuse: Vec<Gate>,
}

/// The parts that are compared.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Part {
    Scheme,
    Userinfo,
    Host,
    Port,
    Path,
    Query,
    Fragment,
}

impl Part {
    pub(crate) const ALL: [Self; 7] =
        [Self::Host, Self::Path, Self::Scheme, Self::Query, Self::Port, Self::Userinfo, Self::Fragment];
}

/// Both texts, split by the parser of a comparison.
pub(crate) struct Split {
    known: UriParts,
    asked: UriParts,
    loopback: bool,
}

impl Split {
    /// Splits both; none where the parser refuses one of them.
    pub(crate) fn by(parser: Parser, registered: &str, requested: &str) -> Option<Self> {
        Some(Self {
            known: parser.split(registered)?,
            asked: parser.split(requested)?,
            loopback: RedirectUri::new(registered).is_loopback(),
        })
    }
}

impl Components {
    pub(super) fn admits(&self, registered: &str, requested: &str) -> bool {
        Split::by(self.parser, registered, requested)
            .is_some_and(|split| Part::ALL.into_iter().all(|part| self.admits_part(part, &split)))
            && !self.refuse.iter().any(|gate| gate.refuses(requested))
    }

    /// The comparison of one part alone, the others left as they are when nothing is said.
    pub(crate) fn only(&self, part: Part) -> Self {
        let exact = Self { parser: self.parser, ..Self::default() };
        match part {
            Part::Scheme => Self { scheme: self.scheme, loopback_only: self.loopback_only, ..exact },
            Part::Userinfo => Self { userinfo: self.userinfo, ..exact },
            Part::Host => Self { host: self.host, ..exact },
            Part::Port => Self { port: self.port, ..exact },
            Part::Path => Self { path: self.path, ..exact },
            Part::Query => Self { query: self.query, ..exact },
            Part::Fragment => Self { fragment: self.fragment, ..exact },
        }
    }

    /// Whether one part of the requested text suits that of the registered one.
    pub(crate) fn admits_part(&self, part: Part, split: &Split) -> bool {
        let Split { known, asked, loopback } = split;
        match part {
            Part::Scheme => {
                (*loopback || !self.loopback_only)
                    && self.scheme.admits(known.scheme.as_deref(), asked.scheme.as_deref())
            }
            Part::Userinfo => self.userinfo.admits(known, asked),
            Part::Host => {
                let same_shape = known.authority.is_some() == asked.authority.is_some();
                self.host == HostMatch::Any || same_shape && self.host.admits(known.host(), asked.host())
            }
            Part::Port => self.port.admits(known, asked, *loopback),
            Part::Path => self.path.admits(&known.path, &asked.path),
            Part::Query => self.query.admits(known.query.as_deref(), asked.query.as_deref()),
            Part::Fragment => self.fragment.admits(known.fragment.as_deref(), asked.fragment.as_deref()),
        }
    }
}

macro_rules! comparison {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, serde::Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            #[default]
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them, the default first.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}
pub(super) use comparison;

/// As [`comparison`], without a default.
macro_rules! comparison_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, serde::Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}
pub(super) use comparison_list;

comparison! {
    /// Comparisons of the scheme.
    SchemeMatch {
        /// Byte for byte.
        Exact,
        /// Letters in any case.
        IgnoreCase,
        /// `http` and `https` count as one (zitadel on loopback).
        HttpOrHttps,
        /// Not compared.
        Any,
    }
}

impl SchemeMatch {
    fn admits(self, known: Option<&str>, asked: Option<&str>) -> bool {
        let web = |scheme: Option<&str>| matches!(scheme, Some("http" | "https"));
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => match (known, asked) {
                (Some(known), Some(asked)) => known.eq_ignore_ascii_case(asked),
                _ => known == asked,
            },
            Self::HttpOrHttps => known == asked || web(known) && web(asked),
            Self::Any => true,
        }
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

impl UserinfoMatch {
    fn admits(self, known: &UriParts, asked: &UriParts) -> bool {
        let of = |parts: &UriParts| parts.authority.as_ref().and_then(|authority| authority.userinfo.clone());
        self == Self::Any || of(known) == of(asked)
    }
}

comparison! {
    /// Comparisons of the port.
    PortMatch {
        /// Byte for byte, present or not.
        Exact,
        /// The scheme's default port counts as none (RFC 3986 section 6.2.3).
        DefaultAware,
        /// Not compared where the registered URI is `http` on a loopback host.
        AnyOnLoopback,
        /// A registered `*` stands for any port (UAA).
        Wildcard,
        /// Not compared.
        Any,
    }
}

impl PortMatch {
    fn admits(self, known: &UriParts, asked: &UriParts, loopback: bool) -> bool {
        let port = |parts: &UriParts| parts.authority.as_ref().and_then(|authority| authority.port.clone());
        let default = || match known.scheme.as_deref() {
            Some("https") => Some("443".to_owned()),
            Some("http") => Some("80".to_owned()),
            _ => None,
        };
        match self {
            Self::Exact => port(known) == port(asked),
            Self::DefaultAware => {
                port(known).or_else(default) == port(asked).filter(|port| !port.is_empty()).or_else(default)
            }
            Self::AnyOnLoopback => loopback || port(known) == port(asked),
            Self::Wildcard => port(known).as_deref() == Some("*") || port(known) == port(asked),
            Self::Any => true,
        }
    }
}

comparison! {
    /// Comparisons of the fragment.
    FragmentMatch {
        /// Byte for byte, present or not.
        Exact,
        /// An empty one counts as none: a check that looks at the text after `#` alone.
        EmptyIsNone,
        /// Not compared.
        Any,
    }
}

impl FragmentMatch {
    fn admits(self, known: Option<&str>, asked: Option<&str>) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::EmptyIsNone => known.unwrap_or_default() == asked.unwrap_or_default(),
            Self::Any => true,
        }
    }
}
