//! Token requests in order, out of order, and in the wrong place.

use crate::probe::{Change, CodeRef, Method, Probe, Redeem, Step};

pub(super) fn success() -> Vec<Probe> {
    vec![Probe::of("token/success", vec![Step::authorize(), Step::redeem()])]
}

pub(super) fn by_get() -> Vec<Probe> {
    sent_by("token/by-get", Method::Get)
}

pub(super) fn in_query() -> Vec<Probe> {
    sent_by("token/in-query", Method::PostQuery)
}

pub(super) fn credentials_in_query() -> Vec<Probe> {
    sent_by("token/credentials-in-query", Method::PostCredentialsInQuery)
}

/// The same parameter once more, with the same value and with another.
pub(super) fn duplicated() -> Vec<Probe> {
    let again = |key: &str, value: &str| {
        let twice = Step::redeem_with(vec![Change::add("grant_type", value)]);
        Probe::of(format!("token/duplicated/{key}"), beside_control(vec![Step::authorize(), twice]))
    };
    vec![again("equal", "authorization_code"), again("other", "password")]
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

fn sent_by(key: &str, method: Method) -> Vec<Probe> {
    let sent = Step::Redeem(Redeem { method, ..Redeem::default() });
    vec![Probe::of(key, beside_control(vec![Step::authorize(), sent]))]
}

fn beside_control(mut steps: Vec<Step>) -> Vec<Step> {
    steps.extend([Step::authorize(), Step::redeem()]);
    steps
}
