//! What the judges of refreshes read in an observation.

use crate::{evidence::Observation, protocol::Parameters};
use std::collections::BTreeSet;

/// Whether the request at that step shows no secret of its client.
pub(super) fn is_public(observation: &Observation, step: usize) -> bool {
    observation.exchange(step).is_some_and(|exchange| {
        let in_header = exchange.sent.headers.iter().any(|(name, _)| *name == "authorization");
        !in_header && form(observation, step).first("client_secret").is_none()
    })
}

/// Whether the answer at that step names this error.
pub(super) fn names_error(observation: &Observation, step: usize, code: &str) -> bool {
    let error = observation.answer(step).and_then(|answer| answer.error.as_ref());
    error.is_some_and(|error| error.as_str() == code)
}

/// Whether the answer `later` brought another refresh token than the one `before`.
pub(super) fn replaced(observation: &Observation, before: usize, later: usize) -> bool {
    let [before, later] = [before, later].map(|step| refresh_token(observation, step));
    later.is_some() && later != before
}

fn refresh_token(observation: &Observation, step: usize) -> Option<&str> {
    Some(observation.answer(step)?.refresh_token.as_ref()?.reveal())
}

/// The scope that the answer at that step reports.
pub(super) fn reported(observation: &Observation, step: usize) -> Option<BTreeSet<String>> {
    Some(words(&observation.answer(step)?.scope()?))
}

/// The scope that the request at that step names; empty if none.
pub(super) fn named(observation: &Observation, step: usize) -> BTreeSet<String> {
    words(&form(observation, step).first("scope").unwrap_or_default())
}

/// The scope that was granted with the code: what was reported when it was redeemed, which may be
/// left out where it is what was asked for (RFC 6749 section 5.1).
pub(super) fn granted_scope(observation: &Observation) -> BTreeSet<String> {
    reported(observation, 1).unwrap_or_else(|| {
        let sent = observation.authorized().map(|authorized| &authorized.request().sent);
        let query = sent.and_then(|sent| sent.url.split_once('?')).map_or("", |(_, query)| query);
        words(&Parameters::parse(query).first("scope").unwrap_or_default())
    })
}

fn form(observation: &Observation, step: usize) -> Parameters {
    let sent = observation.exchange(step).map(|exchange| &exchange.sent);
    Parameters::parse(sent.and_then(|sent| sent.body.as_deref()).unwrap_or_default())
}

fn words(scope: &str) -> BTreeSet<String> {
    scope.split_whitespace().map(str::to_owned).collect()
}
