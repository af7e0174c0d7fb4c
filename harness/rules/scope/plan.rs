//! Scopes that do not exist, that are none, or that are none at all.

use crate::probe::{Call, Change, Issued, Presents, Probe, Rewording, Service, Step};

/// A scope that no server has.
const UNKNOWN: &str = "litmus-unknown";

pub(super) fn unknown() -> Vec<Probe> {
    vec![asking("scope/unknown", with(UNKNOWN))]
}

/// Words that are no scopes (RFC 6749 appendix A.4).
pub(super) fn malformed() -> Vec<Probe> {
    let words = [("quoted", "lit\"mus"), ("backslash", "lit\\mus")];
    words.map(|(key, word)| asking(&format!("scope/malformed/{key}"), with(word))).into()
}

/// In the other letter case; and if that is granted, another scope altogether.
pub(super) fn case() -> Vec<Probe> {
    let mut swapped = asking("scope/case", Change::reword("scope", Rewording::CaseSwapped));
    swapped.steps.extend([Step::authorize_with(vec![Change::set("scope", UNKNOWN)]), Step::redeem()]);
    vec![swapped]
}

/// At least two scopes, in one order and in the other.
pub(super) fn order() -> Vec<Probe> {
    let paired = || Change::reword("scope", Rewording::Paired("write".to_owned()));
    let reversed = vec![paired(), Change::reword("scope", Rewording::Reversed)];
    let mut probe = asking("scope/order", paired());
    probe.steps.extend([Step::authorize_with(reversed), Step::redeem()]);
    vec![probe]
}

pub(super) fn missing() -> Vec<Probe> {
    vec![asking("scope/missing", Change::drop("scope"))]
}

/// One scope more than there is, and what the token is good for.
pub(super) fn in_part() -> Vec<Probe> {
    let mut probe = asking("scope/in-part", with(UNKNOWN));
    let introspect = Call::to(Service::Introspection).presenting(Presents::Access(Issued::latest()));
    probe.steps.push(introspect.into());
    vec![probe]
}

fn with(word: &str) -> Change {
    Change::reword("scope", Rewording::With(word.to_owned()))
}

fn asking(key: &str, change: Change) -> Probe {
    Probe::of(key, vec![Step::authorize_with(vec![change]), Step::redeem()])
}
