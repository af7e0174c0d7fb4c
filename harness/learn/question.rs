//! Questions: single values that a server can be asked about, and where they come from.

use crate::{
    behaviour::RedirectUriPolicy,
    budget::Tier,
    mutation::{self, Edit, Group, Kind, Mutant, Place, Registered, TokenUri},
    protocol::{Parameters, RedirectUri},
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{collections::BTreeSet, sync::Arc};

/// One value of `redirect_uri`, asked of the client that has a certain kind of URI registered.
#[derive(Clone, Debug)]
pub struct Question {
    /// The kind of client.
    pub needs: Kind,
    /// What is done to its registered URI.
    pub edits: Vec<Edit>,
    /// Everything that is registered for the client.
    pub registered: Arc<[RedirectUri]>,
    /// The value as a server decodes it once.
    pub requested: String,
}

impl Question {
    /// The question that these edits come to; none where they are about something else than the
    /// one value: a parameter sent twice, another parameter, the token request.
    #[must_use]
    pub fn of(needs: Kind, registered: &Registered, edits: Vec<Edit>) -> Option<Self> {
        let original = Mutant::original(registered.clone());
        let mutant = original.clone().with(&edits);
        let plain = mutant.beside.is_empty() && mutant.at_token == TokenUri::Authorized && !mutant.again;
        let gentle = edits.iter().all(|edit| {
            edit.mutation.tier < Tier::Disruptive
                && !matches!(edit.mutation.group, Group::Flow | Group::Length)
        });
        let read = Parameters::parse(&mutant.parameters().to_string());
        let alone = mutant.place == Place::Query && mutant.apart().is_empty() && read.iter().count() == 1;
        let requested = read.first("redirect_uri").filter(|requested| !requested.is_empty())?;
        (plain && gentle && alone).then(|| Self { needs, edits, registered: all_of(registered), requested })
    }
}

fn all_of(registered: &Registered) -> Arc<[RedirectUri]> {
    [&registered.uri].into_iter().chain(&registered.others).cloned().collect()
}

/// How many composed questions a pool has of the client under test, and of each further one.
const COMPOSED: [usize; 2] = [500, 150];

/// What a server with these clients can be asked while its policy is learned: every single edit
/// for the first, what is peculiar to its kind for each other one, and some composed edits.
#[must_use]
pub fn askable(clients: &[(Kind, Registered)]) -> Vec<Question> {
    let peculiar = |(at, client): (usize, &(Kind, Registered))| {
        let all = single(std::slice::from_ref(client));
        let count = COMPOSED[at.min(1)];
        let kind = client.0;
        let wanted = move |question: &Question| {
            at == 0 || question.edits.iter().any(|edit| edit.mutation.needs == kind)
        };
        let composed = composed(std::slice::from_ref(client), SEED, count);
        all.into_iter().filter(wanted).chain(composed).collect::<Vec<_>>()
    };
    distinct(clients.iter().enumerate().flat_map(peculiar))
}

/// The seed of the composed questions of a pool.
const SEED: u64 = 0x0011_7715;

/// How many admitted values of the client under test, and of each further one, are edited again.
const STARTS: [usize; 2] = [6, 2];

/// The most questions near a boundary.
const NEAR: usize = 3000;

/// Questions one edit away from values that `policy` admits, by which those near its boundary are
/// told from those beyond it: every single edit of the registered URI, and of some other values
/// that it admits.
#[must_use]
pub fn near(clients: &[(Kind, Registered)], policy: &RedirectUriPolicy) -> Vec<Question> {
    let mut all = single(clients);
    for (at, (needs, registered)) in clients.iter().enumerate() {
        let mut groups = BTreeSet::new();
        let starts: Vec<Vec<Edit>> = single(&[(*needs, registered.clone())])
            .into_iter()
            .filter(|question| policy.admits(&question.registered, &question.requested).is_some())
            .filter(|question| question.edits.first().is_some_and(|edit| groups.insert(edit.mutation.group)))
            .map(|question| question.edits)
            .take(STARTS[at.min(1)])
            .collect();
        for start in starts {
            let next = mutation::single_edits(&Mutant::original(registered.clone()).with(&start));
            let both = |edit: Edit| Question::of(*needs, registered, [&start[..], &[edit]].concat());
            all.extend(next.into_iter().filter_map(both));
        }
    }
    let all = distinct(all);
    let stride = all.len().div_ceil(NEAR).max(1);
    all.into_iter().step_by(stride).collect()
}

/// Every single edit that is a question, for each of these clients, the simplest first.
#[must_use]
pub fn single(clients: &[(Kind, Registered)]) -> Vec<Question> {
    let all = clients.iter().flat_map(|(needs, registered)| {
        let edits = mutation::single_edits(&Mutant::original(registered.clone()));
        edits.into_iter().filter_map(|edit| Question::of(*needs, registered, vec![edit]))
    });
    distinct(all)
}

/// `count` questions of two or three edits at once, spread over these clients; the same seed
/// gives the same ones.
#[must_use]
pub fn composed(clients: &[(Kind, Registered)], seed: u64, count: usize) -> Vec<Question> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let share = count.div_ceil(clients.len().max(1));
    let mut drawn = Vec::new();
    for (needs, registered) in clients {
        let strategy = mutation::composed(&Mutant::original(registered.clone()));
        for _ in 0..share {
            let edits = strategy.new_tree(&mut runner).map(|tree| tree.current()).unwrap_or_default();
            drawn.extend(Question::of(*needs, registered, edits));
        }
    }
    distinct(drawn)
}

/// The questions, each value of each client once.
fn distinct(questions: impl IntoIterator<Item = Question>) -> Vec<Question> {
    let mut seen = BTreeSet::new();
    let mut fresh = |question: &Question| seen.insert((question.needs, question.requested.clone()));
    questions.into_iter().filter(|question| fresh(question)).collect()
}
