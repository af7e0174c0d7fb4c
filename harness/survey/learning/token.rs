//! What the redirect URI of a token request is compared with.

use super::{
    answer::Stop,
    talk::{Talk, steps},
};
use crate::{
    behaviour::{AtToken, RedirectUriPolicy},
    evidence::TokenAnswer,
    learn::single,
    mutation::{ATTACKER, Kind, Registered},
    probe::{Change, Step},
    profile::Learned,
    target::Target,
};

/// Learns it where codes come and can be redeemed (RFC 6749 section 4.1.3). That all of them are
/// refused says something only once a code was redeemed without change; see [`super::learn`].
pub(super) async fn binding<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    clients: &[(Kind, Registered)],
    learned: &mut Learned,
) -> Result<(), Stop> {
    let gives_codes = talk.runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    if !gives_codes || talk.runner.tenant().token.is_none() {
        learned.note("codes could not be redeemed, so what the token endpoint compares is not known");
        return Ok(());
    }
    let found = asked(talk, clients, &learned.behaviour.redirect_uri).await?;
    learned.behaviour.redirect_uri.at_token = found;
    Ok(())
}

async fn asked<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    clients: &[(Kind, Registered)],
    policy: &RedirectUriPolicy,
) -> Result<Option<AtToken>, Stop> {
    let stranger = Change::set("redirect_uri", &format!("https://{ATTACKER}/x"));
    if redeemed(talk, "stranger", Kind::Any, stranger).await? == Some(true) {
        return Ok(Some(AtToken::None));
    }
    if redeemed(talk, "omitted", Kind::Any, Change::drop("redirect_uri")).await? == Some(true) {
        return Ok(Some(AtToken::Optional));
    }
    let other = talk.runner.tenant().subject(Kind::Several).and_then(|(_, registered)| {
        registered.others.first().map(|other| Change::set("redirect_uri", other.as_str()))
    });
    if let Some(other) = other
        && redeemed(talk, "other", Kind::Several, other).await? == Some(true)
    {
        return Ok(Some(AtToken::Registered));
    }
    let looser = single(&clients[..1]).into_iter().find(|question| {
        let differs = question.registered.iter().all(|known| known.as_str() != question.requested);
        differs && policy.accepts(&question.registered, &question.requested)
    });
    if let Some(looser) = looser {
        let variant = Change::set("redirect_uri", &looser.requested);
        if redeemed(talk, "variant", Kind::Any, variant).await? == Some(true) {
            return Ok(Some(AtToken::SameMatch));
        }
    }
    Ok(Some(AtToken::Authorized))
}

/// Whether a code is redeemed when its token request is changed so; nothing where that is not
/// clear.
async fn redeemed<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    key: &str,
    needs: Kind,
    change: Change,
) -> Result<Option<bool>, Stop> {
    let probe =
        steps(&format!("token/{key}"), needs, vec![Step::authorize(), Step::redeem_with(vec![change])]);
    let Some(observation) = talk.conduct(probe).await? else { return Ok(None) };
    let answer = observation.redeemed().first().copied().flatten();
    let said = |answer: &TokenAnswer| (answer.succeeded() || answer.refused()).then_some(answer.succeeded());
    Ok(answer.and_then(said))
}
