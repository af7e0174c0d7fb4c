//! What is believed of a target, held against what it did, and mended where the two part.

use super::{
    explanations::{self, Known},
    patch::{self, Explanation, Leaf},
};
use crate::{
    budget::Budget,
    learn::{Line, sketch},
    probe::{Body, Probe},
    runner::{Past, Runner},
    scenario::Scenario,
    stand_in::StandIn,
    target::{Client, TargetError, Tenant},
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};
use toml::Table;

/// How many probes are put to stand-ins at most to explain what was seen.
const MOST_ASKED: usize = 120_000;

/// Of how many explanations each is tried together with each.
const MOST_PAIRED: usize = 40;

/// How many explanations that help at some probes may spoil more at others, until it is looked for
/// others.
const MOST_SPOILING: usize = 24;

/// How often it is looked whether values do harm to any probe.
const MOST_HARMFUL: usize = 16;

/// At how many of the probes that both change two explanations are tried first.
const MOST_SHARED: usize = 4;

/// Of how many stand-ins it is kept what they answered.
const MOST_KEPT: usize = 16;

/// What probes came to, by their keys.
pub(super) type Sketches = BTreeMap<String, Vec<Line>>;

/// By the key of a probe, how far a stand-in parts from the target.
pub(super) type Parting = BTreeMap<String, usize>;

/// A belief about a target.
pub(super) struct Belief<'a> {
    /// Where the target is, apart from what it does.
    target: Scenario,
    budget: &'a Budget,
    probes: BTreeMap<String, Arc<Probe>>,
    pub(super) truth: Sketches,
    /// What was measured and is not doubted.
    measured: Table,
    /// Differences that nothing explained.
    pub(super) given_up: BTreeSet<String>,
    /// How the target is asked.
    asking: Option<Asking>,
    /// What may explain something, of the words of the target itself.
    further: Vec<Leaf>,
    asked: usize,
    kept: Mutex<Kept>,
}

/// How a target is asked.
struct Asking {
    /// What authorization requests have beside the usual.
    parameters: Vec<(String, String)>,
    /// How token requests are written.
    token_body: Body,
    /// Who asks.
    clients: Arc<[Client]>,
}

/// What stand-ins answered to probes, by the tables of those that were asked last.
type Kept = VecDeque<(Table, BTreeMap<String, Option<Vec<Line>>>)>;

/// A table that explains more, and what it leaves.
type Better = (Table, Parting);

/// An explanation that changes how some of the probes go.
struct Stirring {
    explanation: Explanation,
    /// Whether less is left unexplained of them.
    helps: bool,
    left: usize,
    stirred: BTreeSet<String>,
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

    /// The same, and stand-ins are asked as a target is: for that scope, by token requests that are
    /// written alike, by clients that authenticate alike and use challenges alike. Who is to be asked
    /// for their consent is for the target alone.
    pub(super) fn asked_as(self, tenant: &Tenant) -> Self {
        let own = tenant.parameters.iter().filter(|(name, _)| name != "prompt");
        let asking = Asking {
            parameters: own.cloned().collect(),
            token_body: tenant.token_body,
            clients: Arc::clone(&tenant.clients),
        };
        Self { asking: Some(asking), ..self }
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

    /// A behaviour that explains what this one does and more, if one is found.
    pub(super) async fn explained(&mut self, mut table: Table) -> Result<Table, TargetError> {
        let mut parting = self.all_parting(&table).await?;
        let mut last: Option<Vec<Explanation>> = None;
        loop {
            let told = self.told(&table, &parting.keys().cloned().collect()).await?;
            let open: BTreeSet<String> =
                parting.keys().filter(|key| !self.is_given_up(key, &told)).cloned().collect();
            if open.is_empty() || self.asked >= MOST_ASKED {
                return Ok(table);
            }
            let examples = self.examples(&open, &told);
            let narrowed = last.is_some();
            let candidates = if let Some(last) = last.take() {
                let laid =
                    |explanation: Explanation| explanation.laid_over(&table).map(|laid| (explanation, laid));
                last.into_iter().filter_map(laid).collect()
            } else {
                let known = Known { table: &table, measured: &self.measured, further: &self.further };
                explanations::of(&open, &self.refusals(&examples, &told), known)
            };
            let stirring = self.stirring(&told, &examples, candidates).await?;
            let mut better = self.better(&table, &parting, (&examples, &stirring)).await?;
            let is_single = better.is_some();
            if better.is_none() && !narrowed {
                better = self.pair(&table, &parting, &stirring).await?;
            }
            if let Some(better) = better {
                (table, parting) = better;
                last = is_single.then(|| stirring.into_iter().map(|stirring| stirring.explanation).collect());
            } else if !narrowed {
                self.give_up(&examples, &told);
            }
        }
    }

    /// The explanations that change how these probes go, those first that leave the least.
    async fn stirring(
        &mut self,
        before: &Sketches,
        keys: &BTreeSet<String>,
        candidates: Vec<(Explanation, Table)>,
    ) -> Result<Vec<Stirring>, TargetError> {
        let apart = sum(&self.apart(before, keys));
        let mut found = Vec::new();
        for (explanation, laid) in candidates {
            if self.asked >= MOST_ASKED {
                break;
            }
            self.asked += keys.len();
            let told = self.told(&laid, keys).await?;
            let stirred: BTreeSet<String> =
                keys.iter().filter(|key| told.get(*key) != before.get(*key)).cloned().collect();
            if !stirred.is_empty() {
                let left = sum(&self.apart(&told, keys));
                found.push(Stirring { explanation, helps: left < apart, left, stirred });
            }
        }
        found.sort_by_key(|stirring| stirring.left);
        Ok(found)
    }

    /// The table with all of these explanations, in their order, that explain more than they spoil:
    /// at the examples first, and then everywhere.
    async fn better(
        &mut self,
        table: &Table,
        parting: &Parting,
        (examples, stirring): (&BTreeSet<String>, &[Stirring]),
    ) -> Result<Option<Better>, TargetError> {
        let (mut table, mut parting) = (table.clone(), parting.clone());
        let (mut found, mut spoiling) = (false, 0);
        let of_examples = |parting: &Parting| -> usize {
            parting.iter().filter(|(key, _)| examples.contains(*key)).map(|(_, apart)| apart).sum()
        };
        for Stirring { explanation, .. } in stirring.iter().filter(|stirring| stirring.helps) {
            let before = of_examples(&parting);
            if before == 0 || spoiling >= MOST_SPOILING || self.asked >= MOST_ASKED {
                break;
            }
            let Some(laid) = explanation.laid_over(&table) else { continue };
            self.asked += examples.len();
            if sum(&self.parting(&laid, examples).await?) >= before {
                continue;
            }
            match self.improvement(&laid, &parting).await? {
                Some(left) => (table, parting, found) = (laid, left, true),
                None => spoiling += 1,
            }
        }
        Ok(found.then_some((table, parting)))
    }

    /// What a table leaves, if that is less.
    async fn improvement(&mut self, laid: &Table, parting: &Parting) -> Result<Option<Parting>, TargetError> {
        let among: BTreeSet<String> = parting.keys().cloned().collect();
        let others: BTreeSet<String> = self.keys().difference(&among).cloned().collect();
        self.asked += among.len();
        let mut left = self.parting(laid, &among).await?;
        if sum(&left) >= sum(parting) {
            return Ok(None);
        }
        self.asked += others.len();
        left.extend(self.parting(laid, &others).await?);
        Ok((sum(&left) < sum(parting)).then_some(left))
    }

    /// Two explanations at once that explain more than they spoil, where none does alone: both
    /// change how one of the probes goes.
    async fn pair(
        &mut self,
        table: &Table,
        parting: &Parting,
        stirring: &[Stirring],
    ) -> Result<Option<Better>, TargetError> {
        let stirring = &stirring[..stirring.len().min(MOST_PAIRED)];
        for (at, one) in stirring.iter().enumerate() {
            for other in &stirring[at + 1..] {
                let shared = one.stirred.intersection(&other.stirred);
                let shared: BTreeSet<String> = shared.take(MOST_SHARED).cloned().collect();
                if shared.is_empty() || self.asked >= MOST_ASKED {
                    continue;
                }
                let both = one.explanation.laid_over(table);
                let Some(both) = both.and_then(|laid| other.explanation.laid_over(&laid)) else { continue };
                self.asked += shared.len();
                let of_shared = parting.iter().filter(|(key, _)| shared.contains(*key));
                let before: usize = of_shared.map(|(_, apart)| apart).sum();
                if sum(&self.parting(&both, &shared).await?) >= before {
                    continue;
                }
                if let Some(left) = self.improvement(&both, parting).await? {
                    return Ok(Some((both, left)));
                }
            }
        }
        Ok(None)
    }

    /// As many of these values as can be stated, or left unsaid, so that no probe parts further from
    /// the target: first as it seems by the few probes that showed what harm they do, then held
    /// against all of them, until none shows more.
    pub(super) async fn harmless(
        &self,
        table: Table,
        leaves: &[Leaf],
        stated: bool,
    ) -> Result<Table, TargetError> {
        if leaves.is_empty() {
            return Ok(table);
        }
        let before = self.all_parting(&table).await?;
        let mut telling = BTreeSet::new();
        for _ in 0..MOST_HARMFUL {
            let laid = self.seemingly_harmless((&table, &before), leaves, stated, &telling).await?;
            let spoilt = spoilt(&before, &self.all_parting(&laid).await?);
            if spoilt.is_empty() {
                return Ok(laid);
            }
            telling.extend(spoilt.into_iter().take(MOST_SHARED));
        }
        Ok(table)
    }

    /// The same, by these probes alone.
    async fn seemingly_harmless(
        &self,
        (table, before): (&Table, &Parting),
        leaves: &[Leaf],
        stated: bool,
        telling: &BTreeSet<String>,
    ) -> Result<Table, TargetError> {
        let mut table = table.clone();
        let mut left = vec![leaves];
        while let Some(leaves) = left.pop() {
            let mut laid = table.clone();
            for (path, value) in leaves {
                if stated {
                    patch::put(&mut laid, path, value.clone());
                } else {
                    patch::take_out(&mut laid, path);
                }
            }
            let is_behaviour = patch::behaviour_of(&laid).is_some();
            if is_behaviour && spoilt(before, &self.parting(&laid, telling).await?).is_empty() {
                table = laid;
            } else if leaves.len() > 1 {
                let (one, other) = leaves.split_at(leaves.len() / 2);
                left.extend([other, one]);
            }
        }
        Ok(table)
    }

    /// Those of these probes in which a stand-in that behaves so parts from the target.
    pub(super) async fn parting(
        &self,
        table: &Table,
        among: &BTreeSet<String>,
    ) -> Result<Parting, TargetError> {
        Ok(self.apart(&self.told(table, among).await?, among))
    }

    fn apart(&self, told: &Sketches, among: &BTreeSet<String>) -> Parting {
        let apart = among.iter().filter_map(|key| {
            let (truth, told) = (self.truth.get(key)?, told.get(key));
            let expected = |at: usize| told.and_then(|told| told.get(at));
            let apart = truth.iter().enumerate().map(|(at, line)| line.parts_from(expected(at))).sum();
            Some((key.clone(), apart))
        });
        apart.filter(|(_, apart)| *apart > 0).collect()
    }

    /// What a stand-in that behaves so answers to these probes; nothing if it cannot be asked. What
    /// one of those that were asked last answered is not asked again.
    async fn told(&self, table: &Table, among: &BTreeSet<String>) -> Result<Sketches, TargetError> {
        let mut known = self.take_kept(table);
        let unknown = among.iter().filter(|key| !known.contains_key(*key));
        let probes: Vec<Arc<Probe>> = unknown.filter_map(|key| self.probes.get(key)).cloned().collect();
        let mut told = self.foretold(table, &probes).await?;
        known.extend(probes.iter().map(|probe| (probe.key.clone(), told.remove(&probe.key))));
        let wanted = among.iter().filter_map(|key| Some((key.clone(), known.get(key)?.clone()?)));
        let wanted = wanted.collect();
        self.keep(table, known);
        Ok(wanted)
    }

    /// Takes out what is kept of the stand-in that behaves so.
    fn take_kept(&self, table: &Table) -> BTreeMap<String, Option<Vec<Line>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, _)| of == table);
        at.and_then(|at| kept.remove(at)).map(|(_, told)| told).unwrap_or_default()
    }

    fn keep(&self, table: &Table, told: BTreeMap<String, Option<Vec<Line>>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(MOST_KEPT - 1);
        kept.push_front((table.clone(), told));
    }

    /// What a stand-in that behaves so answers to any probes.
    pub(super) async fn foretold(
        &self,
        table: &Table,
        probes: &[Arc<Probe>],
    ) -> Result<Sketches, TargetError> {
        let Some(behaviour) = patch::behaviour_of(table).filter(|_| !probes.is_empty()) else {
            return Ok(Sketches::new());
        };
        let scenario = Scenario { behaviour, deviations: Vec::new(), ..self.target.clone() };
        let stand_in = StandIn::unhosted(scenario);
        let stand_in = match &self.asking {
            Some(Asking { parameters, token_body, clients }) => {
                stand_in.asked_with(parameters.clone(), *token_body).with_clients_like(clients)
            }
            None => stand_in,
        };
        let budget = Budget { requests: None, ..self.budget.clone() };
        let Ok(runner) = Runner::start(&stand_in, &budget, &|_| {}, Past::default()).await else {
            return Ok(Sketches::new());
        };
        let mut asked = Vec::new();
        if runner.ask_flows(probes, &mut asked).await.is_err() {
            return Ok(Sketches::new());
        }
        let sketched = probes.iter().zip(asked).filter_map(|(probe, asked)| {
            let told = asked.ok().and_then(|observation| sketch(&observation))?;
            Some((probe.key.clone(), told))
        });
        Ok(sketched.collect())
    }
}

/// The probes that part further than before.
pub(super) fn spoilt(before: &Parting, now: &Parting) -> Vec<String> {
    let further = now.iter().filter(|(key, apart)| before.get(*key).is_none_or(|before| *apart > before));
    further.map(|(key, _)| key.clone()).collect()
}

/// How far all of them part.
pub(super) fn sum(parting: &Parting) -> usize {
    parting.values().sum()
}
