//! Comparisons of the query.

use super::components::comparison;
use crate::protocol::Parameters;

comparison! {
    /// Comparisons of the query.
    QueryMatch {
        /// Byte for byte, present or not.
        Exact,
        /// An empty one counts as none.
        EmptyIsNone,
        /// The same parameters in any order.
        Unordered,
        /// The same parameters, decoded, in any order and number; those without a value are not seen
        /// (idpyoidc).
        SameDecoded,
        /// All registered parameters and perhaps more (UAA).
        Superset,
        /// The same, decoded, and parameters without a value are not seen (django-oauth-toolkit).
        DecodedSuperset,
        /// Not compared where the registered URI has none.
        AnyIfNoneRegistered,
        /// Not compared where the registered URI has none, and in any order where it has one
        /// (Doorkeeper before 6.0).
        UnorderedIfRegistered,
        /// Not compared.
        Any,
    }
}

impl QueryMatch {
    pub(super) fn admits(self, known: Option<&str>, asked: Option<&str>) -> bool {
        match self {
            Self::Exact => known == asked,
            Self::EmptyIsNone => known.unwrap_or_default() == asked.unwrap_or_default(),
            Self::Unordered => same_in_any_order(known, asked),
            Self::Superset => {
                let asked: Vec<&str> = pairs(asked).collect();
                pairs(known).all(|pair| asked.contains(&pair))
            }
            Self::SameDecoded => {
                let (known, asked) = (valued(known), valued(asked));
                known.iter().all(|pair| asked.contains(pair)) && asked.iter().all(|pair| known.contains(pair))
            }
            Self::DecodedSuperset => {
                let asked = valued(asked);
                valued(known).iter().all(|pair| asked.contains(pair))
            }
            Self::AnyIfNoneRegistered => known.is_none() || known == asked,
            Self::UnorderedIfRegistered => known.is_none() || same_in_any_order(known, asked),
            Self::Any => true,
        }
    }
}

fn pairs(query: Option<&str>) -> impl Iterator<Item = &str> {
    query.into_iter().flat_map(|query| query.split('&'))
}

fn same_in_any_order(known: Option<&str>, asked: Option<&str>) -> bool {
    let sorted = |query| {
        let mut sorted: Vec<&str> = pairs(query).collect();
        sorted.sort_unstable();
        sorted
    };
    sorted(known) == sorted(asked)
}

/// The decoded parameters that have a value.
fn valued(query: Option<&str>) -> Vec<(String, String)> {
    let parsed = Parameters::parse(query.unwrap_or_default());
    let decoded = parsed.iter().map(|pair| (pair.decoded_name(), pair.decoded_value()));
    decoded.filter(|(_, value)| !value.is_empty()).collect()
}
