//! Learning: from observations back to a behaviour.
//!
//! How redirect URIs are compared is found by elimination. A [`Guess`] says of each [`Question`]
//! of a [`Pool`] whether it is accepted; a [`VersionSpace`] keeps the simplest guesses that
//! explain every answer so far, with all that are one choice away, and says what to ask next. A
//! lifetime is found by bracketing, in a [`Bracket`]. What follows the redirect is compared with a
//! stand-in's answers, each brought down to a [`sketch()`].

mod guess;
mod kin;
mod lifetime;
mod pool;
mod question;
mod redirect;
mod sketch;
mod version_space;

pub use guess::Guess;
pub use lifetime::{Bracket, Interval};
pub use pool::{Mask, Pool};
pub use question::{Question, askable, composed, near, single};
pub use redirect::redirect_match;
pub use sketch::sketch;
pub use version_space::VersionSpace;
