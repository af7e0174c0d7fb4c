//! How the authorization endpoint bears odd requests.

use crate::{
    evidence::Observation,
    mutation::Severity,
    rules::judgement::{Judgement, Violation},
};

/// The server does not fail, whatever it decides.
pub(super) fn no_failure(observation: &Observation) -> Judgement {
    let Some(authorized) = observation.authorized() else {
        return Judgement::NotAsked("no authorization request was sent".to_owned());
    };
    match (&observation.control_lost, &authorized.answer().received) {
        (Some(lost), _) => Judgement::Inconclusive(lost.clone()),
        (None, Err(fault)) if fault.is_servers() => Judgement::Inconclusive(fault.to_string()),
        (None, Err(fault)) => Judgement::Odd(fault.to_string()),
        (None, Ok(received)) if received.status >= 500 => {
            Judgement::Violated(Violation { severity: Some(Severity::SX), channel: authorized.channel() })
        }
        (None, Ok(_)) => Judgement::Upheld,
    }
}
