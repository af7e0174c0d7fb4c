//! How the authorization endpoint bears odd requests.

use crate::{
    evidence::{Channel, Observation},
    mutation::Severity,
    protocol::Parameters,
    rules::{
        answered::{Told, authorization, holds, later, told, violated},
        judgement::{Judgement, Violation},
    },
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

/// The request is answered like any other.
pub(super) fn goes_on(observation: &Observation) -> Judgement {
    match (authorization(observation, 0), told(observation, 0)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(authorized), Ok(told)) => holds(told.goes_on(), authorized),
    }
}

/// No code comes; a page that may be a login says nothing yet.
pub(super) fn no_code(observation: &Observation) -> Judgement {
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Code(exit)) => violated(exit.channel),
        Ok(Told::Error(_) | Told::Page) => Judgement::Upheld,
        Ok(Told::Login) => later(),
    }
}

/// No code comes for the first request, unless one comes for the second too, in which there is
/// nothing to take for the right one.
pub(super) fn case_matters(observation: &Observation) -> Judgement {
    match (no_code(observation), told(observation, 1)) {
        (Judgement::Violated(_), Ok(Told::Code(_))) => {
            Judgement::NotApplicable("a code comes without any response type that counts".to_owned())
        }
        (Judgement::Violated(_), Err(judgement)) | (judgement, _) => judgement,
    }
}

/// A request in which a parameter is repeated brings no code; there may be none to repeat.
pub(super) fn repeated_refused(observation: &Observation) -> Judgement {
    let sent = authorization(observation, 0).map(|authorized| authorized.request().sent.url.clone());
    let parameters = match sent {
        Err(judgement) => return judgement,
        Ok(url) => Parameters::parse(url.split_once('?').map_or("", |(_, query)| query)),
    };
    let mut names = parameters.iter().map(crate::protocol::Parameter::decoded_name);
    if names.any(|name| parameters.all(&name).len() > 1) {
        no_code(observation)
    } else {
        Judgement::NotApplicable("an ordinary request holds no such parameter to repeat".to_owned())
    }
}

/// No code comes, and an error that goes to the client says what is wrong.
pub(super) fn missing_type(observation: &Observation) -> Judgement {
    refused_as(observation, &["invalid_request", "unsupported_response_type"])
}

/// No code comes, and an error that goes to the client says what is wrong.
pub(super) fn unknown_type(observation: &Observation) -> Judgement {
    refused_as(observation, &["unsupported_response_type"])
}

fn refused_as(observation: &Observation, codes: &[&str]) -> Judgement {
    match told(observation, 0) {
        Ok(Told::Error(exit)) => {
            let named = exit.error().is_some_and(|error| codes.contains(&error.as_str()));
            if named { Judgement::Upheld } else { violated(exit.channel) }
        }
        _ => no_code(observation),
    }
}

/// A request with empty parameters, the second, is answered as the first is, which lacks them.
pub(super) fn as_if_omitted(observation: &Observation) -> Judgement {
    let (without, empty) = match (told(observation, 0), told(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => return judgement,
        (Ok(without), Ok(empty)) => (without, empty),
    };
    let states = |told: &Told<'_>| match told {
        Told::Code(exit) => exit.parameters.all("state").iter().filter(|state| !state.is_empty()).count(),
        _ => 0,
    };
    match (&without, &empty) {
        (Told::Error(_) | Told::Page, Told::Login) => later(),
        _ if without.goes_on() == empty.goes_on() && states(&without) == states(&empty) => Judgement::Upheld,
        _ => violated(Channel::Query),
    }
}

/// No access token comes out of the authorization endpoint.
pub(super) fn no_token(observation: &Observation) -> Judgement {
    match token_exit(observation) {
        Err(judgement) => judgement,
        Ok(Some(channel)) => violated(channel),
        Ok(None) => refused_or(observation, || Judgement::Upheld),
    }
}

/// An access token that comes is not in the query.
pub(super) fn no_token_in_query(observation: &Observation) -> Judgement {
    match token_exit(observation) {
        Err(judgement) => judgement,
        Ok(Some(Channel::Query)) => violated(Channel::Query),
        Ok(Some(_)) => Judgement::Upheld,
        Ok(None) => {
            refused_or(observation, || Judgement::NotApplicable("a code came instead of a token".to_owned()))
        }
    }
}

/// Where an access token travels, if one comes.
fn token_exit(observation: &Observation) -> Result<Option<Channel>, Judgement> {
    let exits = &authorization(observation, 0)?.exits;
    let brings = |value: Option<String>| value.is_some_and(|token| !token.is_empty());
    let exit = exits.iter().find(|exit| brings(exit.parameters.first("access_token")));
    Ok(exit.map(|exit| exit.channel))
}

fn refused_or(observation: &Observation, on_code: impl FnOnce() -> Judgement) -> Judgement {
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Error(_) | Told::Page) => Judgement::Upheld,
        Ok(Told::Code(_)) => on_code(),
        Ok(Told::Login) => later(),
    }
}

/// The error of a request whose client and redirect URI are good goes to the client.
pub(super) fn error_to_client(observation: &Observation) -> Judgement {
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Error(_)) => Judgement::Upheld,
        Ok(Told::Page) => violated(Channel::Query),
        Ok(Told::Code(_)) => Judgement::NotApplicable("a code came instead of an error".to_owned()),
        Ok(Told::Login) => later(),
    }
}

/// Where an ordinary request, the first, meets a login, one with an error does too, or is told to
/// the user: its error does not go to the client before.
pub(super) fn login_before_error(observation: &Observation) -> Judgement {
    let ordinary = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(ordinary) => ordinary,
    };
    let known = ordinary.request().sent.headers.iter().any(|(name, _)| *name == "cookie");
    if known || !ordinary.journey.walk.is_empty() {
        return Judgement::NotApplicable("the browser may be logged in already".to_owned());
    }
    match (told(observation, 0), told(observation, 1)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(Told::Login), Ok(Told::Error(exit))) => violated(exit.channel),
        (Ok(Told::Login), Ok(Told::Code(_))) => {
            Judgement::Inconclusive("a code came where an ordinary request meets a login".to_owned())
        }
        (Ok(Told::Code(_) | Told::Login), Ok(_)) => Judgement::Upheld,
        (Ok(Told::Error(_) | Told::Page), Ok(_)) => {
            Judgement::Inconclusive("the control, an ordinary request, was refused".to_owned())
        }
    }
}
