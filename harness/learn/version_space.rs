//! The version space: the simplest guesses that explain every answer so far, those a step less
//! simple, and the question that splits them best.

use super::{
    answers::Answers,
    guess::Guess,
    nearest::{compromise, search},
    pool::{Mask, Pool, set},
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

/// How many choices are made at most for a guess that leaves answers unexplained: a parser, and every
/// part compared more loosely.
const MOST_CHOICES: usize = 9;

/// An answer that is left unexplained weighs as much as so many choices of a guess.
const EXCEPTION: usize = 3;

/// Guesses that explain the answers to a pool of questions.
///
/// A guess is kept if it explains all of them and says at most one thing more than the simplest
/// that does. Where nothing explains an answer, it becomes an exception, and the rest is explained.
/// Once there is one, a guess that leaves some answers unexplained takes the place of those that
/// explain them in needlessly many words.
pub struct VersionSpace<'p> {
    /// What can be asked.
    pool: &'p Pool,
    /// Those of the pool that need not be asked any more.
    closed: Mask,
    /// What was asked and answered, and is to be explained.
    answers: Answers,
    exceptions: Vec<(Question, bool)>,
    /// What explains all answers, with what it says of the pool.
    kept: Vec<(Guess, Mask)>,
    simplest: usize,
    /// Whether there were more guesses than are kept at a time.
    cut_short: bool,
    /// With how many answers and questions an explanation was last looked for from the beginning.
    reconsidered: Option<(usize, usize)>,
    /// With how many answers and exceptions a guess that leaves some unexplained was last looked for.
    weighed: Option<(usize, usize)>,
}

impl<'p> VersionSpace<'p> {
    /// Nothing is asked yet, and the simplest guess is that texts are compared byte by byte.
    #[must_use]
    pub fn new(pool: &'p Pool) -> Self {
        let exact = Guess::default();
        let mut space = Self {
            pool,
            closed: vec![0; pool.questions().len().div_ceil(64)],
            answers: Answers::default(),
            exceptions: Vec::new(),
            kept: vec![(exact.clone(), pool.mask(&exact))],
            simplest: 0,
            cut_short: false,
            reconsidered: None,
            weighed: None,
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
            } else if !self.reconsider() && !self.weigh() {
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
            answers: self.answers,
            exceptions: self.exceptions,
            kept: kept.map(|(mask, guess)| (guess, mask)).collect(),
            simplest: self.simplest,
            cut_short: false,
            reconsidered: None,
            weighed: None,
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
        self.answers.push(question, accepted);
        let before = std::mem::take(&mut self.kept);
        self.kept = before.iter().filter(|(guess, _)| self.answers.errors(guess) == 0).cloned().collect();
        if self.kept.is_empty() {
            self.kept = self.explained(&before);
        }
        if self.kept.is_empty() {
            self.exceptions.extend(self.answers.pop());
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
        self.answers.count()
    }

    /// What no guess explains: questions, and whether they were accepted.
    #[must_use]
    pub fn exceptions(&self) -> &[(Question, bool)] {
        &self.exceptions
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
                if self.answers.errors(&neighbour) > 0 {
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
        let near = search(&self.answers, from(), DEEPEST, BEAMS[0]);
        let found = if near.is_empty() { search(&self.answers, from(), DEEPEST, BEAMS[1]) } else { near };
        found.into_iter().map(|guess| (guess.clone(), self.pool.mask(&guess))).collect()
    }

    /// Where answers are left unexplained already, looks for a guess that says less, and leaves others
    /// unexplained for that: one answer that nothing explains may have led to an involved guess which
    /// explains it by chance, and not what comes after it. Whether there is one.
    fn weigh(&mut self) -> bool {
        let state = (self.answers.count(), self.exceptions.len());
        if self.exceptions.is_empty() || self.weighed == Some(state) {
            return false;
        }
        self.weighed = Some(state);
        let answers = Answers::of(self.answers.iter().chain(self.exceptions.iter().cloned()));
        let from = [Guess::default(), self.best().clone()];
        let weight = |guess: &Guess, errors: usize| guess.complexity() + EXCEPTION * errors;
        let (guess, errors) = compromise(&answers, from, (MOST_CHOICES, BEAMS[0]), weight);
        if weight(&guess, errors) >= self.simplest + EXCEPTION * self.exceptions.len() {
            return false;
        }
        let said = |(question, accepted): &(Question, bool)| {
            guess.policy().accepts(&question.registered, &question.requested) == *accepted
        };
        let (explained, exceptions): (Vec<_>, Vec<_>) = answers.iter().partition(said);
        self.answers = Answers::of(explained);
        self.exceptions = exceptions;
        self.simplest = guess.complexity();
        self.kept = vec![(guess.clone(), self.pool.mask(&guess))];
        self.widen();
        true
    }

    /// Looks for an explanation from the beginning, since answers that came one by one may have
    /// led to one that is needlessly involved; whether there is one that says something else of
    /// the pool.
    fn reconsider(&mut self) -> bool {
        let state = (self.answers.count(), self.pool.questions().len());
        if self.reconsidered == Some(state) {
            return false;
        }
        self.reconsidered = Some(state);
        let found = search(&self.answers, [Guess::default()].into_iter(), self.simplest, BEAMS[0]);
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
}
