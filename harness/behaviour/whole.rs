//! Comparisons of whole texts: `match = "exact"` and its looser kin.

use super::pattern::Pattern;
use serde::{Deserialize, Serialize};
use url::Url;

/// A comparison of a requested text with a registered one, or with the pattern that the
/// registered one is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// Byte for byte (RFC 3986 section 6.2.1): what RFC 9700 section 2.1 asks for.
    Exact,
    /// Letters in any case, as `IdentityServer`, Gitea and fosite before 0.34.1 compare.
    IgnoreCase,
    /// The requested one begins with the registered one.
    Prefix,
    /// The same, letters in any case: oauth2-server-php without `require_exact_redirect_uri`.
    PrefixIgnoreCase,
    /// The requested one ends with the registered one.
    Suffix,
    /// The requested one contains the registered one, as Casdoor once searched.
    Contains,
    /// The registered one contains the requested one: a list kept as one text.
    Contained,
    /// A browser would make the same of both (WHATWG URL Standard): oxide-auth's semantic mode,
    /// node-oidc-provider 8.5.2 to 9.11.3.
    Whatwg,
    /// A browser's host of both is the same or ends in the same two labels, and in the same three
    /// under a domain such as `co.uk`; `localhost` and `127.0.0.1` always (`OpenAuth`). Nothing else is
    /// compared.
    SameDomain,
    /// The registered one is a glob: `*` stands for any run without `/`, `**` for any run, `?`
    /// for one character that is no `/` (doublestar in zitadel, Ant in UAA).
    Glob,
    /// The same, and `*` and `?` cross slashes too.
    GlobAcross,
    /// A `*` at the end of the registered one stands for anything, the query of the requested
    /// one is then not looked at, and the text before `/*` matches too (Keycloak).
    TrailingStar,
    /// The registered one is a regular expression for the whole text (CAS, WSO2, authentik before
    /// 2024.8.5).
    Regex,
    /// The registered one is a regular expression that may match anywhere (Casdoor once).
    RegexAnywhere,
    /// Anything is admitted.
    Anything,
}

impl Whole {
    /// All of them, the strictest first.
    pub const ALL: [Self; 15] = [
        Self::Exact,
        Self::IgnoreCase,
        Self::Whatwg,
        Self::SameDomain,
        Self::Prefix,
        Self::PrefixIgnoreCase,
        Self::TrailingStar,
        Self::Glob,
        Self::GlobAcross,
        Self::Regex,
        Self::RegexAnywhere,
        Self::Suffix,
        Self::Contains,
        Self::Contained,
        Self::Anything,
    ];

    pub(super) fn admits(self, registered: &str, requested: &str) -> bool {
        match self {
            Self::Exact => requested == registered,
            Self::IgnoreCase => same_ignoring_case(registered, requested),
            Self::Prefix => requested.starts_with(registered),
            Self::PrefixIgnoreCase => {
                requested.get(..registered.len()).is_some_and(|lead| lead.eq_ignore_ascii_case(registered))
            }
            Self::Suffix => requested.ends_with(registered),
            Self::Contains => requested.contains(registered),
            Self::Contained => registered.contains(requested),
            Self::Whatwg => match (Url::parse(registered), Url::parse(requested)) {
                (Ok(registered), Ok(requested)) => registered == requested,
                _ => false,
            },
            Self::SameDomain => same_domain(registered, requested),
            Self::Glob => Pattern::glob(registered, true).matches(requested),
            Self::GlobAcross => Pattern::glob(registered, false).matches(requested),
            Self::TrailingStar => trailing_star(registered, requested),
            Self::Regex => Pattern::regex(registered, true).matches(requested),
            Self::RegexAnywhere => Pattern::regex(registered, false).matches(requested),
            Self::Anything => true,
        }
    }
}

/// Every letter lower-cased, beyond ASCII too.
fn same_ignoring_case(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        one.eq_ignore_ascii_case(other)
    } else {
        one.to_lowercase() == other.to_lowercase()
    }
}

/// Domains under which a site has one label more.
const OF_TWO_LABELS: [&str; 18] = [
    "co.uk", "co.jp", "co.kr", "co.nz", "co.za", "co.in", "com.au", "com.br", "com.cn", "com.mx", "com.tw",
    "net.au", "org.uk", "ne.jp", "ac.uk", "gov.uk", "edu.au", "gov.au",
];

fn same_domain(registered: &str, requested: &str) -> bool {
    let host = |text: &str| Url::parse(text).ok().map(|url| url.host_str().unwrap_or_default().to_owned());
    let (Some(known), Some(asked)) = (host(registered), host(requested)) else { return false };
    let deep = |host: &str| {
        let under = |domain: &&str| host.strip_suffix(*domain).is_some_and(|label| label.ends_with('.'));
        OF_TWO_LABELS.iter().any(under)
    };
    let labels = if deep(&known) || deep(&asked) { 3 } else { 2 };
    let tail = |host: &str| host.rsplit('.').take(labels).map(str::to_owned).collect::<Vec<_>>();
    matches!(asked.as_str(), "localhost" | "127.0.0.1") || known == asked || tail(&known) == tail(&asked)
}

fn trailing_star(registered: &str, requested: &str) -> bool {
    let Some(lead) = registered.strip_suffix('*').filter(|lead| !lead.contains(['?', '#'])) else {
        return requested == registered;
    };
    let bare = requested.split(['?', '#']).next().unwrap_or_default();
    if lead.is_empty() {
        return bare.starts_with("http://") || bare.starts_with("https://");
    }
    bare.starts_with(lead) || lead.strip_suffix('/') == Some(bare)
}
