//! What changes for a client that moves from one provider to another.

use super::known;
use crate::{
    behaviour::{RedirectUriPolicy, TOPICS},
    learn::{composed, near},
    mutation::{self, Kind, Mutant, Place, Registered},
    protocol::{Parameters, RedirectUri},
    scenario::Scenario,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many requests are composed at random, beside all single edits.
const COMPOSED: usize = 4000;

/// What two providers do differently.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The first one's name.
    pub old: String,
    /// The second one's name.
    pub new: String,
    /// The stated behaviours that differ, in the order of the topics.
    pub behaviours: Vec<Differing>,
    /// What the first one takes and the second refuses: what breaks.
    pub breaks: Taken,
    /// What the second one takes and the first refuses: what opens.
    pub opens: Taken,
}

/// A behaviour that differs.
#[derive(Clone, Debug, Serialize)]
pub struct Differing {
    /// The topic's path.
    pub topic: &'static str,
    /// What a reader calls it.
    pub title: &'static str,
    /// What the first one does.
    pub old: String,
    /// What the second one does.
    pub new: String,
}

/// Requests that one provider takes and another refuses.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Taken {
    /// The smallest one; none if there is none.
    pub smallest: Option<Taking>,
    /// The mutation classes of which a single form makes the difference.
    pub mutations: BTreeSet<&'static str>,
}

/// A request that one provider takes and another refuses.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Taking {
    /// How many edits it is away from the registered URI.
    pub edits: usize,
    /// How long it is on the wire.
    length: usize,
    /// Its `redirect_uri` parameters, as they are sent.
    pub query: String,
    /// What is registered for the client.
    pub registered: String,
    /// What was done to it, in words.
    pub words: Vec<String>,
}

impl Difference {
    /// What `new` does otherwise than `old`, as their scenarios state it; where one states nothing,
    /// its stand-in is as strict as the standards allow.
    #[must_use]
    pub fn between(old: &Scenario, new: &Scenario) -> Self {
        let (was, is) = (&old.behaviour.redirect_uri, &new.behaviour.redirect_uri);
        let (mut breaks, mut opens) = (Taken::default(), Taken::default());
        for (mutant, classes) in requests(was, is) {
            match (takes(was, &mutant), takes(is, &mutant)) {
                (true, false) => breaks.add(&mutant, &classes),
                (false, true) => opens.add(&mutant, &classes),
                _ => {}
            }
        }
        Self { old: old.name.clone(), new: new.name.clone(), behaviours: behaviours(old, new), breaks, opens }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.behaviours.is_empty() && self.breaks.smallest.is_none() && self.opens.smallest.is_none()
    }
}

impl Taken {
    fn add(&mut self, mutant: &Mutant, classes: &[&'static str]) {
        if let [only] = classes {
            self.mutations.insert(only);
        }
        let query = mutant.parameters().to_string();
        let taking = Taking {
            edits: classes.len(),
            length: query.len(),
            query,
            registered: mutant.registered.uri.to_string(),
            words: mutant.words(),
        };
        if self.smallest.as_ref().is_none_or(|smallest| taking < *smallest) {
            self.smallest = Some(taking);
        }
    }
}

/// Whether it is the value of `redirect_uri` alone that a mutant asks about.
pub(crate) fn is_of_value(mutant: &Mutant) -> bool {
    mutant.place == Place::Query
        && mutant.beside.is_empty()
        && !mutant.again
        && mutant.apart().is_empty()
        && mutant.at_token == mutation::TokenUri::Authorized
}

/// Whether a policy takes the request that a mutant is.
pub(crate) fn takes(policy: &RedirectUriPolicy, mutant: &Mutant) -> bool {
    let registered: Vec<RedirectUri> =
        [&mutant.registered.uri].into_iter().chain(&mutant.registered.others).cloned().collect();
    let read = Parameters::parse(&mutant.parameters().to_string());
    policy.decide(&registered, &read.all("redirect_uri")).is_some()
}

/// Requests by which policies can be told apart, with the classes of their edits: every registered
/// URI as it is, every single edit, and two or three at once.
fn requests(was: &RedirectUriPolicy, is: &RedirectUriPolicy) -> Vec<(Mutant, Vec<&'static str>)> {
    let clients: Vec<(Kind, Registered)> = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Nothing)
        .map(|kind| (kind, registered(kind)))
        .collect();
    let mut found = Vec::new();
    for (_, registered) in &clients {
        let original = Mutant::original(registered.clone());
        let edits = mutation::single_edits(&original);
        let edited = edits.iter().filter_map(|edit| Some((edit.apply(&original)?, vec![edit.mutation.id])));
        found.extend(edited.filter(|(mutant, _)| is_of_value(mutant)));
        found.push((original, Vec::new()));
    }
    let by_kind: BTreeMap<Kind, Registered> = clients.iter().cloned().collect();
    let further =
        composed(&clients, 1, COMPOSED).into_iter().chain(near(&clients, was)).chain(near(&clients, is));
    found.extend(further.filter_map(|question| {
        let mutant = Mutant::original(by_kind.get(&question.needs)?.clone()).with(&question.edits);
        Some((mutant, question.edits.iter().map(|edit| edit.mutation.id).collect()))
    }));
    found
}

fn registered(kind: Kind) -> Registered {
    let uri = RedirectUri::new(kind.example());
    let others =
        if kind == Kind::Several { vec![RedirectUri::new("https://app.example/second")] } else { Vec::new() };
    Registered { others, ..Registered::from(uri) }
}

/// What both state and state differently, and what only one of them states.
fn behaviours(old: &Scenario, new: &Scenario) -> Vec<Differing> {
    let stated = |scenario: &Scenario| -> BTreeMap<&'static str, String> {
        known(scenario).into_iter().map(|known| (known.topic, known.value)).collect()
    };
    let (was, is) = (stated(old), stated(new));
    let value = |stated: &BTreeMap<&'static str, String>, topic| {
        stated.get(topic).cloned().unwrap_or_else(|| "not stated".to_owned())
    };
    let differing = TOPICS.iter().filter(|topic| was.get(topic.path) != is.get(topic.path));
    differing
        .map(|topic| Differing {
            topic: topic.path,
            title: topic.title,
            old: value(&was, topic.path),
            new: value(&is, topic.path),
        })
        .collect()
}
