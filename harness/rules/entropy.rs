//! Whether codes and tokens could be guessed (RFC 6749 section 10.10), as far as several of them
//! show.
//!
//! What [`Spread`](crate::evidence::Spread) tells is the most that a value can hold by what differs
//! between them. So a violation is sure, and what is upheld is not proven: a server that draws well
//! and hashes a counter look alike from outside.

use super::judgement::Judgement;
use crate::{
    evidence::{Channel, Observation, Sort},
    probe::{Probe, Step},
};

/// How many grants are held against one another.
const GRANTS: usize = 5;

/// The fewest different values that say anything.
const FEWEST: usize = 4;

/// The most bits at the front that may put values into order by chance.
const CHANCE: u32 = 12;

/// How many bits may be missing: a last character that carries two or four of them is now and then
/// the same in all. A random UUID lacks four, and that is told.
const TOLERANCE: u32 = 3;

/// Several codes, each redeemed.
pub(super) fn grants() -> Vec<Probe> {
    let steps = (0..GRANTS).flat_map(|_| [Step::authorize(), Step::redeem()]);
    vec![Probe::of("token/several", steps.collect())]
}

pub(super) fn codes_128(observation: &Observation) -> Judgement {
    holds(observation, Sort::Code, 128)
}

pub(super) fn codes_160(observation: &Observation) -> Judgement {
    holds(observation, Sort::Code, 160)
}

pub(super) fn access_128(observation: &Observation) -> Judgement {
    holds(observation, Sort::AccessToken, 128)
}

pub(super) fn access_160(observation: &Observation) -> Judgement {
    holds(observation, Sort::AccessToken, 160)
}

pub(super) fn refresh_128(observation: &Observation) -> Judgement {
    holds(observation, Sort::RefreshToken, 128)
}

fn holds(observation: &Observation, sort: Sort, bits: u32) -> Judgement {
    let spread = observation.spread(sort);
    let came = observation.issued(sort).len();
    if spread.values < FEWEST {
        return match observation.skipped() {
            Some(why) => Judgement::NotAsked(why.to_owned()),
            None if came == 0 && sort == Sort::RefreshToken => {
                Judgement::NotApplicable("no refresh token came".to_owned())
            }
            None if came >= FEWEST && spread.values > 0 => {
                Judgement::NotApplicable("the same ones came again".to_owned())
            }
            None => Judgement::Inconclusive(format!(
                "only {} of {GRANTS} grants brought one whose shape is known",
                spread.values
            )),
        };
    }
    let channel = if sort == Sort::Code { Channel::Query } else { Channel::Token };
    // A few values are in order at their front by chance; what a counter or a clock writes is longer.
    let by_chance = spread.differing - spread.bits.min(spread.differing) <= CHANCE;
    let held = if by_chance { spread.differing } else { spread.bits };
    if held + TOLERANCE >= bits { Judgement::Upheld } else { Judgement::violated_at(channel) }
}
