//! Drift: where what was measured differs from what the scenario states.

use super::Measured;
use crate::{behaviour::Lifetime, learn::Interval, scenario::Scenario};
use serde::Serialize;
use serde_json::json;
use std::fmt;

/// One difference.
#[derive(Clone, Debug, Serialize)]
pub struct Drift {
    /// The topic.
    pub about: &'static str,
    /// What the scenario states.
    pub claimed: String,
    /// What was measured.
    pub measured: serde_json::Value,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} drifted from {} to {}", self.about, self.claimed, self.measured)
    }
}

/// Every topic that the scenario states, that was measured, and that came out differently.
#[must_use]
pub fn drift(scenario: &Scenario, measured: &Measured) -> Vec<Drift> {
    let mut found = Vec::new();
    if let (Some(claimed), Some(seen)) =
        (&scenario.behaviour.redirect_uri.compare, &measured.redirect_uri.compare)
        && claimed != seen
    {
        found.push(Drift {
            about: "redirect_uri.match",
            claimed: claimed.to_string(),
            measured: json!(seen),
        });
    }
    let stated = &scenario.behaviour;
    found.extend(lifetime("code.lifetime", stated.code.lifetime, measured.code.lifetime));
    let (claimed, seen) = (stated.access_token.lifetime, measured.access_token.lifetime);
    found.extend(lifetime("access_token.lifetime", claimed, seen));
    let (claimed, seen) = (stated.refresh_token.lifetime, measured.refresh_token.lifetime);
    found.extend(lifetime("refresh_token.lifetime", claimed, seen));
    if let (Some(claimed), Some(seen)) = (scenario.behaviour.code.uses, measured.code.uses)
        && claimed != seen
    {
        found.push(Drift { about: "code.uses", claimed: claimed.to_string(), measured: json!(seen) });
    }
    found
}

/// A lifetime that does not lie in the interval that was measured.
fn lifetime(about: &'static str, claimed: Option<Lifetime>, seen: Option<Interval>) -> Option<Drift> {
    let (claimed, seen) = (claimed?, seen?);
    let holds = match claimed {
        Lifetime::Ends(span) => seen.holds(span),
        Lifetime::Never => seen.at_most.is_none(),
    };
    (!holds).then(|| Drift { about, claimed: claimed.to_string(), measured: json!(seen) })
}
