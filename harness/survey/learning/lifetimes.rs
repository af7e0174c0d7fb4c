//! What measured lifetimes come to in a scenario: an interval that holds one plausible duration
//! is that duration, and what had no end in the time there was is not stated.

use super::super::ages::OLDEST_TOKEN;
use crate::{
    behaviour::Lifetime,
    learn::Interval,
    profile::{Learned, Measured},
};
use std::time::Duration;

/// An interval that is wider says too little to state a lifetime.
const NARROW: Duration = Duration::from_secs(3);

/// Units in which people set lifetimes, in seconds, the rounder first.
const ROUND: [u64; 8] = [3600, 600, 60, 30, 15, 10, 5, 1];

/// Takes over what was measured, with a note for what is not quite known.
pub(super) fn take(measured: &Measured, learned: &mut Learned) {
    let found = [
        ("codes", measured.code.lifetime),
        ("access tokens", measured.access_token.lifetime),
        ("refresh tokens", measured.refresh_token.lifetime),
    ];
    for (what, lifetime) in found {
        let exact = |interval: Interval| interval.at_most == Some(interval.at_least);
        if let Some(interval) = lifetime.filter(|interval| !exact(*interval) && !endless(*interval)) {
            learned.note(format!("How long {what} live was measured in real time: {interval}."));
        }
    }
    let at_once = [
        ("access tokens of one refresh token", measured.access_token.live_at_once),
        ("refresh tokens of one user and client", measured.refresh_token.live_at_once),
    ];
    for (what, count) in at_once {
        if let Some(count) = count.filter(|count| count.at_most.is_none()) {
            learned.note(format!("At once there live {count} {what}."));
        }
    }
    let [access, refresh] = at_once.map(|(_, count)| count.and_then(|count| count.at_most));
    learned.behaviour.access_token.live_at_once = access;
    learned.behaviour.refresh_token.live_at_once = refresh;
    for (topic, why) in &measured.unmeasured {
        learned.note(format!("{topic} could not be measured: {why}."));
    }
    let [codes, access, refresh] = found.map(|(_, lifetime)| lifetime.and_then(stated));
    learned.behaviour.code.lifetime = codes;
    learned.behaviour.access_token.lifetime = access;
    learned.behaviour.refresh_token.lifetime = refresh;
}

/// Whether a clock was turned on for as long as anything is asked about, and no end was seen.
fn endless(interval: Interval) -> bool {
    interval.at_most.is_none() && interval.at_least >= OLDEST_TOKEN
}

/// The lifetime to state, if the interval says enough: the roundest duration in it.
pub(super) fn stated(interval: Interval) -> Option<Lifetime> {
    if endless(interval) {
        return Some(Lifetime::Never);
    }
    let end = interval.at_most?;
    if end == interval.at_least {
        return Some(Lifetime::Ends(end));
    }
    if end.saturating_sub(interval.at_least) > NARROW {
        return None;
    }
    let first = |unit: u64| {
        let from = u64::try_from(interval.at_least.as_millis()).ok()?;
        Some(Duration::from_secs(from.div_ceil(unit * 1000) * unit)).filter(|span| interval.holds(*span))
    };
    ROUND.into_iter().find_map(first).filter(|span| !span.is_zero()).map(Lifetime::Ends)
}

#[cfg(test)]
mod tests {
    use super::{Interval, Lifetime, OLDEST_TOKEN, stated};
    use std::time::Duration;

    #[test]
    fn the_roundest_duration_in_a_narrow_interval_is_stated() {
        let between = |at_least: u64, at_most: Option<u64>| Interval {
            at_least: Duration::from_millis(at_least),
            at_most: at_most.map(Duration::from_millis),
        };
        let ends = |seconds| Some(Lifetime::Ends(Duration::from_secs(seconds)));
        assert_eq!(stated(between(119_600, Some(120_410))), ends(120));
        assert_eq!(stated(between(1_600, Some(2_410))), ends(2));
        assert_eq!(stated(between(3_599_600, Some(3_600_400))), ends(3600));
        assert_eq!(stated(between(42_754, Some(45_140))), ends(45));
        assert_eq!(stated(between(24_600, Some(25_400))), ends(25));
        assert_eq!(stated(between(60_400, Some(119_600))), None);
        assert_eq!(stated(between(15_000, None)), None);
        let twenty_years = Interval { at_least: OLDEST_TOKEN, at_most: None };
        assert_eq!(stated(twenty_years), Some(Lifetime::Never));
    }
}
