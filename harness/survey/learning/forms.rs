//! What tokens look like and promise, as a scenario states it.

use super::{super::forms::Forms, patch::put};
use crate::{
    behaviour::{Lifetime, TokenFormat},
    evidence::{Observation, Sort},
    profile::Learned,
    runner::Runner,
    target::Target,
};
use std::{collections::BTreeMap, sync::Arc};
use toml::{Table, Value};

/// The fewest values by which it is said how much of one is random.
const FEWEST: usize = 4;

/// Where it is stated how many bits are random, of each sort.
const ENTROPIES: [(Sort, &[&str]); 3] = [
    (Sort::Code, &["code", "entropy"]),
    (Sort::AccessToken, &["access_token", "entropy"]),
    (Sort::RefreshToken, &["refresh_token", "entropy"]),
];

/// Puts what was seen into a behaviour's table. A lifetime that was not measured is as long as the
/// token or its answer says, and it is noted that nobody waited for its end.
pub(super) fn read<T: Target>(
    seen: &BTreeMap<String, Arc<Observation>>,
    runner: &Runner<'_, T>,
    learned: &mut Learned,
    table: &mut Table,
) {
    let forms = Forms::of(seen.values().map(AsRef::as_ref), runner.tenant());
    let claims = forms.claims();
    match forms.format() {
        Ok(Some(format)) => put(table, &["access_token", "format"], Value::from(format.as_str())),
        Ok(None) => {}
        Err(why) => learned.note(format!("access_token.format is not stated: {why}.")),
    }
    if let Some(claims) = claims {
        put(table, &["access_token", "claims"], Value::from(claims));
    }
    if let Some(scheme) = forms.scheme.as_deref().filter(|scheme| !scheme.eq_ignore_ascii_case("Bearer")) {
        put(table, &["access_token", "scheme"], Value::from(scheme));
    }
    let opaque = matches!(forms.format(), Ok(Some(TokenFormat::Opaque)));
    for (sort, path) in ENTROPIES {
        let Some(spread) = forms.spreads.get(&sort).filter(|spread| spread.values >= FEWEST) else {
            continue;
        };
        // A digit in order is chance; most of them are a counter or a clock.
        let bits = if spread.bits * 2 < spread.differing { spread.bits } else { spread.differing };
        // Values are made of whole bytes.
        let bits = bits / 8 * 8;
        if (sort != Sort::AccessToken || opaque) && (48..=4096).contains(&bits) {
            put(table, path, Value::from(i64::from(bits)));
        }
    }
    let Some(promised) = forms.promised.lifetime().map(Lifetime::Ends) else { return };
    match learned.behaviour.access_token.lifetime {
        None => {
            put(table, &["access_token", "lifetime"], Value::from(promised.to_string()));
            let by = if forms.promised.claims.is_some() { "its claims say" } else { "expires_in says" };
            learned.told.insert(
                "access_token.lifetime".to_owned(),
                format!("an access token lives as long as {by}; nobody waited for its end"),
            );
        }
        Some(measured) => {
            let promised =
                forms.promised.expires_in.map(|said| Lifetime::Ends(std::time::Duration::from_secs(said)));
            if let Some(promised) = promised.filter(|promised| *promised != measured) {
                put(table, &["token", "promised_lifetime"], Value::from(promised.to_string()));
            }
        }
    }
}
