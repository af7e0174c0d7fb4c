//! Requests that lead to a code and to an error, and the document that tells of `iss`.

use crate::probe::{Call, Change, Probe, Service, Step};

/// The issuer that a request names, which is nobody's.
pub(super) const FOREIGN: &str = "https://attacker.example";

/// A response with a code, one with an error, and what metadata says. Metadata comes last: where
/// there is none, the responses still tell.
pub(super) fn responses() -> Vec<Probe> {
    let wrong = Step::authorize_with(vec![Change::set("response_type", "litmus")]);
    let steps = vec![Step::authorize(), wrong, Call::to(Service::Metadata).into()];
    vec![Probe::of("iss/responses", steps)]
}

/// A request that has an `iss` of its own.
pub(super) fn requested() -> Vec<Probe> {
    vec![Probe::of("iss/requested", vec![Step::authorize_with(vec![Change::add("iss", FOREIGN)])])]
}
