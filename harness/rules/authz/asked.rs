//! How it is judged what comes of a request on which a person was asked.

use crate::{
    evidence::{Authorized, Channel, Observation, Outcome},
    mutation::ATTACKER,
    probe::ANOTHER_STATE,
    protocol::Parameters,
    rules::{
        answered::{authorization, to_client, violated},
        judgement::{Judgement, granted_at},
    },
};
use url::Url;

/// The client is told that access was denied. A code is another rule's matter, and so is the state.
pub(super) fn denial_told(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) if authorized.code_exit().is_some() => {
            return Judgement::NotApplicable("a code came".to_owned());
        }
        Ok(authorized) => authorized,
    };
    let error = to_client(observation, authorized).find(|exit| exit.error().is_some());
    match (error, &authorized.answer().received) {
        (Some(exit), _) => {
            let told = exit.error().as_deref() == Some("access_denied");
            if told { Judgement::Upheld } else { violated(exit.channel) }
        }
        (None, Err(fault)) => Judgement::Inconclusive(fault.to_string()),
        (None, Ok(received)) if received.status >= 500 || received.status == 429 => {
            Judgement::Inconclusive(format!("the server answered {}", received.status))
        }
        (None, Ok(_)) => violated(authorized.channel()),
    }
}

/// No code comes where the user said no. That it would have come is shown by the second request,
/// on which they said yes.
pub(in crate::rules) fn no_code_when_denied(observation: &Observation) -> Judgement {
    no_code_beside_consent(observation)
}

/// No code comes for a form that another site made up.
pub(super) fn forged_refused(observation: &Observation) -> Judgement {
    no_code_beside_consent(observation)
}

fn no_code_beside_consent(observation: &Observation) -> Judgement {
    let (first, allowed) = match (authorization(observation, 0), authorization(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(first), Ok(allowed)) => (first, allowed),
    };
    match (first.code_exit(), allowed.code_exit(), &first.answer().received) {
        (Some(exit), ..) => violated(exit.channel),
        (None, _, Err(fault)) => Judgement::Inconclusive(fault.to_string()),
        (None, Some(_), Ok(_)) => Judgement::Upheld,
        (None, None, Ok(_)) => {
            Judgement::Inconclusive("no code came where the user said yes either".to_owned())
        }
    }
}

/// The code does not go to the client with the state of another request, and is redeemed with the verifier
/// of that request, though another was made meanwhile.
pub(super) fn kept_apart(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    let Some(exit) = authorized.code_exit() else { return no_code(authorized) };
    if exit.parameters.all("state").iter().any(|state| state == ANOTHER_STATE) {
        return violated(exit.channel);
    }
    match (granted_at(observation, 1), granted_at(observation, 3)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(true), Ok(_)) => Judgement::Upheld,
        (Ok(false), Ok(true)) => violated(Channel::Token),
        (Ok(false), Ok(false)) => {
            Judgement::Inconclusive("an ordinary redemption was refused too".to_owned())
        }
    }
}

/// Though the form of the consent names another redirect URI, the browser is not sent there.
pub(in crate::rules) fn not_sent_elsewhere(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    let leads = |target: &str| Url::parse(target).is_ok_and(|url| url.host_str() == Some(ATTACKER));
    if let Some(exit) = authorized.exits.iter().find(|exit| leads(&exit.target)) {
        let severity = authorized.landing.as_ref().and_then(|landing| landing.severity);
        return Judgement::Violated(crate::rules::Violation { severity, channel: exit.channel });
    }
    match (&authorized.answer().received, authorized.outcome) {
        (Err(fault), _) => Judgement::Inconclusive(fault.to_string()),
        (Ok(received), _) if received.status >= 500 => {
            Judgement::Inconclusive(format!("the server answered {}", received.status))
        }
        (Ok(_), Outcome::Accepted | Outcome::Refused) => Judgement::Upheld,
        (Ok(_), _) => no_code(authorized),
    }
}

/// The state comes back as it was sent, though the second request waited for a person. Where it does
/// not without waiting, as the first shows, that is another rule's matter.
pub(in crate::rules) fn state_kept(observation: &Observation) -> Judgement {
    let (usual, waited) = match (authorization(observation, 0), authorization(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(usual), Ok(waited)) => (usual, waited),
    };
    let kept = |authorized: &Authorized| {
        let exit = authorized.code_exit()?;
        Some(exit.parameters.all("state") == asked(authorized).all("state"))
    };
    match (kept(usual), kept(waited)) {
        (Some(false), _) => {
            Judgement::NotApplicable("the state does not come back without waiting either".to_owned())
        }
        (_, None) => no_code(waited),
        (_, Some(true)) => Judgement::Upheld,
        (Some(true), Some(false)) => violated(waited.channel()),
        (None, Some(false)) => no_code(usual),
    }
}

/// No form that asks for a password puts it into an address.
pub(super) fn passwords_posted(observation: &Observation) -> Judgement {
    let received = observation.everything().filter_map(|exchange| exchange.received.as_ref().ok());
    let pages = received.filter(|received| received.media_type().is_some_and(|kind| kind.contains("html")));
    let forms = pages.flat_map(|page| &page.page().forms).filter(|form| form.asks_password);
    let posted: Vec<bool> = forms.map(|form| form.post).collect();
    match (posted.is_empty(), authorization(observation, 0)) {
        (_, Err(judgement)) => judgement,
        (true, Ok(_)) => Judgement::NotApplicable("no page that asks for a password was shown".to_owned()),
        (false, Ok(authorized)) if posted.contains(&false) => violated(authorized.channel()),
        (false, Ok(_)) => Judgement::Upheld,
    }
}

/// The parameters of the request.
fn asked(authorized: &Authorized) -> Parameters {
    let url = &authorized.request().sent.url;
    Parameters::parse(url.split_once('?').map_or("", |(_, query)| query))
}

fn no_code(authorized: &Authorized) -> Judgement {
    let why = authorized.because.clone().or_else(|| authorized.journey.stuck.clone());
    Judgement::Inconclusive(why.unwrap_or_else(|| "no code came where the user said yes".to_owned()))
}
