//! The search for the guesses that explain all answers: outwards, from what explains the most.

use super::{answers::Answers, guess::Guess, pool::Mask};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// The simplest guesses that explain all answers, within so many choices of these.
pub(super) fn search(
    answers: &Answers,
    from: impl Iterator<Item = Guess>,
    deepest: usize,
    beam: usize,
) -> Vec<Guess> {
    let mut open = Nearest::default();
    from.for_each(|guess| open.add(answers, guess));
    let mut seen: FxHashSet<Guess> = open.all().cloned().collect();
    for _ in 0..deepest {
        let mut nearer = Nearest::default();
        for guess in open.in_order().into_iter().take(beam) {
            for neighbour in guess.neighbours() {
                if !seen.contains(&neighbour) {
                    seen.insert(neighbour.clone());
                    nearer.add(answers, neighbour);
                }
            }
        }
        if !nearer.explaining.is_empty() {
            let simplest = nearer.explaining.iter().map(Guess::complexity).min().unwrap_or(0);
            nearer.explaining.retain(|guess| guess.complexity() <= simplest + 1);
            return nearer.explaining;
        }
        open = nearer;
    }
    Vec::new()
}

/// The guess that weighs least of all that a search comes across which goes so deep and from so many
/// guesses each time, with how many answers it does not explain.
pub(super) fn compromise(
    answers: &Answers,
    from: impl IntoIterator<Item = Guess>,
    (deepest, beam): (usize, usize),
    weight: impl Fn(&Guess, usize) -> usize,
) -> (Guess, usize) {
    let errors = |guess: &Guess| answers.errors(guess) as usize;
    let mut best = (Guess::default(), errors(&Guess::EXACT));
    let mut open: Vec<Guess> = from.into_iter().collect();
    let mut seen: FxHashSet<Guess> = FxHashSet::default();
    for _ in 0..=deepest {
        for guess in &open {
            let errors = errors(guess);
            if (weight(guess, errors), guess.rank()) < (weight(&best.0, best.1), best.0.rank()) {
                best = (guess.clone(), errors);
            }
        }
        let mut nearer = Nearest::default();
        for neighbour in open.iter().flat_map(Guess::neighbours) {
            if seen.insert(neighbour.clone()) {
                nearer.add(answers, neighbour);
            }
        }
        open = nearer.lightest(beam, &weight);
    }
    best
}

/// Guesses by how many answers they do not explain; of those that answer alike, the simplest.
#[derive(Default)]
struct Nearest {
    explaining: Vec<Guess>,
    others: FxHashMap<Mask, (u32, usize, Guess)>,
}

impl Nearest {
    fn add(&mut self, answers: &Answers, guess: Guess) {
        let said = answers.said_by(&guess);
        let errors = answers.differing(&said);
        if errors == 0 {
            return self.explaining.push(guess);
        }
        let entry = (errors, guess.complexity(), guess);
        match self.others.entry(said) {
            Entry::Vacant(free) => drop(free.insert(entry)),
            Entry::Occupied(mut taken) if entry < *taken.get() => drop(taken.insert(entry)),
            Entry::Occupied(_) => {}
        }
    }

    fn all(&self) -> impl Iterator<Item = &Guess> {
        self.others.values().map(|(_, _, guess)| guess)
    }

    /// Those first that say least and are least wrong.
    fn in_order(self) -> Vec<Guess> {
        let mut all: Vec<_> = self.others.into_values().collect();
        all.sort_by_cached_key(|(errors, complexity, guess)| {
            (*errors as usize + complexity, *errors, guess.clone())
        });
        all.into_iter().map(|(_, _, guess)| guess).collect()
    }
    /// So many of those that weigh least.
    fn lightest(self, many: usize, weight: impl Fn(&Guess, usize) -> usize) -> Vec<Guess> {
        let others = self.others.into_values().map(|(errors, _, guess)| (errors as usize, guess));
        let mut all: Vec<_> = self.explaining.into_iter().map(|guess| (0, guess)).chain(others).collect();
        all.sort_by_cached_key(|(errors, guess)| (weight(guess, *errors), guess.clone()));
        all.into_iter().take(many).map(|(_, guess)| guess).collect()
    }
}
