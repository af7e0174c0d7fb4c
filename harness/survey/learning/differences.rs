//! In what a target and a belief about it differ, and which probes show that best.

use super::{
    belief::{Belief, Sketches},
    explanations,
    offline::OFFLINE,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many probes serve as examples at most.
const MOST_EXAMPLES: usize = 24;

/// What the probes of one concern have in common: the same difference can have other causes
/// elsewhere.
fn family(key: &str) -> &str {
    let key = key.strip_prefix(OFFLINE).unwrap_or(key);
    let mut slashes = key.match_indices('/').map(|(at, _)| at);
    let end = if key.starts_with("drawn/") { slashes.next() } else { slashes.nth(1) };
    end.map_or(key, |end| &key[..end])
}

impl Belief<'_> {
    /// The ways in which a probe goes otherwise than was told.
    pub(super) fn differences(&self, key: &str, told: &Sketches) -> BTreeSet<String> {
        let (truth, told) = (self.truth.get(key), told.get(key));
        let lines = truth.iter().flat_map(|truth| truth.iter().enumerate());
        let all = lines.flat_map(|(at, line)| {
            let expected = told.and_then(|told| told.get(at));
            let decides = expected.is_some_and(|expected| line.decides_as(expected));
            // How a token endpoint lays its answers out is the same for every concern.
            let everywhere = decides && line.decided.starts_with(|c: char| c.is_ascii_digit());
            let concern = if everywhere { "" } else { family(key) };
            line.differences(expected).into_iter().map(move |difference| format!("{concern}: {difference}"))
        });
        all.collect()
    }

    /// Whether a probe comes to the same as was told, in whatever words.
    fn decides_alike(&self, key: &str, told: &Sketches) -> bool {
        let (truth, told) = (self.truth.get(key), told.get(key));
        let expected = |at: usize| told.and_then(|told| told.get(at));
        let mut lines = truth.iter().flat_map(|truth| truth.iter().enumerate());
        lines.all(|(at, line)| expected(at).is_some_and(|expected| line.decides_as(expected)))
    }

    /// Whether nothing explained before what is different there.
    pub(super) fn is_given_up(&self, key: &str, told: &Sketches) -> bool {
        self.differences(key, told).is_subset(&self.given_up)
    }

    pub(super) fn give_up(&mut self, keys: &BTreeSet<String>, told: &Sketches) {
        let differences: Vec<String> = keys.iter().flat_map(|key| self.differences(key, told)).collect();
        self.given_up.extend(differences);
    }

    /// The shortest probes that show every difference twice, those first in which something else
    /// was decided.
    pub(super) fn examples(&self, keys: &BTreeSet<String>, told: &Sketches) -> BTreeSet<String> {
        let mut by_length: Vec<&String> = keys.iter().collect();
        by_length.sort_by_key(|key| (self.decides_alike(key, told), self.truth.get(*key).map(Vec::len)));
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        let mut examples = BTreeSet::new();
        for key in by_length {
            if examples.len() >= MOST_EXAMPLES {
                break;
            }
            let differences = self.differences(key, told);
            if differences.iter().any(|difference| shown.get(difference).is_none_or(|times| *times < 2)) {
                for difference in differences {
                    *shown.entry(difference).or_default() += 1;
                }
                examples.insert(key.clone());
            }
        }
        examples
    }

    /// The refusals by which these probes differ first from what was told.
    pub(super) fn refusals(&self, keys: &BTreeSet<String>, told: &Sketches) -> BTreeSet<explanations::Seen> {
        let first = |key: &String| {
            let told = told.get(key);
            let mut lines = self.truth.get(key)?.iter().enumerate();
            let differs = lines.find(|(at, line)| line.parts_from(told.and_then(|told| told.get(*at))) > 0);
            differs.and_then(|(_, line)| line.refusal.clone())
        };
        keys.iter().filter_map(first).collect()
    }
}
