//! Codes redeemed twice, by another client, and too late.

use crate::probe::{Call, Change, Probe, Redeem, Step, Who};
use std::time::Duration;

/// A replay as it was, and one without the verifier: a server may keep the code and refuse only
/// the challenge that it has forgotten.
pub(super) fn twice() -> Vec<Probe> {
    let replayed = |key: &str, replay| {
        Probe::of(format!("code/twice/{key}"), vec![Step::authorize(), Step::redeem(), replay])
    };
    vec![
        replayed("same", Step::redeem()),
        replayed("without-verifier", Step::redeem_with(vec![Change::drop("code_verifier")])),
    ]
}

pub(super) fn by_another() -> Vec<Probe> {
    let other = Step::Redeem(Redeem { who: Who::Other, ..Redeem::default() });
    vec![Probe::of("code/by-another", vec![Step::authorize(), other, Step::authorize(), Step::redeem()])]
}

pub(super) fn after_a_day() -> Vec<Probe> {
    after("code/after-a-day", Duration::from_secs(86_400))
}

pub(super) fn after_ten_minutes() -> Vec<Probe> {
    after("code/after-ten-minutes", Duration::from_secs(601))
}

fn after(key: &str, span: Duration) -> Vec<Probe> {
    vec![Probe::of(
        key,
        vec![Step::authorize(), Step::Pass(span), Step::redeem(), Step::authorize(), Step::redeem()],
    )]
}

/// A replay between two questions whether the first access token is alive.
pub(super) fn replayed() -> Vec<Probe> {
    let is_alive = || Step::from(Call::is_alive(0));
    let steps = vec![Step::authorize(), Step::redeem(), is_alive(), Step::redeem(), is_alive()];
    vec![Probe::of("code/replayed", steps)]
}
