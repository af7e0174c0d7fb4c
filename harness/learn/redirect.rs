//! Which of the known ways of comparing redirect URIs explains what was seen.

use crate::{
    behaviour::{Branch, Components, HostMatch, LoopbackPort, Match, PathMatch, RedirectUriPolicy, Whole},
    evidence::{Observation, Outcome},
    mutation::{Carrier, Group, Place, Wire},
};

/// The only candidate that explains every clear answer, or none: what is not sure is not said.
///
/// Only ordinary requests count: one value, encoded once, of a client off loopback.
#[must_use]
pub fn redirect_match<'a>(observations: impl Iterator<Item = &'a Observation>) -> Option<Match> {
    let seen: Vec<(&Observation, bool)> =
        observations.filter_map(|observation| Some((observation, decided(observation)?))).collect();
    let both = [true, false].map(|side| seen.iter().filter(|(_, accepted)| *accepted == side).count());
    let mut explaining = candidates().into_iter().filter(|candidate| {
        let policy = RedirectUriPolicy {
            compare: Some(candidate.clone()),
            loopback_port: Some(LoopbackPort::Any),
            ..RedirectUriPolicy::default()
        };
        seen.iter().all(|(observation, accepted)| {
            let registered = &observation.subject.mutant.registered;
            let mut uris = vec![registered.uri.clone()];
            uris.extend(registered.others.iter().cloned());
            let requested = observation.subject.mutant.requested().unwrap_or_default();
            policy.admits(&uris, &requested).is_some() == *accepted
        })
    });
    let found = explaining.next().filter(|_| explaining.next().is_none());
    found.filter(|_| both[0] + both[1] > 100)
}

/// Whether a request was accepted; nothing where the answer is unclear or says nothing about
/// the comparison of URIs.
fn decided(observation: &Observation) -> Option<bool> {
    let subject = &observation.subject;
    let ordinary = matches!(subject.mutant.carrier, Carrier::Once(Wire::Encoded))
        && subject.mutant.place == Place::Query
        && subject.mutant.beside.is_empty()
        && observation.probe.steps.len() == 1
        && !subject.mutant.registered.uri.is_loopback()
        && observation.probe.edits().iter().all(|edit| edit.mutation.group != Group::Length)
        && subject.mutant.requested().is_some_and(|requested| !requested.is_empty())
        && observation.control_lost.is_none();
    match observation.authorized()?.outcome {
        Outcome::Accepted if ordinary => Some(true),
        Outcome::Refused if ordinary => Some(false),
        _ => None,
    }
}

fn candidates() -> Vec<Match> {
    let wholes = [
        Whole::Exact,
        Whole::IgnoreCase,
        Whole::Prefix,
        Whole::Suffix,
        Whole::Contains,
        Whole::Contained,
        Whole::Whatwg,
        Whole::Anything,
    ];
    let parts = [
        Components { path: PathMatch::Any, ..Components::default() },
        Components { path: PathMatch::SegmentPrefix, ..Components::default() },
        Components { path: PathMatch::TrailingSlash, ..Components::default() },
        Components { host: HostMatch::Subdomain, path: PathMatch::SegmentPrefix, ..Components::default() },
        Components { host: HostMatch::Subdomain, ..Components::default() },
    ];
    let wholes = wholes.into_iter().map(Branch::Whole);
    wholes.chain(parts.into_iter().map(Branch::Parts)).map(|branch| Match(vec![branch])).collect()
}
