//! What arrives where a browser is sent, and what stays on a page of the server's own.

use super::plan::MARKUP;
use crate::{
    evidence::{Exit, Observation, Received},
    protocol::{Parameters, RedirectUri},
    rules::{
        answered::{Told, authorization, later, told, violated},
        judgement::{Judgement, granted_at},
    },
};

/// Every parameter of the registered query is among those of each response that goes to the
/// client, as it was written and in its place. Where the response comes in a form, the address
/// of the form has the query.
pub(super) fn query_retained(observation: &Observation) -> Judgement {
    let registered = query_of(&observation.subject.mutant.registered.uri);
    if registered.iter().next().is_none() {
        return Judgement::NotApplicable("no registered redirect URI has a query".to_owned());
    }
    let mut arrived = 0;
    for nth in 0..observation.authorizations().count() {
        match told(observation, nth) {
            Err(judgement) => return judgement,
            Ok(Told::Code(exit) | Told::Error(exit)) if !keeps(exit, &registered) => {
                return violated(exit.channel);
            }
            Ok(Told::Code(_) | Told::Error(_)) => arrived += 1,
            Ok(Told::Page | Told::Login) => {}
        }
    }
    match (arrived, authorization(observation, 0)) {
        (_, Err(judgement)) => judgement,
        (0, Ok(_)) => Judgement::Inconclusive("nothing went to the client without a login".to_owned()),
        _ => Judgement::Upheld,
    }
}

fn query_of(uri: &RedirectUri) -> Parameters {
    let bare = uri.as_str().split('#').next().unwrap_or_default();
    Parameters::parse(bare.split_once('?').map_or("", |(_, query)| query))
}

/// Whether the target of an exit begins its query with these parameters.
fn keeps(exit: &Exit, registered: &Parameters) -> bool {
    let arrived = query_of(&RedirectUri::new(&exit.target));
    let written = |parameters: &Parameters| -> Vec<(String, String)> {
        parameters.iter().map(|one| (one.name.clone(), one.value.clone())).collect()
    };
    written(&arrived).starts_with(&written(registered))
}

/// No page that is shown holds what was asked as markup; what is no HTML has none.
pub(super) fn nothing_as_markup(observation: &Observation) -> Judgement {
    let tag = &MARKUP[MARKUP.find('<').unwrap_or_default()..];
    let holds = |received: &Received| {
        let html = received.media_type().is_none_or(|kind| kind.contains("html"));
        html && String::from_utf8_lossy(&received.body).contains(tag)
    };
    let mut pages = observation.everything().filter_map(|exchange| exchange.received.as_ref().ok());
    if pages.any(holds) {
        return Judgement::violated_at(crate::evidence::Channel::Query);
    }
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Login) => later(),
        Ok(_) => Judgement::Upheld,
    }
}

/// Where the redirect URI is refused by a page of the server's own, that page says something.
pub(super) fn user_told(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    match (told(observation, 0), &authorized.answer().received) {
        (Err(judgement), _) => judgement,
        (Ok(Told::Login), _) => later(),
        (Ok(Told::Page), Ok(received)) if (200..300).contains(&received.status) || received.status >= 400 => {
            if received.body.iter().any(u8::is_ascii_graphic) {
                Judgement::Upheld
            } else {
                violated(authorized.channel())
            }
        }
        (Ok(Told::Page), _) => Judgement::NotApplicable(
            "the server tells it elsewhere, on a page that was not fetched".to_owned(),
        ),
        (Ok(Told::Code(_) | Told::Error(_)), _) => {
            Judgement::NotApplicable("the redirect URI was not refused on a page".to_owned())
        }
    }
}

/// The first redemption, without a redirect URI, brings a token as the second does.
pub(super) fn token_without(observation: &Observation) -> Judgement {
    match (granted_at(observation, 1), granted_at(observation, 3)) {
        (Ok(true), _) => Judgement::Upheld,
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(false), Ok(true)) => Judgement::holds(false),
        (Ok(false), Ok(false)) => {
            Judgement::Inconclusive("an ordinary redemption was refused too".to_owned())
        }
    }
}
