//! What was observed before: a probe that was asked then is not asked again.

use crate::{
    evidence::{Fault, Observation},
    probe::Probe,
};
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
    /// Everything that was observed, and how many requests that took, if it is known.
    #[must_use]
    pub fn whole(observations: Vec<Observation>, requests: Option<usize>) -> Self {
        let past = Self::of(observations);
        Self { requests: requests.unwrap_or(past.requests), ..past }
    }

    fn of(observations: Vec<Observation>) -> Self {
        let mut past = Self::default();
        for observation in observations {
            past.requests += observation.everything().count();
            let by_key = past.by_key.get_mut().unwrap_or_else(PoisonError::into_inner);
            by_key.entry(observation.probe.key.clone()).or_default().push_back(observation);
        }
        past
    }

    /// What can be relied on when a run goes on: where a control was lost or the server did not
    /// answer, it is asked again.
    #[must_use]
    pub fn reliable(observations: Vec<Observation>) -> Self {
        let answered = |observation: &Observation| {
            let mut faults = observation.everything().filter_map(|exchange| exchange.received.as_ref().err());
            observation.control_lost.is_none() && !faults.any(Fault::is_servers)
        };
        let requests = observations.iter().map(|observation| observation.everything().count()).sum();
        Self { requests, ..Self::of(observations.into_iter().filter(answered).collect()) }
    }

    /// How many requests it took.
    #[must_use]
    pub const fn requests(&self) -> usize {
        self.requests
    }

    /// What came of that very probe, if it was asked.
    pub fn take(&self, probe: &Probe) -> Option<Observation> {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        let of_key = by_key.get_mut(&probe.key)?;
        let same = of_key.front().is_some_and(|observation| *observation.probe == *probe);
        if same { of_key.pop_front() } else { None }
    }
}
