//! The hunt: composed edits drawn from one seeded source, and the first case of each sort that
//! violates shrunk to the fewest and simplest edits.

use super::asker::Runner;
use crate::{
    evidence::Observation,
    mutation::{self, Edit, Kind, Mutant},
    probe::{Authorize, Offers, Probe, Service, Step, flows, sequences},
    target::{Target, TargetError},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{collections::BTreeMap, sync::Arc};

/// The most questions asked to shrink one case.
const SHRINKING_STEPS: usize = 64;

/// One drawn case: a tree of values, the kind of client it is for, and what it is called.
pub struct Case {
    kind: Kind,
    name: &'static str,
    tree: Box<dyn ValueTree<Value = Vec<Step>>>,
}

impl<T: Target> Runner<'_, T> {
    /// Draws `count` composed cases for the clients of these kinds, in turn, all before any is
    /// asked.
    pub fn draw(&self, kinds: &[Kind], count: usize, seed: u64) -> Vec<Case> {
        let mut source = source(seed);
        let strategies: Vec<(Kind, _)> = kinds
            .iter()
            .filter_map(|kind| {
                let (_, registered) = self.tenant().subject(*kind)?;
                Some((*kind, mutation::composed(&Mutant::original(registered)).prop_map(edited)))
            })
            .collect();
        let turns = strategies.iter().cycle().take(if strategies.is_empty() { 0 } else { count });
        let cases = turns.filter_map(|(kind, strategy)| {
            let tree = strategy.new_tree(&mut source).ok()?;
            Some(Case { kind: *kind, name: "composed", tree: Box::new(tree) })
        });
        cases.collect()
    }

    /// Draws `count` sequences of moves with codes and tokens, as far as the target has what they
    /// need.
    pub fn draw_sequences(&self, count: usize, seed: u64) -> Vec<Case> {
        let strategy = sequences(self.offers());
        let mut source = source(seed);
        let trees = (0..count).filter_map(|_| strategy.new_tree(&mut source).ok());
        trees.map(|tree| Case { kind: Kind::Any, name: "sequence", tree: Box::new(tree) }).collect()
    }

    /// Draws `count` flows, some of whose steps are not as they should be; every fourth is about a
    /// client without a secret, where there is one.
    pub fn draw_flows(&self, count: usize, seed: u64) -> Vec<Arc<Probe>> {
        let is_public = |kind| self.tenant().subject(kind).is_some_and(|(client, _)| client.secret.is_none());
        let other = if is_public(Kind::Loopback) { Kind::Loopback } else { Kind::Any };
        let strategy = flows(self.offers());
        let mut source = source(seed);
        let trees = (0..count).filter_map(|_| strategy.new_tree(&mut source).ok());
        let probes = trees.enumerate().map(|(index, tree)| {
            let needs = if index % 4 == 3 { other } else { Kind::Any };
            Arc::new(Probe { key: format!("drawn/{seed}/{index}"), needs, steps: tree.current() })
        });
        probes.collect()
    }

    /// What the target has for sequences.
    fn offers(&self) -> Offers {
        let tenant = self.tenant();
        let further = &tenant.further;
        let subject = tenant.subject(Kind::Any).map(|(client, _)| client);
        let tells =
            [&further.introspection, &further.userinfo, &further.resource].iter().any(|url| url.is_some());
        let services = [
            (tells, Service::Liveness),
            (further.revocation.is_some(), Service::Revocation),
            (further.introspection.is_some(), Service::Introspection),
        ];
        Offers {
            services: services.into_iter().filter(|(there, _)| *there).map(|(_, service)| service).collect(),
            other: subject.is_some_and(|client| tenant.other_than(client).is_some()),
            time: tenant.clock.is_some(),
        }
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
            cases.iter().enumerate().map(|(index, case)| case.probe(&index.to_string())).collect();
        // Those about one client are asked one after the other, since they share its controls.
        let mut order: Vec<usize> = (0..probes.len()).collect();
        order.sort_by_key(|index| probes[*index].needs);
        let in_order: Vec<_> = order.iter().map(|index| Arc::clone(&probes[*index])).collect();
        let mut asked = Vec::new();
        if probes.iter().any(|probe| probe.redeems()) {
            self.ask_flows(&in_order, &mut asked).await?;
        } else {
            self.ask_all(&in_order, &mut asked).await?;
        }
        let mut observations: Vec<_> = order.into_iter().zip(asked).collect();
        observations.sort_by_key(|(index, _)| *index);
        let observations: Vec<_> = observations.into_iter().map(|(_, asked)| asked).collect();
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
        let mut smallest: Option<Arc<Probe>> = Some(case.probe(&index.to_string()));
        let mut can_simplify = case.tree.simplify();
        for step in 0..SHRINKING_STEPS {
            if !can_simplify {
                break;
            }
            let probe = case.probe(&format!("{index}/shrunk/{step}"));
            let shows_something = probe.redeems() || !probe.edits().is_empty();
            let same = shows_something
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
        let Some(mut probe) = smallest else { return Ok(None) };
        for length in 1..probe.steps.len() {
            let steps = probe.steps[..length].to_vec();
            let cut =
                Arc::new(Probe { key: format!("{}/cut/{length}", probe.key), steps, ..(*probe).clone() });
            let seen = self.ask_alone(&cut).await?.ok();
            if seen.and_then(|observation| sort(&observation)).is_some_and(|found| found == *sorted) {
                probe = cut;
                break;
            }
        }
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
        let key = format!("{}/{key}", self.name);
        Arc::new(Probe { key, needs: self.kind, steps: self.tree.current() })
    }
}

/// A source of randomness that depends on the seed alone.
fn source(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng)
}

/// One authorization request with these edits.
fn edited(edits: Vec<Edit>) -> Vec<Step> {
    vec![Step::Authorize(Authorize { edits, ..Authorize::default() })]
}
