//! Drift: where what was measured differs from what the scenario states.

use super::{Measured, MeasuredToken};
use crate::{
    behaviour::{Behaviour, Lifetime},
    learn::{Count, Interval},
    scenario::Scenario,
};
use serde::Serialize;
use serde_json::json;
use std::{collections::BTreeSet, fmt};

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
    found.extend(of_access_tokens(stated, &measured.access_token));
    let (claimed, seen) = (stated.refresh_token.live_at_once, measured.refresh_token.live_at_once);
    found.extend(count("refresh_token.live_at_once", claimed, seen));
    if let (Some(claimed), Some(seen)) = (scenario.behaviour.code.uses, measured.code.uses)
        && claimed != seen
    {
        found.push(Drift { about: "code.uses", claimed: claimed.to_string(), measured: json!(seen) });
    }
    found
}

/// What access tokens look like, say of themselves, and come to.
fn of_access_tokens(stated: &Behaviour, seen: &MeasuredToken) -> Vec<Drift> {
    let policy = &stated.access_token;
    let mut found = Vec::new();
    if let (Some(claimed), Some(format)) = (policy.format, seen.format)
        && claimed != format
    {
        let claimed = claimed.as_str().to_owned();
        found.push(Drift { about: "access_token.format", claimed, measured: json!(format) });
    }
    if let (Some(claimed), Some(claims)) = (&policy.claims, &seen.claims)
        && claimed.iter().collect::<BTreeSet<_>>() != claims.iter().collect()
    {
        let claimed = claimed.join(", ");
        found.push(Drift { about: "access_token.claims", claimed, measured: json!(claims) });
    }
    // What a token says of itself stands in for a lifetime that nobody waited for.
    let claimed = stated.token.promised_lifetime.or(policy.lifetime);
    if let (None, Some(Lifetime::Ends(claimed)), Some(promised)) =
        (seen.lifetime, claimed, seen.promised.lifetime())
        && claimed != promised
    {
        let claimed = Lifetime::Ends(claimed).to_string();
        let measured = json!({ "promised": promised.as_secs() });
        found.push(Drift { about: "access_token.lifetime", claimed, measured });
    }
    found.extend(count("access_token.live_at_once", policy.live_at_once, seen.live_at_once));
    found
}

/// A number that does not lie in the interval that was measured.
fn count(about: &'static str, claimed: Option<u32>, seen: Option<Count>) -> Option<Drift> {
    let (claimed, seen) = (claimed?, seen?);
    (!seen.holds(claimed)).then(|| Drift { about, claimed: claimed.to_string(), measured: json!(seen) })
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
