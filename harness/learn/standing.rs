//! Where a measurement in real time stands, and what is to be done next.

use std::time::Duration;

/// A code that was issued and not redeemed yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HeldCode {
    /// Which one it is, in the order of issuing; the first is 0.
    pub number: usize,
    /// When it was issued, since the beginning.
    pub issued: Duration,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Next {
    /// Have a code issued, the one with this number; once that is begun, [`Schedule::begun`](super::Schedule::begun) wants to know.
    Issue {
        /// Its number.
        number: usize,
    },
    /// Redeem that code at that age.
    Redeem {
        /// Its number.
        number: usize,
        /// How old it shall be.
        age: Duration,
    },
    /// Nothing before an answer comes.
    Wait,
    /// Nothing at all.
    Done,
}

/// Where a measurement stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// How long it has gone on.
    pub now: Duration,
    /// The codes that are held.
    pub held: &'a [HeldCode],
    /// The numbers of those that are being redeemed.
    pub under_way: &'a [usize],
    /// Whether one is being issued.
    pub issuing: bool,
}
