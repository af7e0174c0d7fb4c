//! The hunt: composed edits drawn from one seeded source, and the first case of each sort that
//! violates shrunk to the fewest and simplest edits.

use super::batch::Runner;
use crate::{
    evidence::Observation,
    mutation::{self, Edit, Kind, Mutant},
    probe::Probe,
    target::{Target, TargetError},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{collections::BTreeMap, sync::Arc};

/// The most questions asked to shrink one case.
const SHRINKING_STEPS: usize = 64;

/// One drawn case: a tree of values, and the kind of client it is for.
pub struct Case {
    kind: Kind,
    tree: Box<dyn ValueTree<Value = Vec<Edit>>>,
}

impl<T: Target> Runner<'_, T> {
    /// Draws `count` composed cases for the clients of these kinds, in turn, all before any is
    /// asked.
    pub fn draw(&self, kinds: &[Kind], count: usize, seed: u64) -> Vec<Case> {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut source =
            TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng);
        let strategies: Vec<(Kind, _)> = kinds
            .iter()
            .filter_map(|kind| {
                let (_, registered) = self.tenant().subject(*kind)?;
                Some((*kind, mutation::composed(&Mutant::original(registered))))
            })
            .collect();
        let turns = strategies.iter().cycle().take(if strategies.is_empty() { 0 } else { count });
        let cases = turns.filter_map(|(kind, strategy)| {
            let tree = strategy.new_tree(&mut source).ok()?;
            Some(Case { kind: *kind, tree: Box::new(tree) })
        });
        cases.collect()
    }

    /// Asks all cases at once, then shrinks the first of each sort: `sort` gives the sort of a
    /// violation, or nothing; sorts in `known` are left alone. What comes back was asked once
    /// more on its own and came out the same.
    ///
    /// # Errors
    /// If the target is out of order.
    pub async fn hunt<K: Ord + Clone>(
        &self,
        cases: Vec<Case>,
        known: &[K],
        sort: impl Fn(&Observation) -> Option<K>,
    ) -> Result<Hunted<K>, TargetError> {
        let probes: Vec<Arc<Probe>> =
            cases.iter().enumerate().map(|(index, case)| case.probe(&format!("composed/{index}"))).collect();
        let mut observations = Vec::new();
        self.ask_all(&probes, &mut observations).await?;
        let mut found = BTreeMap::new();
        for (index, (case, asked)) in cases.into_iter().zip(&observations).enumerate() {
            let Some(sorted) = asked.as_ref().ok().and_then(|observation| sort(observation)) else {
                continue;
            };
            if found.contains_key(&sorted) || known.contains(&sorted) {
                continue;
            }
            if let Some(witness) = self.shrink(case, index, &sorted, &sort).await? {
                found.insert(sorted, witness);
            }
        }
        Ok(Hunted { observations: observations.into_iter().flatten().collect(), witnesses: found })
    }

    /// Shrinks within one sort: a simpler case counts only if it violates in the same way.
    async fn shrink<K: Ord>(
        &self,
        mut case: Case,
        index: usize,
        sorted: &K,
        sort: &impl Fn(&Observation) -> Option<K>,
    ) -> Result<Option<Arc<Observation>>, TargetError> {
        let mut smallest: Option<Arc<Probe>> = Some(case.probe(&format!("composed/{index}")));
        let mut can_simplify = case.tree.simplify();
        for step in 0..SHRINKING_STEPS {
            if !can_simplify {
                break;
            }
            let probe = case.probe(&format!("composed/{index}/shrunk/{step}"));
            let same = !probe.edits().is_empty()
                && self
                    .ask_alone(&probe)
                    .await?
                    .ok()
                    .and_then(|observation| sort(&observation))
                    .is_some_and(|found| found == *sorted);
            if same {
                smallest = Some(probe);
                can_simplify = case.tree.simplify();
            } else {
                can_simplify = case.tree.complicate();
            }
        }
        let Some(probe) = smallest else { return Ok(None) };
        let again = self.ask_alone(&probe).await?.ok();
        Ok(again.filter(|observation| sort(observation).is_some_and(|found| found == *sorted)))
    }
}

/// What a hunt brought.
pub struct Hunted<K> {
    /// Every composed case that was asked.
    pub observations: Vec<Arc<Observation>>,
    /// One witness a sort.
    pub witnesses: BTreeMap<K, Arc<Observation>>,
}

impl Case {
    fn probe(&self, key: &str) -> Arc<Probe> {
        Arc::new(Probe::edited(key, self.kind, self.tree.current()))
    }
}
