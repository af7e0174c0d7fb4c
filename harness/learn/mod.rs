//! Learning: from observations back to a behaviour.

mod lifetime;
mod redirect;

pub use lifetime::{Bracket, Interval};
pub use redirect::redirect_match;
