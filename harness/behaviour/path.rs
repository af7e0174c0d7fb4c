//! Comparisons of the path.

use super::{components::comparison, normalise, pattern::Pattern};
use crate::protocol::decode_percent;

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
        /// It is the registered path or goes on after it with a slash (GitHub).
        SegmentPrefix,
        /// `.` and `..` segments are resolved first.
        DotSegments,
        /// Both are percent-decoded first.
        Decoded,
        /// `;parameters` of segments are dropped first.
        ParametersIgnored,
        /// The registered path is a glob: `*` stands for any run without `/`, `**` for any run.
        Glob,
        /// It is a leading part of the registered path.
        Parent,
        /// Not compared.
        Any,
    }
}

impl PathMatch {
    pub(super) fn admits(self, known: &str, asked: &str) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => known.eq_ignore_ascii_case(asked),
            Self::TrailingSlash => {
                known.strip_suffix('/').unwrap_or(known) == asked.strip_suffix('/').unwrap_or(asked)
            }
            Self::Prefix => asked.starts_with(known),
            Self::SegmentPrefix => asked
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || known.ends_with('/')),
            Self::DotSegments => normalise::dot_segments(known) == normalise::dot_segments(asked),
            Self::Decoded => decode_percent(known.as_bytes()) == decode_percent(asked.as_bytes()),
            Self::ParametersIgnored => {
                normalise::without_parameters(known) == normalise::without_parameters(asked)
            }
            Self::Glob => Pattern::glob(known, true).matches(asked),
            Self::Parent => known.starts_with(asked),
            Self::Any => true,
        }
    }
}
