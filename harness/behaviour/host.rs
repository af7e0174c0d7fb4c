//! Comparisons of the host.

use super::components::comparison;
use std::net::Ipv4Addr;

comparison! {
    /// Comparisons of the host.
    HostMatch {
        /// Byte for byte.
        Exact,
        /// Letters in any case.
        IgnoreCase,
        /// The registered host or anything that ends with a dot and it (GitHub, Casdoor, Spring
        /// Security OAuth 2.3.5).
        Subdomain,
        /// Anything that ends with the registered host, without a boundary (Spring Security OAuth
        /// 2.3.4, go-oauth2).
        Suffix,
        /// Anything that begins with the registered host, without a boundary.
        Prefix,
        /// Anything that contains the registered host.
        Contains,
        /// A registered first label `*` stands for any one label.
        WildcardLabel,
        /// A leading `*` of the registered host stands for any text (django-oauth-toolkit).
        WildcardLabels,
        /// `127.0.0.1`, `[::1]` and `localhost` count as one (fosite before 0.34.1).
        AnyLoopback,
        /// `127.0.0.0/8`, `[::1]` and `localhost` count as one (zitadel).
        AnyLoopbackNetwork,
        /// Every dot of the registered host stands for any character.
        DotIsAnyCharacter,
        /// Not compared.
        Any,
    }
}

impl HostMatch {
    pub(super) fn admits(self, known: &str, asked: &str) -> bool {
        let starred = |suits: fn(&str) -> bool| match known.strip_prefix('*') {
            Some(parent) => asked.strip_suffix(parent).is_some_and(suits),
            None => known == asked,
        };
        match self {
            Self::Exact => known == asked,
            Self::IgnoreCase => known.eq_ignore_ascii_case(asked),
            Self::Subdomain => {
                asked == known || asked.strip_suffix(known).is_some_and(|label| label.ends_with('.'))
            }
            Self::Suffix => asked.ends_with(known),
            Self::Prefix => asked.starts_with(known),
            Self::Contains => asked.contains(known),
            Self::WildcardLabel => starred(|label| !label.is_empty() && !label.contains('.')),
            Self::WildcardLabels => starred(|_| true),
            Self::AnyLoopback => {
                let loopback = |host: &str| matches!(host, "127.0.0.1" | "[::1]" | "localhost");
                known == asked || loopback(known) && loopback(asked)
            }
            Self::AnyLoopbackNetwork => {
                let loopback = |host: &str| {
                    matches!(host, "[::1]" | "localhost")
                        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
                };
                known == asked || loopback(known) && loopback(asked)
            }
            Self::DotIsAnyCharacter => {
                known.chars().count() == asked.chars().count()
                    && known.chars().zip(asked.chars()).all(|(known, asked)| known == '.' || known == asked)
            }
            Self::Any => true,
        }
    }
}
