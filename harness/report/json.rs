//! Profiles and matrices as JSON.

use crate::profile::{Difference, Matrix, Profile};
use serde::Serialize;
use std::fmt::Write as _;

/// One array, also for one profile.
#[must_use]
pub fn profiles_json(profiles: &[Profile]) -> String {
    pretty(&profiles)
}

/// What two providers do differently, as data.
#[must_use]
pub fn difference_json(difference: &Difference) -> String {
    pretty(difference)
}

/// The matrix as data.
#[must_use]
pub fn matrix_json(matrix: &Matrix) -> String {
    pretty(matrix)
}

/// Every type that reports serialise has string keys, so this does not fail.
fn pretty(value: &impl Serialize) -> String {
    ascii(&serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

/// The same JSON with everything beyond printable ASCII escaped, so that a terminal obeys none
/// of it.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || (' '..='~').contains(&c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
