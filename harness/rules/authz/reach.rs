//! By way of which host the authorization endpoint is reached.

use crate::{
    evidence::{Authorized, Observation, exits},
    mutation::ATTACKER,
    rules::{
        answered::{authorization, told, violated},
        judgement::Judgement,
    },
};
use url::Url;

/// Nothing that the server says of itself, and nowhere that it leads, is of the host that a
/// header field names. An ordinary request, the first, is the control.
pub(super) fn host_ignored(observation: &Observation) -> Judgement {
    let (usual, forged) = match (authorization(observation, 0), authorization(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(usual), Ok(forged)) => (usual, forged),
    };
    if !follows(usual) && follows(forged) {
        return violated(forged.channel());
    }
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(told) if told.goes_on() => Judgement::Upheld,
        Ok(_) => Judgement::Inconclusive("an ordinary request was refused".to_owned()),
    }
}

/// Whether an answer leads to the forged host, or says that this is who answers.
fn follows(authorized: &Authorized) -> bool {
    let is_forged = |text: &str| Url::parse(text).is_ok_and(|url| url.host_str() == Some(ATTACKER));
    let received = authorized.request().received.as_ref().ok();
    let mut first = received.map(exits).unwrap_or_default();
    first.extend(authorized.exits.iter().cloned());
    first.iter().any(|exit| {
        is_forged(&exit.target) || exit.parameters.all("iss").iter().any(|issuer| is_forged(issuer))
    })
}
