//! How PKCE is judged.

use crate::{
    evidence::Observation,
    rules::judgement::{Judgement, refused_beside_control},
};

/// The redemption is refused, an ordinary one is not; a client without PKCE has no challenge.
pub(super) fn refused(observation: &Observation) -> Judgement {
    let challenged = observation.exchanges().any(|exchange| exchange.sent.url.contains("code_challenge="));
    if !challenged {
        return Judgement::NotApplicable("the client does not use PKCE".to_owned());
    }
    refused_beside_control(observation)
}
