//! What is believed of a target, held against what it did, and mended where the two part.

use super::{
    foretold::{Asking, Kept},
    patch::Leaf,
};
use crate::{budget::Budget, learn::Line, probe::Probe, scenario::Scenario, target::TargetError};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use toml::Table;

/// What probes came to, by their keys.
pub(super) type Sketches = BTreeMap<String, Vec<Line>>;

/// By the key of a probe, how far a stand-in parts from the target.
pub(super) type Parting = BTreeMap<String, usize>;

/// A belief about a target.
pub(super) struct Belief<'a> {
    /// Where the target is, apart from what it does.
    pub(super) target: Scenario,
    pub(super) budget: &'a Budget,
    pub(super) probes: BTreeMap<String, Arc<Probe>>,
    pub(super) truth: Sketches,
    /// What was measured and is not doubted.
    pub(super) measured: Table,
    /// Differences that nothing explained.
    pub(super) given_up: BTreeSet<String>,
    /// How the target is asked.
    pub(super) asking: Option<Asking>,
    /// What may explain something, of the words of the target itself.
    pub(super) further: Vec<Leaf>,
    pub(super) asked: usize,
    pub(super) kept: Mutex<Kept>,
}

impl<'a> Belief<'a> {
    pub(super) fn new(target: Scenario, budget: &'a Budget, measured: Table) -> Self {
        let (probes, truth) = (BTreeMap::new(), Sketches::new());
        Self {
            target,
            budget,
            probes,
            truth,
            measured,
            given_up: BTreeSet::new(),
            asking: None,
            further: Vec::new(),
            asked: 0,
            kept: Mutex::default(),
        }
    }

    /// The same, with more that may explain something.
    pub(super) fn with_further(self, further: Vec<Leaf>) -> Self {
        Self { further, ..self }
    }

    /// Takes in what the target did.
    pub(super) fn tell(&mut self, probe: &Arc<Probe>, lines: Vec<Line>) {
        self.truth.insert(probe.key.clone(), lines);
        self.probes.insert(probe.key.clone(), Arc::clone(probe));
    }

    /// How many probes it is held against.
    pub(super) fn compared(&self) -> usize {
        self.truth.len()
    }

    /// Where a stand-in that behaves so parts from the target.
    pub(super) async fn all_parting(&self, table: &Table) -> Result<Parting, TargetError> {
        self.parting(table, &self.keys()).await
    }

    /// The probes in which a stand-in that behaves so decides otherwise than the target, however it
    /// tells it.
    pub(super) async fn decided_otherwise(&self, table: &Table) -> Result<BTreeSet<String>, TargetError> {
        let told = self.told(table, &self.keys()).await?;
        let otherwise = self.truth.iter().filter(|(key, truth)| {
            let told = told.get(*key);
            let expected = |at: usize| told.and_then(|told| told.get(at));
            truth.iter().enumerate().any(|(at, line)| expected(at).is_none_or(|told| !line.decides_as(told)))
        });
        Ok(otherwise.map(|(key, _)| key.clone()).collect())
    }

    pub(super) fn keys(&self) -> BTreeSet<String> {
        self.truth.keys().cloned().collect()
    }

    /// Those of these probes in which a stand-in that behaves so parts from the target.
    pub(super) async fn parting(
        &self,
        table: &Table,
        among: &BTreeSet<String>,
    ) -> Result<Parting, TargetError> {
        Ok(self.apart(&self.told(table, among).await?, among))
    }

    pub(super) fn apart(&self, told: &Sketches, among: &BTreeSet<String>) -> Parting {
        let apart = among.iter().filter_map(|key| {
            let (truth, told) = (self.truth.get(key)?, told.get(key));
            let expected = |at: usize| told.and_then(|told| told.get(at));
            let apart = truth.iter().enumerate().map(|(at, line)| line.parts_from(expected(at))).sum();
            Some((key.clone(), apart))
        });
        apart.filter(|(_, apart)| *apart > 0).collect()
    }
}

/// How far all of them part.
pub(super) fn sum(parting: &Parting) -> usize {
    parting.values().sum()
}
