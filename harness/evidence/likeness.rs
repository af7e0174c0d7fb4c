//! Whether codes can be found from one another.

/// The fewest characters in which two codes have to differ: fewer can be tried one by one.
const FEWEST: usize = 8;

/// What the name of a code ends in that is like one before it.
pub(super) const LIKE: &str = "~like";

/// Whether two codes differ in so few characters that one can be found from the other. The names
/// that stand for codes in a journal say so of themselves.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let is_name = |text: &str| text.starts_with("code~");
    if is_name(one) && is_name(other) {
        return one == other || one.ends_with(LIKE) || other.ends_with(LIKE);
    }
    differing(one, other) < FEWEST
}

/// How many characters lie between the first and the last in which two texts differ.
fn differing(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let ahead = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.split_at(ahead).1, other.split_at(ahead).1);
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    one.len().max(other.len()) - behind
}
