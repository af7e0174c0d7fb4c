//! Learning: from observations back to a behaviour.
//!
//! How redirect URIs are compared is found by elimination. A [`Guess`] says of each [`Question`]
//! of a [`Pool`] whether it is accepted; a [`VersionSpace`] keeps the simplest guesses that
//! explain every answer so far, with all that are one choice away, and says what to ask next. A
//! lifetime is found by bracketing: in a [`Bracket`] where a clock can be turned, else by a
//! [`Schedule`] in real time, which keeps what it saw in an [`Ageing`].
//! What follows the redirect is compared with a stand-in's answers, each brought down to a
//! [`sketch()`].

mod ageing;
mod answers;
mod choices;
mod count;
mod failing;
mod grid;
mod guess;
mod kin;
mod lifetime;
mod nearest;
mod pool;
mod question;
mod redirect;
mod reserve;
mod schedule;
mod sketch;
mod standing;
mod version_space;

pub use ageing::{Ageing, Contradiction};
pub use count::Count;
pub use failing::failing;
pub use grid::watching;
pub use guess::Guess;
pub use lifetime::{Bracket, Interval};
pub use pool::{Mask, Pool};
pub use question::{Question, askable, composed, near, single};
pub use redirect::redirect_match;
pub use schedule::Schedule;
pub use sketch::{Line, sketch};
pub use standing::{HeldCode, Next, Standing};
pub use version_space::VersionSpace;
