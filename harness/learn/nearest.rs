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
}
