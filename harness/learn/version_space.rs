//! The version space: the simplest guesses that explain every answer so far, those a step less
//! simple, and the question that splits them best.

use super::{
    guess::Guess,
    pool::{Mask, Pool, bit, set},
    question::Question,
};
use crate::mutation::Kind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{VecDeque, hash_map::Entry};

/// The most guesses that are kept at a time.
const MOST_KEPT: usize = 2000;

/// How many guesses a search for an explanation goes on from, and how many when that finds none.
const BEAMS: [usize; 2] = [12, 30];

/// How many choices a search for an explanation changes at most.
const DEEPEST: usize = 4;

/// Guesses that explain the answers to a pool of questions.
///
/// A guess is kept if it explains all of them and says at most one thing more than the simplest
/// that does. Where nothing explains an answer, it becomes an exception, and the rest is explained.
pub struct VersionSpace<'p> {
    /// What can be asked.
    pool: &'p Pool,
    /// Those of the pool that need not be asked any more.
    closed: Mask,
    /// What was asked and answered, and is to be explained.
    asked: Pool,
    accepted: Mask,
    exceptions: Vec<(Question, bool)>,
    /// What explains all answers, with what it says of the pool.
    kept: Vec<(Guess, Mask)>,
    simplest: usize,
    /// Whether there were more guesses than are kept at a time.
    cut_short: bool,
    /// With how many answers and questions an explanation was last looked for from the beginning.
    reconsidered: Option<(usize, usize)>,
}

impl<'p> VersionSpace<'p> {
    /// Nothing is asked yet, and the simplest guess is that texts are compared byte by byte.
    #[must_use]
    pub fn new(pool: &'p Pool) -> Self {
        let exact = Guess::default();
        let mut space = Self {
            pool,
            closed: vec![0; pool.questions().len().div_ceil(64)],
            asked: Pool::default(),
            accepted: Mask::new(),
            exceptions: Vec::new(),
            kept: vec![(exact.clone(), pool.mask(&exact))],
            simplest: 0,
            cut_short: false,
            reconsidered: None,
        };
        space.widen();
        space
    }

    /// The question that comes nearest to halving what is left; none once all that is left says
    /// the same of every question.
    pub fn next_question(&mut self) -> Option<usize> {
        loop {
            if let Some(question) = self.best_split() {
                return Some(question);
            }
            if self.cut_short {
                self.widen();
            } else if !self.reconsider() {
                return None;
            }
        }
    }

    fn best_split(&self) -> Option<usize> {
        let sorts: FxHashSet<&Mask> = self.kept.iter().map(|(_, mask)| mask).collect();
        let mut accepting = vec![0_usize; self.pool.questions().len()];
        for mask in &sorts {
            for (word, bits) in mask.iter().enumerate() {
                let mut bits = bits & !self.closed[word];
                while bits != 0 {
                    let at = word * 64 + bits.trailing_zeros() as usize;
                    if let Some(count) = accepting.get_mut(at) {
                        *count += 1;
                    }
                    bits &= bits - 1;
                }
            }
        }
        let halves = accepting.iter().enumerate().map(|(at, count)| (at, (*count).min(sorts.len() - count)));
        let best = halves.filter(|(_, smaller)| *smaller > 0).rev().max_by_key(|(_, smaller)| *smaller);
        best.map(|(at, _)| at)
    }

    /// Goes on with other questions, and with the guesses that they may tell apart.
    #[must_use]
    pub fn resume(self, pool: &Pool) -> VersionSpace<'_> {
        let kept = self.kept.into_iter().map(|(guess, _)| (pool.mask(&guess), guess));
        let mut space = VersionSpace {
            pool,
            closed: vec![0; pool.questions().len().div_ceil(64)],
            asked: self.asked,
            accepted: self.accepted,
            exceptions: self.exceptions,
            kept: kept.map(|(mask, guess)| (guess, mask)).collect(),
            simplest: self.simplest,
            cut_short: false,
            reconsidered: None,
        };
        space.widen();
        space
    }

    /// Takes in the answer to a question of the pool; none if it said nothing.
    pub fn tell(&mut self, question: usize, accepted: Option<bool>) {
        set(&mut self.closed, question);
        if let Some(accepted) = accepted {
            self.learn(self.pool.questions()[question].clone(), accepted);
        }
    }

    /// Asks nothing more about that kind of client.
    pub fn close(&mut self, kind: Kind) {
        for (at, question) in self.pool.questions().iter().enumerate() {
            if question.needs == kind {
                set(&mut self.closed, at);
            }
        }
    }

    /// Takes in an answer to any question.
    pub fn learn(&mut self, question: Question, accepted: bool) {
        let at = self.asked.questions().len();
        self.asked.push(question);
        self.accepted.resize((at + 1).div_ceil(64), 0);
        if accepted {
            set(&mut self.accepted, at);
        }
        let before = std::mem::take(&mut self.kept);
        self.kept = before.iter().filter(|(guess, _)| self.errors(guess) == 0).cloned().collect();
        if self.kept.is_empty() {
            self.kept = self.explained(&before);
        }
        if self.kept.is_empty() {
            self.except();
            self.kept = before;
        }
        let simplest = self.kept.iter().map(|(guess, _)| guess.complexity()).min().unwrap_or(0);
        if simplest != self.simplest {
            self.simplest = simplest;
            self.widen();
        }
    }

    /// The simplest guess that explains every answer but the exceptions.
    #[must_use]
    pub fn best(&self) -> &Guess {
        static EXACT: Guess = Guess::EXACT;
        let simplest = self.kept.iter().map(|(guess, _)| guess).min_by_key(|guess| guess.rank());
        // Something is always kept: where nothing explains an answer, what explained the others is.
        simplest.unwrap_or(&EXACT)
    }

    /// How many answers it has to explain.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.asked.questions().len()
    }

    /// What no guess explains: questions, and whether they were accepted.
    #[must_use]
    pub fn exceptions(&self) -> &[(Question, bool)] {
        &self.exceptions
    }

    /// Sets the last answer apart.
    fn except(&mut self) {
        let mut answered = std::mem::take(&mut self.asked).into_questions();
        if let Some(odd) = answered.pop() {
            let accepted = bit(&self.accepted, answered.len());
            self.accepted[answered.len() / 64] &= !(1 << (answered.len() % 64));
            self.exceptions.push((odd, accepted));
        }
        self.accepted.truncate(answered.len().div_ceil(64));
        self.asked = Pool::of(answered);
    }

    /// How many answers a guess does not explain.
    fn errors(&self, guess: &Guess) -> u32 {
        self.differing(&self.asked.mask(guess))
    }

    /// In how many answers a mask of the asked questions differs from what was answered.
    fn differing(&self, said: &[u64]) -> u32 {
        let whole = self.asked.questions().len();
        let counted = |word: usize| if (word + 1) * 64 <= whole { u64::MAX } else { (1 << (whole % 64)) - 1 };
        said.iter()
            .zip(&self.accepted)
            .enumerate()
            .map(|(word, (said, accepted))| ((said ^ accepted) & counted(word)).count_ones())
            .sum()
    }

    /// Adds every guess that explains the answers and is one choice away from one of the
    /// simplest. Of those that say the same of the whole pool, what ranks first is kept and no other.
    fn widen(&mut self) {
        let mut known: FxHashSet<Guess> = self.kept.iter().map(|(guess, _)| guess.clone()).collect();
        self.cut_short = false;
        self.kept.sort_by_cached_key(|(guess, _)| guess.rank());
        let mut masks = FxHashSet::default();
        self.kept.retain(|(_, mask)| masks.insert(mask.clone()));
        let mut said: FxHashMap<Mask, usize> =
            self.kept.iter().enumerate().map(|(at, (_, mask))| (mask.clone(), at)).collect();
        let simple = self.kept.iter().take_while(|(guess, _)| guess.complexity() <= self.simplest);
        let mut open: VecDeque<Guess> = simple.map(|(guess, _)| guess.clone()).collect();
        while let Some(guess) = open.pop_front() {
            for neighbour in guess.neighbours() {
                if self.kept.len() >= MOST_KEPT {
                    self.cut_short = true;
                    return;
                }
                let complexity = neighbour.complexity();
                if complexity > self.simplest + 1 || known.contains(&neighbour) {
                    continue;
                }
                known.insert(neighbour.clone());
                if self.errors(&neighbour) > 0 {
                    continue;
                }
                let mask = self.pool.mask(&neighbour);
                match said.entry(mask.clone()) {
                    Entry::Vacant(free) => {
                        free.insert(self.kept.len());
                        if complexity <= self.simplest {
                            open.push_back(neighbour.clone());
                        }
                        self.kept.push((neighbour, mask));
                    }
                    Entry::Occupied(known) => {
                        let known = &mut self.kept[*known.get()].0;
                        if neighbour.rank() < known.rank() {
                            *known = neighbour;
                        }
                    }
                }
            }
        }
    }

    /// Guesses that explain all answers, near to those that explained all but the last one.
    fn explained(&self, before: &[(Guess, Mask)]) -> Vec<(Guess, Mask)> {
        let from = || before.iter().map(|(guess, _)| guess.clone());
        let near = self.search(from(), DEEPEST, BEAMS[0]);
        let found = if near.is_empty() { self.search(from(), DEEPEST, BEAMS[1]) } else { near };
        found.into_iter().map(|guess| (guess.clone(), self.pool.mask(&guess))).collect()
    }

    /// Looks for an explanation from the beginning, since answers that came one by one may have
    /// led to one that is needlessly involved; whether there is one that says something else of
    /// the pool.
    fn reconsider(&mut self) -> bool {
        let state = (self.asked.questions().len(), self.pool.questions().len());
        if self.reconsidered == Some(state) {
            return false;
        }
        self.reconsidered = Some(state);
        let found = self.search([Guess::default()].into_iter(), self.simplest, BEAMS[0]);
        let mut further = false;
        for guess in found {
            if guess.complexity() > self.simplest + 1 {
                continue;
            }
            let mask = self.pool.mask(&guess);
            if guess.complexity() < self.simplest || self.kept.iter().all(|(_, known)| *known != mask) {
                self.simplest = self.simplest.min(guess.complexity());
                self.kept.push((guess, mask));
                further = true;
            }
        }
        if further {
            self.kept.retain(|(guess, _)| guess.complexity() <= self.simplest + 1);
            self.widen();
        }
        further
    }

    /// The simplest guesses that explain all answers, within so many choices of these.
    fn search(&self, from: impl Iterator<Item = Guess>, deepest: usize, beam: usize) -> Vec<Guess> {
        let mut open = Nearest::default();
        from.for_each(|guess| open.add(self, guess));
        let mut seen: FxHashSet<Guess> = open.all().cloned().collect();
        for _ in 0..deepest {
            let mut nearer = Nearest::default();
            for guess in open.in_order().into_iter().take(beam) {
                for neighbour in guess.neighbours() {
                    if !seen.contains(&neighbour) {
                        seen.insert(neighbour.clone());
                        nearer.add(self, neighbour);
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
}

/// Guesses by how many answers they do not explain; of those that answer alike, the simplest.
#[derive(Default)]
struct Nearest {
    explaining: Vec<Guess>,
    others: FxHashMap<Mask, (u32, usize, Guess)>,
}

impl Nearest {
    fn add(&mut self, space: &VersionSpace<'_>, guess: Guess) {
        let said = space.asked.mask(&guess);
        let errors = space.differing(&said);
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
