//! How accepted and refused were told apart, for a reader.

use crate::profile::Profile;
use std::collections::BTreeMap;

/// The clients that are answered alike, and how theirs are told apart; in the order of the profile.
pub(super) fn told(profile: &Profile) -> Vec<(String, String)> {
    let mut clients: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut order = Vec::new();
    for row in &profile.calibration {
        let sentence = row.to_string();
        let known = clients.entry(sentence.clone()).or_default();
        if known.is_empty() {
            order.push(sentence);
        }
        if !known.contains(&row.client.as_str()) {
            known.push(&row.client);
        }
    }
    let with_clients =
        |sentence: String| (clients.get(&sentence).map(|of| of.join(", ")).unwrap_or_default(), sentence);
    order.into_iter().map(with_clients).collect()
}
