//! Answers to explain: what was asked, and what was accepted.

use super::{
    guess::Guess,
    pool::{Mask, Pool, bit, set},
    question::Question,
};

/// Questions with their answers.
#[derive(Default)]
pub(super) struct Answers {
    asked: Pool,
    accepted: Mask,
}

impl Answers {
    pub(super) fn count(&self) -> usize {
        self.asked.questions().len()
    }

    pub(super) fn of(told: impl IntoIterator<Item = (Question, bool)>) -> Self {
        let mut answers = Self::default();
        for (question, accepted) in told {
            answers.push(question, accepted);
        }
        answers
    }

    pub(super) fn push(&mut self, question: Question, accepted: bool) {
        let at = self.count();
        self.asked.push(question);
        self.accepted.resize((at + 1).div_ceil(64), 0);
        if accepted {
            set(&mut self.accepted, at);
        }
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Question, bool)> {
        let told = |(at, question): (usize, &Question)| (question.clone(), bit(&self.accepted, at));
        self.asked.questions().iter().enumerate().map(told)
    }

    /// Takes the last answer back.
    pub(super) fn pop(&mut self) -> Option<(Question, bool)> {
        let mut asked = std::mem::take(&mut self.asked).into_questions();
        let last = asked.pop().map(|odd| {
            let accepted = bit(&self.accepted, asked.len());
            self.accepted[asked.len() / 64] &= !(1 << (asked.len() % 64));
            (odd, accepted)
        });
        self.accepted.truncate(asked.len().div_ceil(64));
        self.asked = Pool::of(asked);
        last
    }

    /// What a guess says of everything that was asked.
    pub(super) fn said_by(&self, guess: &Guess) -> Mask {
        self.asked.mask(guess)
    }

    /// How many answers a guess does not explain.
    pub(super) fn errors(&self, guess: &Guess) -> u32 {
        self.differing(&self.said_by(guess))
    }

    /// In how many answers a mask of the asked questions differs from what was answered.
    pub(super) fn differing(&self, said: &[u64]) -> u32 {
        let whole = self.count();
        let counted = |word: usize| if (word + 1) * 64 <= whole { u64::MAX } else { (1 << (whole % 64)) - 1 };
        said.iter()
            .zip(&self.accepted)
            .enumerate()
            .map(|(word, (said, accepted))| ((said ^ accepted) & counted(word)).count_ones())
            .sum()
    }
}
