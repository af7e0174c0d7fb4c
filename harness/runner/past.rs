//! What was observed before: a probe that was asked then is not asked again.

use crate::{evidence::Observation, probe::Probe};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
};

/// Observations of an earlier run, to be used up in the order in which they were made.
#[derive(Debug, Default)]
pub struct Past {
    by_key: Mutex<BTreeMap<String, VecDeque<Observation>>>,
    requests: usize,
}

impl Past {
    /// These observations, made with so many requests.
    #[must_use]
    pub fn new(observations: Vec<Observation>, requests: usize) -> Self {
        let mut by_key: BTreeMap<String, VecDeque<Observation>> = BTreeMap::new();
        for observation in observations {
            by_key.entry(observation.probe.key.clone()).or_default().push_back(observation);
        }
        Self { by_key: Mutex::new(by_key), requests }
    }

    /// How many requests it took.
    #[must_use]
    pub const fn requests(&self) -> usize {
        self.requests
    }

    /// All that came of probes whose keys begin so, whatever their steps were.
    pub fn take_all(&self, prefix: &str) -> Vec<Observation> {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        let of_prefix = by_key.iter_mut().filter(|(key, _)| key.starts_with(prefix));
        of_prefix.flat_map(|(_, observations)| observations.drain(..)).collect()
    }

    /// What came of that very probe, if it was asked.
    pub fn take(&self, probe: &Probe) -> Option<Observation> {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        let of_key = by_key.get_mut(&probe.key)?;
        let same = of_key.front().is_some_and(|observation| *observation.probe == *probe);
        if same { of_key.pop_front() } else { None }
    }
}
