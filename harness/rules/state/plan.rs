//! Requests with states of every sort.

use crate::probe::{Probe, State, Step};

fn with(key: &str, state: State) -> Vec<Probe> {
    vec![Probe::of(format!("state/{key}"), vec![Step::authorize_state(state)])]
}

pub(super) fn plain() -> Vec<Probe> {
    with("plain", State::Usual)
}

pub(super) fn absent() -> Vec<Probe> {
    with("absent", State::Omitted)
}

/// Every VSCHAR of RFC 6749 appendix A.5, with no hex digit after the percent sign.
pub(super) fn every_character() -> Vec<Probe> {
    with(
        "every-character",
        State::Value((' '..='~').filter(|c| !matches!(c, '%')).collect::<String>() + "%-"),
    )
}

pub(super) fn escapes() -> Vec<Probe> {
    with("escapes", State::Value("a%2Bb%25c%20d".to_owned()))
}

pub(super) fn long() -> Vec<Probe> {
    with("long", State::Value("s".repeat(4096)))
}
