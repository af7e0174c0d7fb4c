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
    if spread.bits >= bits { Judgement::Upheld } else { Judgement::violated_at(channel) }
}
