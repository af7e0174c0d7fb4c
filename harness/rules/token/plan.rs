//! Token requests in order, out of order, and in the wrong place.

use crate::probe::{Change, CodeRef, Credentials, Method, Probe, Redeem, Step};

/// What a token request for a code is made of (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
const PARAMETERS: [&str; 4] = ["grant_type", "code", "redirect_uri", "code_verifier"];

pub(super) fn success() -> Vec<Probe> {
    vec![Probe::of("token/success", vec![Step::authorize(), Step::redeem()])]
}

pub(super) fn by_get() -> Vec<Probe> {
    let sent = Step::Redeem(Redeem { method: Method::Get, ..Redeem::default() });
    vec![Probe::of("token/by-get", beside_control(vec![Step::authorize(), sent]))]
}

/// Each parameter in the query, then left out, then an ordinary request.
pub(super) fn in_query() -> Vec<Probe> {
    let probes = PARAMETERS.iter().map(|name| {
        let moved = Step::Redeem(Redeem { in_query: vec![(*name).to_owned()], ..Redeem::default() });
        let without = Step::redeem_with(vec![Change::drop(name)]);
        let steps = vec![Step::authorize(), moved, Step::authorize(), without];
        Probe::of(format!("token/in-query/{name}"), beside_control(steps))
    });
    probes.collect()
}

/// Credentials in the query, then none at all, then an ordinary request.
pub(super) fn credentials_in_query() -> Vec<Probe> {
    let with = |credentials| Step::Redeem(Redeem { credentials, ..Redeem::default() });
    let (moved, without) = (with(Credentials::InQuery), with(Credentials::Withheld));
    let steps = vec![Step::authorize(), moved, Step::authorize(), without];
    vec![Probe::of("token/credentials-in-query", beside_control(steps))]
}

/// Each parameter once more, with the same value and with another.
pub(super) fn duplicated() -> Vec<Probe> {
    let probes = PARAMETERS.iter().flat_map(|name| {
        let twice = |key: &str, change| {
            let steps = vec![Step::authorize(), Step::redeem_with(vec![change])];
            Probe::of(format!("token/duplicated/{name}/{key}"), beside_control(steps))
        };
        [twice("equal", Change::repeat(name)), twice("other", Change::add(name, "litmus-other"))]
    });
    probes.collect()
}

pub(super) fn no_grant_type() -> Vec<Probe> {
    vec![unissued("token/no-grant-type", vec![Change::drop("grant_type")])]
}

pub(super) fn odd_grant_type() -> Vec<Probe> {
    vec![unissued("token/odd-grant-type", vec![Change::set("grant_type", "litmus")])]
}

pub(super) fn no_code() -> Vec<Probe> {
    let without = Step::Redeem(Redeem { code: CodeRef::Omitted, ..Redeem::default() });
    vec![Probe::of("token/no-code", vec![without])]
}

pub(super) fn unknown_code() -> Vec<Probe> {
    vec![unissued("token/unknown-code", Vec::new())]
}

/// One request for each cause of an error.
pub(super) fn errors() -> Vec<Probe> {
    let causes = [unknown_code(), no_grant_type(), odd_grant_type(), no_code()];
    let probes = causes.into_iter().flatten();
    probes.map(|probe| Probe { key: format!("errors/{}", probe.key), ..probe }).collect()
}

/// The same, and grants that are no good any more.
pub(super) fn every_error() -> Vec<Probe> {
    let mut probes = errors();
    probes.extend(bad_grants());
    probes
}

/// A code that was used up, and one that comes with another redirect URI.
pub(super) fn bad_grants() -> Vec<Probe> {
    let elsewhere = Step::redeem_with(vec![Change::set("redirect_uri", "https://evil.example/callback")]);
    vec![
        Probe::of("token/bad-grant/used", vec![Step::authorize(), Step::redeem(), Step::redeem()]),
        Probe::of("token/bad-grant/mismatch", vec![Step::authorize(), elsewhere]),
    ]
}

fn unissued(key: &str, changes: Vec<Change>) -> Probe {
    let made = CodeRef::Made("litmus-never-issued".to_owned());
    Probe::of(key, vec![Step::Redeem(Redeem { code: made, changes, ..Redeem::default() })])
}

fn beside_control(mut steps: Vec<Step>) -> Vec<Step> {
    steps.extend([Step::authorize(), Step::redeem()]);
    steps
}
