//! Fresh requests to check what was learned: near its boundary on both sides, composed ones, and
//! ordinary ones in all their variety.

use super::talk::probe_of;
use crate::{
    behaviour::RedirectUriPolicy,
    learn::{self, Question, composed, near},
    mutation::{self, Edit, Kind, Registered},
    probe::{Authorize, Change, Probe, State, Step},
    target::Tenant,
};
use std::{collections::BTreeSet, sync::Arc};

/// One fresh request.
pub(super) struct Fresh {
    /// The value it asks for.
    pub(super) question: Question,
    /// How it is asked.
    pub(super) probe: Arc<Probe>,
    /// Whether it asks for a registered URI, in one of many ways.
    pub(super) is_ordinary: bool,
}

/// What a parameter is called that no server knows.
const UNKNOWN: &str = "litmus_unknown";

/// A state as short as this is long enough for a server that wants one that nobody guesses.
const SHORTEST_STATE: usize = 16;

/// Of ten requests, how many are near the boundary, admitted and ordinary; the others are composed.
const SHARES: [usize; 3] = [4, 2, 2];

/// `count` requests at most; none asks for a value that is known.
pub(super) fn fresh(
    tenant: &Tenant,
    clients: &[(Kind, Registered)],
    (seed, count): (u64, usize),
    policy: &RedirectUriPolicy,
    known: &BTreeSet<(Kind, String)>,
    takes_unknown: bool,
) -> Vec<Fresh> {
    let [by_boundary, by_admitted, by_ordinary] = SHARES.map(|share| (count * share / 10).max(1));
    let mut taken = known.clone();
    let mut new = |question: &Question| taken.insert((question.needs, question.requested.clone()));
    let boundary = near(clients, policy);
    let drawn = composed(clients, seed, count * DRAWN);
    let (mut admitted, others): (Vec<Question>, Vec<Question>) = (boundary.iter().chain(&drawn))
        .filter(|question| new(question))
        .cloned()
        .partition(|question| policy.accepts(&question.registered, &question.requested));
    thin(&mut admitted, by_admitted, seed);
    let (mut near, mut far): (Vec<Question>, Vec<Question>) = {
        let at_boundary: BTreeSet<(Kind, &str)> =
            boundary.iter().map(|question| (question.needs, question.requested.as_str())).collect();
        others.into_iter().partition(|question| at_boundary.contains(&(question.needs, &question.requested)))
    };
    thin(&mut near, by_boundary, seed);
    let mut ordinary = ordinary(tenant, (seed, by_ordinary), takes_unknown);
    thin(&mut far, count.saturating_sub(admitted.len() + near.len() + ordinary.len()), seed);
    let questions = admitted.into_iter().chain(near).chain(far);
    let mut all: Vec<Fresh> = questions
        .map(|question| Fresh { probe: probe_of(&question), question, is_ordinary: false })
        .collect();
    all.append(&mut ordinary);
    all.truncate(count);
    all
}

/// Every single edit of each client's registered URI that asks for a value that is not known.
pub(super) fn single(clients: &[(Kind, Registered)], known: &BTreeSet<(Kind, String)>) -> Vec<Fresh> {
    let mut taken = known.clone();
    let questions = learn::single(clients).into_iter();
    let new = questions.filter(|question| taken.insert((question.needs, question.requested.clone())));
    new.map(|question| Fresh { probe: probe_of(&question), question, is_ordinary: false }).collect()
}

/// Keeps `count` of them, spread evenly.
fn thin(questions: &mut Vec<Question>, count: usize, seed: u64) {
    let whole = questions.len();
    if whole <= count {
        return;
    }
    let from = usize::try_from(seed).unwrap_or(0) % whole;
    let mut at = from;
    questions.retain(|_| {
        at += 1;
        at * count / whole != (at - 1) * count / whole
    });
}

/// How many composed requests are drawn for one that is wanted: some are no questions, and some say the
/// same.
const DRAWN: usize = 2;

/// The question that asks for a registered URI of that kind of client as it is.
fn registered_ones(kind: Kind, registered: &Registered) -> Vec<Question> {
    let edits = |id: &str| -> Vec<Vec<Edit>> {
        let original = mutation::Mutant::original(registered.clone());
        let found = mutation::by_id(id).map(|mutation| mutation::edits_of(mutation, &original));
        found.unwrap_or_default().into_iter().map(|edit| vec![edit]).collect()
    };
    let ways = [vec![Vec::new()], edits("param-wire-encoding"), edits("ctl-second-registered")].concat();
    ways.into_iter().filter_map(|edits| Question::of(kind, registered, edits)).collect()
}

/// Ordinary requests: each registered URI of each client in each writing on the wire, with states of
/// every length, a challenge of its own, and a parameter that nobody knows.
fn ordinary(tenant: &Tenant, (seed, count): (u64, usize), takes_unknown: bool) -> Vec<Fresh> {
    let subjects = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Nothing);
    let mut asked: Vec<Question> = Vec::new();
    let mut known = BTreeSet::new();
    for (kind, registered) in subjects.filter_map(|kind| Some((kind, tenant.subject(kind)?.1))) {
        if known.insert(registered.uri.clone()) || kind == Kind::Several {
            asked.extend(registered_ones(kind, &registered));
        }
    }
    (0..count)
        .zip(asked.iter().cycle())
        .map(|(number, question)| {
            let mut authorize = Authorize { edits: question.edits.clone(), ..Authorize::default() };
            if number % 3 > 0 {
                authorize.state =
                    State::Value(word(seed.wrapping_add(number as u64), SHORTEST_STATE + number % 48));
            }
            if takes_unknown && number % 2 == 1 {
                authorize.changes.push(Change::set(UNKNOWN, &word(number as u64, 1 + number % 23)));
            }
            let key = format!("learn/ordinary/{seed}/{number}");
            let steps = vec![Step::Authorize(authorize)];
            let probe = Arc::new(Probe { key, needs: question.needs, steps });
            Fresh { question: question.clone(), probe, is_ordinary: true }
        })
        .collect()
}

/// An ordinary request with a parameter that nobody knows.
pub(super) fn with_unknown() -> Probe {
    let changes = vec![Change::set(UNKNOWN, "x")];
    let step = Step::Authorize(Authorize { changes, ..Authorize::default() });
    super::talk::steps("unknown-parameter", Kind::Any, vec![step])
}

/// What words are made of.
const LETTERS: [u8; 64] = *b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

/// A word of so many letters and digits.
fn word(seed: u64, length: usize) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(LETTERS[usize::from(state.to_le_bytes()[0]) % LETTERS.len()])
    };
    (0..length).map(|_| next()).collect()
}
