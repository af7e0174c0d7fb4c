//! Known exceptions: where a learned scenario is known not to be the whole truth.

use serde::Deserialize;

/// Where the stand-in of a learned scenario is known to answer otherwise than the server it was
/// learned from. A real server is asked all the same.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Exceptions {
    /// Probes, by their keys, in which the stand-in decides otherwise. When a server is held against
    /// the scenario, they are no drift.
    pub probes: Vec<String>,
    /// Rules, by their ids, that come out otherwise at the stand-in, or that it breaks and nothing
    /// is known of at the server. The stand-in is not asked them.
    pub rules: Vec<String>,
}
