//! Requests with states of every sort.

use crate::probe::{Change, Probe, State, Step};

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

/// Requests with an error that does not doubt the client or its redirect URI.
pub(super) fn in_error() -> Vec<Probe> {
    let changed = |key: &str, change| {
        Probe::of(format!("state/in-error/{key}"), vec![Step::authorize_with(vec![change])])
    };
    vec![
        changed("odd-response-type", Change::set("response_type", "litmus")),
        changed("no-response-type", Change::drop("response_type")),
    ]
}

/// What RFC 6749 appendix A.5 does not allow in a state.
pub(super) fn beyond_grammar() -> Vec<Probe> {
    let beyond = |key, value: &str| with(key, State::Value(value.to_owned()));
    [
        beyond("beyond-grammar/non-ascii", "litmus-\u{fc}-\u{2603}"),
        beyond("beyond-grammar/controls", "litmus-\t-\u{1}-\u{7f}"),
    ]
    .concat()
}

/// What would be a parameter and a fragment, or a header, if it stood there as it is.
pub(super) fn injecting() -> Vec<Probe> {
    let injecting = |key, value: &str| with(key, State::Value(value.to_owned()));
    [injecting("injecting/parameter", "x&litmus=1#litmus"), injecting("injecting/header", "x\r\nlitmus: 1")]
        .concat()
}

pub(super) fn empty() -> Vec<Probe> {
    with("empty", State::Value(String::new()))
}

pub(super) fn repeated() -> Vec<Probe> {
    let other = Change::add("state", "litmus-other");
    vec![Probe::of("state/repeated", vec![Step::authorize_with(vec![other])])]
}
