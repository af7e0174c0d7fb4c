//! Drift: where what was measured differs from what the scenario states.

use super::{Measured, MeasuredToken, plain};
use crate::{
    behaviour::{Behaviour, Lifetime},
    learn::{Count, Interval},
    scenario::Scenario,
};
use serde::Serialize;
use serde_json::json;
use std::{collections::BTreeSet, fmt, time::Duration};
use toml::Value;

/// What a server may round off a lifetime that it tells: what is left of it, in whole seconds.
const ROUNDING: Duration = Duration::from_secs(1);

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The topic, or the probe that shows it.
    pub about: String,
    /// What the scenario states.
    pub claimed: String,
    /// What was measured.
    pub measured: serde_json::Value,
}

impl Drift {
    /// What a scenario states about a topic, and what was measured.
    pub(crate) fn of(about: &str, claimed: impl fmt::Display, measured: impl Serialize) -> Self {
        Self { about: about.to_owned(), claimed: claimed.to_string(), measured: json!(measured) }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measured = self.measured.as_str().map_or_else(|| self.measured.to_string(), str::to_owned);
        write!(f, "{} drifted from {} to {measured}", self.about, self.claimed)
    }
}

/// Every topic that the scenario states, that was measured, and that came out differently.
#[must_use]
pub fn drift(scenario: &Scenario, measured: &Measured) -> Vec<Drift> {
    let mut found = Vec::new();
    // What was learned is held against single answers instead: a survey calls it by rougher names.
    if let (Some(claimed), Some(seen), None) =
        (&scenario.behaviour.redirect_uri.compare, &measured.redirect_uri.compare, &scenario.exceptions)
        && claimed != seen
    {
        found.push(Drift::of("redirect_uri.match", claimed, seen));
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
        found.push(Drift::of("code.uses", claimed, seen));
    }
    found.extend(further(scenario, measured));
    found
}

/// What access tokens look like, say of themselves, and come to.
fn of_access_tokens(stated: &Behaviour, seen: &MeasuredToken) -> Vec<Drift> {
    let policy = &stated.access_token;
    let mut found = Vec::new();
    if let (Some(claimed), Some(format)) = (policy.format, seen.format)
        && claimed != format
    {
        found.push(Drift::of("access_token.format", claimed.as_str(), format));
    }
    if let (Some(claimed), Some(claims)) = (&policy.claims, &seen.claims)
        && claimed.iter().collect::<BTreeSet<_>>() != claims.iter().collect()
    {
        found.push(Drift::of("access_token.claims", claimed.join(", "), claims));
    }
    // What a token says of itself stands in for a lifetime that nobody waited for.
    let claimed = stated.token.promised_lifetime.or(policy.lifetime);
    if let (None, Some(Lifetime::Ends(claimed)), Some(promised)) =
        (seen.lifetime, claimed, seen.promised.lifetime())
        && claimed.abs_diff(promised) > ROUNDING
    {
        let measured = json!({ "promised": promised.as_secs() });
        found.push(Drift::of("access_token.lifetime", Lifetime::Ends(claimed), measured));
    }
    found.extend(count("access_token.live_at_once", policy.live_at_once, seen.live_at_once));
    found
}

/// A number that does not lie in the interval that was measured.
fn count(about: &str, claimed: Option<u32>, seen: Option<Count>) -> Option<Drift> {
    let (claimed, seen) = (claimed?, seen?);
    (!seen.holds(claimed)).then(|| Drift::of(about, claimed, seen))
}

/// Topics around the server that were measured otherwise than they are stated.
fn further(scenario: &Scenario, measured: &Measured) -> Vec<Drift> {
    let stated = Value::try_from(&scenario.behaviour).unwrap_or(Value::Boolean(false));
    let differing = measured.further.iter().filter_map(|(about, seen)| {
        let claimed = about.split('.').try_fold(&stated, |value, key| value.get(key))?;
        (!is_shown(claimed, seen)).then(|| Drift::of(about, plain(claimed), seen))
    });
    differing.collect()
}

/// Whether what was measured is what is stated: a table says no more than its members do, and a
/// text with places in it, such as `{user}`, is any text.
fn is_shown(claimed: &Value, seen: &Value) -> bool {
    match (claimed, seen) {
        (Value::Table(claimed), Value::Table(seen)) => {
            // A scope that is repeated is not there where none was asked for.
            let may_lack = |value: &Value| value.as_str() == Some("{scope}");
            let shows = |(name, value): (&String, &Value)| {
                seen.get(name).map_or_else(|| may_lack(value), |seen| is_shown(value, seen))
            };
            claimed.iter().all(shows)
        }
        (Value::String(claimed), Value::String(_)) if claimed.contains('{') && claimed != "{base}" => true,
        _ => claimed == seen,
    }
}

/// A lifetime that does not lie in the interval that was measured.
fn lifetime(about: &str, claimed: Option<Lifetime>, seen: Option<Interval>) -> Option<Drift> {
    let (claimed, seen) = (claimed?, seen?);
    let holds = match claimed {
        Lifetime::Ends(span) => seen.holds(span),
        Lifetime::Never => seen.at_most.is_none(),
    };
    (!holds).then(|| Drift::of(about, claimed, seen))
}
