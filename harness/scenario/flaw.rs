//! A published flaw: the input that shows it, and what its finding has to look like.

use crate::mutation::Severity;
use serde::Deserialize;

/// A flaw of the past that a scenario reproduces, with the witness it must provoke.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flaw {
    /// The name it is known by, such as a CVE number.
    pub id: String,
    /// The redirect URI that the published example has registered.
    pub registered: String,
    /// The published input; none where it is not about one value of `redirect_uri`.
    pub requested: Option<String>,
    /// Classes of mutation, of which the finding's witness has at least one.
    pub mutations: Vec<String>,
    /// How bad the landing is.
    pub severity: Severity,
    /// Where the response travels, where that matters: `query`, `fragment`, `form_post`, `token`.
    pub channel: Option<String>,
    /// The rule that is violated, the most specific of the catalogue.
    pub rule: String,
    /// The first version without it.
    pub fixed: Option<String>,
}
