//! Pools of questions, and what each guess says of all of them at once.

use super::{
    choices::{Choice, Choices, Row},
    guess::Guess,
    question::Question,
};
use crate::behaviour::{Branch, Whole};
use std::sync::{Mutex, PoisonError};

/// One bit for each question: whether it is accepted.
pub type Mask = Vec<u64>;

/// Questions, and the answers of guesses to them, computed once for each choice that guesses make.
#[derive(Default)]
pub struct Pool {
    questions: Vec<Question>,
    rows: Vec<Row>,
    cache: Mutex<Choices>,
}

impl Pool {
    /// A pool of these questions.
    #[must_use]
    pub fn of(questions: impl IntoIterator<Item = Question>) -> Self {
        let mut pool = Self::default();
        questions.into_iter().for_each(|question| pool.push(question));
        pool
    }

    /// Adds a question.
    pub fn push(&mut self, question: Question) {
        let at = self.questions.len();
        self.rows.extend(question.registered.iter().map(|registered| Row {
            question: at,
            registered: registered.clone(),
            requested: question.requested.clone(),
        }));
        self.questions.push(question);
    }

    /// The questions, by which every mask is indexed.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The questions alone.
    #[must_use]
    pub fn into_questions(self) -> Vec<Question> {
        self.questions
    }

    /// What `guess` says of every question.
    #[must_use]
    pub fn mask(&self, guess: &Guess) -> Mask {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.forget_if_beyond(self.rows.len());
        let reading = cache.reading(guess.decodes, &guess.normalise);
        let bare = cache.reading(guess.decodes, &[]);
        let mut accepted = vec![0; self.rows.len().div_ceil(64)];
        let exact = [Branch::Whole(Whole::Exact)];
        for branch in if guess.branches.is_empty() { &exact[..] } else { &guess.branches } {
            join(&mut accepted, &cache.branch(&self.rows, (reading, bare), branch), |all, one| all | one);
        }
        if let Some(port) = guess.loopback {
            let mask = cache.choice(&self.rows, &Choice::Loopback(bare, port));
            join(&mut accepted, mask, |all, one| all | one);
        }
        for gate in &guess.refuse {
            let refused = cache.choice(&self.rows, &Choice::Gate(bare, *gate));
            join(&mut accepted, refused, |all, one| all & !one);
        }
        self.by_question(accepted)
    }

    /// A question is accepted if one of its rows is.
    fn by_question(&self, rows: Mask) -> Mask {
        if self.rows.len() == self.questions.len() {
            return rows;
        }
        let mut mask = vec![0; self.questions.len().div_ceil(64)];
        for (at, row) in self.rows.iter().enumerate() {
            if bit(&rows, at) {
                set(&mut mask, row.question);
            }
        }
        mask
    }
}

/// Joins two masks of as many bits, word by word.
pub(super) fn join(all: &mut [u64], one: &[u64], how: fn(u64, u64) -> u64) {
    all.iter_mut().zip(one).for_each(|(all, one)| *all = how(*all, *one));
}

/// Whether the bit of a question is set.
pub(super) fn bit(mask: &[u64], at: usize) -> bool {
    mask[at / 64] >> (at % 64) & 1 == 1
}

/// Sets the bit of a question.
pub(super) fn set(mask: &mut [u64], at: usize) {
    mask[at / 64] |= 1 << (at % 64);
}
