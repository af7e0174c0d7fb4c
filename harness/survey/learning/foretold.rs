//! What a stand-in of a belief answers.

use super::{
    belief::{Belief, Sketches},
    patch,
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
    sync::{Arc, PoisonError},
};
use toml::Table;

/// Of how many stand-ins it is kept what they answered.
const MOST_KEPT: usize = 16;

/// How a target is asked.
pub(super) struct Asking {
    /// What authorization requests have beside the usual.
    parameters: Vec<(String, String)>,
    /// How token requests are written.
    token_body: Body,
    /// Who asks.
    clients: Arc<[Client]>,
}

/// What stand-ins answered to probes, by the tables of those that were asked last.
pub(super) type Kept = VecDeque<(Table, BTreeMap<String, Option<Vec<Line>>>)>;

impl Belief<'_> {
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

    /// What a stand-in that behaves so answers to these probes; nothing if it cannot be asked. What
    /// one of those that were asked last answered is not asked again.
    pub(super) async fn told(
        &self,
        table: &Table,
        among: &BTreeSet<String>,
    ) -> Result<Sketches, TargetError> {
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
