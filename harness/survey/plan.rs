//! What a survey will ask of a target, made before anything is sent.

use crate::{
    budget::Budget,
    mutation::{self, Edit, Group, Kind, Mutant, Mutation, Place},
    probe::{Authorize, Probe, Step},
    rules::{self, Ask, Rule},
    target::{Target, Tenant},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A single edit and the probe that asks it.
#[derive(Clone)]
pub(super) struct Single {
    pub(super) edit: Edit,
    pub(super) probe: Arc<Probe>,
    /// Where it puts the redirect URI.
    pub(super) place: Place,
}

/// Everything that will be asked.
pub(super) struct Plan {
    pub(super) singles: Vec<Single>,
    /// Probes of rules with probes of their own, by key.
    pub(super) flows: BTreeMap<String, Arc<Probe>>,
    /// Rules in catalogue order, each with the reason why it is not asked, if there is one.
    pub(super) rules: Vec<(&'static Rule, Option<Passed>)>,
    /// Mutations that are not asked, with the reason.
    pub(super) passed: BTreeMap<&'static str, String>,
}

/// Why a rule is passed over.
#[derive(Clone)]
pub(super) enum Passed {
    NotApplicable(String),
    NotAsked(String),
}

impl Plan {
    pub(super) fn of<T: Target>(target: &T, budget: &Budget, tenant: &Tenant) -> Self {
        let scenario = target.scenario();
        let stated = scenario.stated();
        let exceptions = scenario.exceptions.as_ref().map_or(&[][..], |exceptions| &exceptions.rules);
        let is_exception = |rule: &Rule| exceptions.iter().any(|exception| exception == rule.id);
        let rules: Vec<_> = rules::catalogue()
            .map(|rule| {
                let silent = !target.is_live() && rule.about.iter().any(|topic| !stated.contains(topic));
                let passed = if !is_wanted(rule, budget) {
                    Some(Passed::NotAsked("the run was narrowed to others".to_owned()))
                } else if !rule.applies_under(scenario.standard) {
                    Some(Passed::NotApplicable(format!("nothing it cites is part of {}", scenario.standard)))
                } else if rule.tier > budget.tier {
                    Some(Passed::NotAsked(format!(
                        "its tier is {}, and only {} is allowed",
                        rule.tier, budget.tier
                    )))
                } else if silent {
                    Some(Passed::NotAsked(crate::profile::UNKNOWN.to_owned()))
                } else if !target.is_live() && is_exception(rule) {
                    Some(Passed::NotAsked(crate::profile::KNOWN_TO_PART.to_owned()))
                } else {
                    None
                };
                (rule, passed)
            })
            .collect();
        let asked = || rules.iter().filter(|(_, passed)| passed.is_none()).map(|(rule, _)| *rule);
        let mut flows = BTreeMap::new();
        for rule in asked() {
            if let Ask::Flow { plan, .. } = rule.ask {
                flows.extend(plan().into_iter().map(|probe| (probe.key.clone(), Arc::new(probe))));
            }
        }
        let mut plan = Self { singles: Vec::new(), flows, rules: rules.clone(), passed: BTreeMap::new() };
        let wanted: BTreeSet<&str> = asked()
            .filter_map(|rule| match rule.ask {
                Ask::Mutations { ids, .. } => Some(ids),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let everything = asked().any(|rule| {
            budget.includes(rule.id) && matches!(rule.ask, Ask::EverySingle { .. } | Ask::Everything { .. })
        });
        for mutation in mutation::catalogue() {
            let chosen = everything
                || wanted.contains(mutation.id)
                || budget.only.iter().any(|only| only == mutation.id);
            match reason_against(mutation, chosen, budget, tenant) {
                Some(reason) => drop(plan.passed.insert(mutation.id, reason)),
                None => plan.add(mutation, tenant),
            }
        }
        if budget.requests.or(target.courier_settings().limit).is_some_and(|limit| limit > 0) {
            // What a limit cuts off is then the further forms of a class, not whole classes.
            plan.singles.sort_by_key(|single| single.edit.form);
        }
        plan
    }

    /// The kinds of client that will be asked about.
    pub(super) fn kinds(&self) -> BTreeSet<Kind> {
        let singles = self.singles.iter().map(|single| single.probe.needs);
        singles.chain(self.flows.values().map(|probe| probe.needs)).collect()
    }

    /// Whether composed cases are drawn: only for a rule about every mutation.
    pub(super) fn hunts(&self) -> bool {
        self.rules.iter().any(|(rule, passed)| passed.is_none() && matches!(rule.ask, Ask::Everything { .. }))
    }

    /// How many random sequences are drawn: fewer at a real server, whose codes are scarce.
    pub(super) fn sequences(&self, budget: &Budget, tenant: &Tenant) -> usize {
        let wanted = self
            .rules
            .iter()
            .any(|(rule, passed)| passed.is_none() && matches!(rule.ask, Ask::Sequences { .. }));
        match (wanted, &tenant.clock) {
            (false, _) => 0,
            (true, Some(_)) => budget.cases / 2,
            (true, None) => budget.cases / 8,
        }
    }

    fn add(&mut self, mutation: &'static Mutation, tenant: &Tenant) {
        let Some((_, registered)) = tenant.subject(mutation.needs) else { return };
        let original = Mutant::original(registered);
        let before = self.singles.len();
        let mut lacking = None;
        for edit in mutation::edits_of(mutation, &original) {
            let Some(mutant) = edit.apply(&original) else { continue };
            match tenant.lacks(mutant.place) {
                Some(why) => lacking = Some(why),
                None => self.singles.push(Single {
                    edit,
                    probe: Arc::new(probe_of(edit, &original, &mutant)),
                    place: mutant.place,
                }),
            }
        }
        if self.singles.len() == before {
            let reason = if let Some(why) = lacking {
                why
            } else if mutation.id == "ctl-exact" {
                "it is the control beside every batch".to_owned()
            } else if mutation.id == "ctl-other-client" {
                "no other client has a redirect URI of its own".to_owned()
            } else {
                format!("it changes nothing in `{}`", original.registered.uri)
            };
            self.passed.insert(mutation.id, reason);
        }
    }
}

/// The probe of a single edit, with the control it needs beside it: one of the token request is
/// redeemed, and so is a control.
fn probe_of(edit: Edit, original: &Mutant, mutant: &Mutant) -> Probe {
    let key = format!("{}/{}", edit.mutation.id, edit.form);
    let mut probe = Probe::edited(key, edit.mutation.needs, vec![edit]);
    let asked = Step::Authorize(Authorize { edits: vec![edit], ..Authorize::default() });
    if edit.mutation.group == Group::Flow && edit.mutation.at_token.is_some() {
        probe.steps = vec![asked, Step::redeem(), Step::authorize(), Step::redeem()];
    } else if mutant.again {
        probe.steps = vec![asked.clone(), Step::authorize(), asked];
    } else if mutant.place.wants_control() && original.placed(mutant.place) != *mutant {
        probe.steps.push(Step::authorize_in(mutant.place));
    }
    probe
}

/// Whether a rule is part of the run: all are, unless it is narrowed to some ids; a mutation's
/// id brings the rules that ask it.
fn is_wanted(rule: &Rule, budget: &Budget) -> bool {
    let asks_one = match rule.ask {
        Ask::Mutations { ids, .. } => ids.iter().any(|id| !budget.only.is_empty() && budget.includes(id)),
        Ask::EverySingle { .. } | Ask::Everything { .. } => {
            budget.only.iter().any(|only| mutation::by_id(only).is_some())
        }
        Ask::Flow { .. } | Ask::Sequences { .. } => false,
    };
    budget.includes(rule.id) || asks_one
}

fn reason_against(mutation: &Mutation, chosen: bool, budget: &Budget, tenant: &Tenant) -> Option<String> {
    if !chosen {
        Some("the run was narrowed to others".to_owned())
    } else if mutation.tier > budget.tier {
        Some(format!("its tier is {}, and only {} is allowed", mutation.tier, budget.tier))
    } else if tenant.subject(mutation.needs).is_none() {
        Some(format!("no client has {}", mutation.needs))
    } else {
        None
    }
}
