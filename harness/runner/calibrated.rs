//! What calibration learned of one client.

use crate::evidence::{Calibration, Outcome, Untellable};

/// How one client's requests are answered, good and bad.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// How to read a face, if good and bad can be told apart.
    pub calibration: Result<Calibration, Untellable>,
    /// The names of the response parameters of a successful callback.
    pub expected: Vec<String>,
    /// Whether a good request brings a code at once.
    pub gives_codes: bool,
    /// What an unrelated redirect URI comes to: refused, as a rule.
    pub bad: Outcome,
}
