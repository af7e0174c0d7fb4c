//! Questions: single values that a server can be asked about, and where they come from.

use crate::{
    behaviour::RedirectUriPolicy,
    budget::Tier,
    mutation::{self, Edit, Group, Kind, Mutant, Mutation, Place, Registered, TokenUri},
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
        if !edits.iter().all(|edit| is_gentle(edit.mutation)) {
            return None;
        }
        let mutant = Mutant::original(registered.clone()).with(&edits);
        Self::asking(needs, &mutant, edits)
    }

    fn asking(needs: Kind, mutant: &Mutant, edits: Vec<Edit>) -> Option<Self> {
        let alone = mutant.beside.is_empty()
            && mutant.at_token == TokenUri::Authorized
            && !mutant.again
            && mutant.place == Place::Query
            && mutant.apart().is_empty();
        if !alone {
            return None;
        }
        let sent = mutant.parameters().to_string();
        // What a bare semicolon separates, and what becomes of the rest, is each decoder's own affair.
        if sent.contains(';') {
            return None;
        }
        let read = Parameters::parse(&sent);
        let requested = read.first("redirect_uri").filter(|requested| !requested.is_empty())?;
        let registered = all_of(&mutant.registered);
        (read.iter().count() == 1).then_some(Self { needs, edits, registered, requested })
    }
}

/// Whether a class is about the value alone, and disturbs nobody.
fn is_gentle(mutation: &Mutation) -> bool {
    mutation.tier < Tier::Disruptive && !matches!(mutation.group, Group::Flow | Group::Length)
}

/// Every question that is one edit away from `mutant`, which these edits made.
fn one_edit_from(needs: Kind, mutant: &Mutant, edits: &[Edit]) -> impl Iterator<Item = Question> {
    mutation::catalogue().filter(|mutation| is_gentle(mutation)).flat_map(move |mutation| {
        let forms = (mutation.forms)(mutant).into_iter().enumerate();
        forms
            .filter_map(|(form, changed)| {
                let edits = [edits, &[Edit { mutation, form }]].concat();
                (changed != *mutant).then(|| Question::asking(needs, &changed, edits))?
            })
            .collect::<Vec<_>>()
    })
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
        let pattern = matches!(kind, Kind::WildPath | Kind::WildHost);
        let wanted = move |question: &Question| {
            at == 0
                || pattern && is_simplest(question)
                || question.edits.iter().any(|edit| edit.mutation.needs == kind)
        };
        let composed = composed(std::slice::from_ref(client), SEED, count);
        all.into_iter().filter(wanted).chain(composed).collect::<Vec<_>>()
    };
    distinct(clients.iter().enumerate().flat_map(peculiar))
}

/// The seed of the composed questions of a pool.
const SEED: u64 = 0x0011_7715;

/// How many admitted values of the client under test, and of each further one, are edited again.
const STARTS: [usize; 2] = [10, 2];

/// Questions one edit away from values that `policy` admits, by which those near its boundary are
/// told from those beyond it: every single edit of the registered URI, and of some other values
/// that it admits.
#[must_use]
pub fn near(clients: &[(Kind, Registered)], policy: &RedirectUriPolicy) -> Vec<Question> {
    let mut all = Vec::new();
    for (at, (needs, registered)) in clients.iter().enumerate() {
        let own = single(&[(*needs, registered.clone())]);
        all.extend(own.iter().filter(|question| at == 0 || is_simplest(question)).cloned());
        let mut classes = BTreeSet::new();
        let starts: Vec<Vec<Edit>> = own
            .into_iter()
            .filter(|question| policy.admits(&question.registered, &question.requested).is_some())
            .filter(|question| question.edits.first().is_some_and(|edit| classes.insert(edit.mutation.id)))
            .map(|question| question.edits)
            .take(STARTS[at.min(1)])
            .collect();
        for start in starts {
            let mutant = Mutant::original(registered.clone()).with(&start);
            let further = one_edit_from(*needs, &mutant, &start);
            all.extend(further.filter(is_simplest));
        }
    }
    distinct(all)
}

/// Whether its last edit is the simplest form of its class.
fn is_simplest(question: &Question) -> bool {
    question.edits.last().is_some_and(|edit| edit.form == 0)
}

/// Every single edit that is a question, for each of these clients, the simplest first.
#[must_use]
pub fn single(clients: &[(Kind, Registered)]) -> Vec<Question> {
    let all = clients.iter().flat_map(|(needs, registered)| {
        one_edit_from(*needs, &Mutant::original(registered.clone()), &[]).collect::<Vec<_>>()
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
