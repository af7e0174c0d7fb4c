//! How responses that go to the client are judged, codes and errors alike.

use crate::{
    evidence::{Channel, Exit, Observation},
    protocol::{ErrorCode, Parameter, Parameters},
    rules::{
        answered::{Told, authorization, to_client, told, violated},
        judgement::Judgement,
    },
};

/// The error is one of those that are registered.
pub(super) fn code_registered(observation: &Observation) -> Judgement {
    of_error(observation, |exit| {
        exit.error().map(|error| ErrorCode::new(error).is_registered_for_authorization())
    })
}

/// The error holds characters of RFC 6749 appendix A.7 only.
pub(super) fn error_charset(observation: &Observation) -> Judgement {
    of_error(observation, |exit| exit.error().map(|error| !error.is_empty() && is_plain(&error)))
}

/// The description holds characters of RFC 6749 appendix A.8 only.
pub(super) fn description_charset(observation: &Observation) -> Judgement {
    of_error(observation, |exit| exit.parameters.first("error_description").map(|text| is_plain(&text)))
}

/// The URI of the error is one, absolute or relative (RFC 3986 section 4.1).
pub(super) fn uri_syntax(observation: &Observation) -> Judgement {
    of_error(observation, |exit| exit.parameters.first("error_uri").map(|uri| is_uri_reference(&uri)))
}

/// A response holds a code or an error, and never both or neither.
pub(super) fn code_or_error(observation: &Observation) -> Judgement {
    of_responses(observation, |exit, _| {
        let has = |name: &str| exit.parameters.first(name).is_some_and(|value| !value.is_empty());
        has("error") != (has("code") || has("access_token"))
    })
}

/// No response parameter is there twice.
pub(super) fn once(observation: &Observation) -> Judgement {
    of_responses(observation, |exit, registered| {
        let own = Parameters::parse(registered.split_once('?').map_or("", |(_, query)| query));
        let names: Vec<String> = exit.parameters.iter().map(Parameter::decoded_name).collect();
        let came = |name: &String| names.iter().filter(|other| *other == name).count();
        names.iter().all(|name| came(name) <= own.all(name).len().max(1))
    })
}

/// What is added to the redirect URI is form-encoded, as far as anything can be read otherwise.
pub(super) fn encoded(observation: &Observation) -> Judgement {
    of_responses(observation, |exit, registered| {
        let added = exit
            .target
            .strip_prefix(registered)
            .unwrap_or_else(|| exit.target.split_once(['?', '#']).map_or("", |(_, response)| response));
        exit.channel == Channel::FormPost || is_encoded(added)
    })
}

/// The code travels in the query and nothing of the response in the fragment.
pub(super) fn in_query_only(observation: &Observation) -> Judgement {
    of_code(observation, |exit, _| match exit.channel {
        Channel::FormPost => None,
        Channel::Fragment | Channel::Token => Some(false),
        Channel::Query => {
            let fragment = Parameters::parse(exit.target.split_once('#').map_or("", |(_, after)| after));
            let response = ["code", "state", "error", "access_token", "id_token"];
            Some(response.iter().all(|name| fragment.first(name).is_none()))
        }
    })
}

/// The code goes to the registered redirect URI, byte for byte, with the response behind it.
pub(crate) fn at_registered(observation: &Observation) -> Judgement {
    of_code(observation, |exit, registered| {
        let rest = exit.target.strip_prefix(registered);
        Some(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '&', '#'])))
    })
}

/// A form that brings the code is posted, to the redirect URI, with the exact state, if with any:
/// other rules mind its absence.
pub(super) fn form_shape(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    let exit = match told(observation, 0) {
        Err(judgement) => return judgement,
        Ok(Told::Login) => return Judgement::NotAsked(NO_CODE.to_owned()),
        Ok(Told::Code(exit)) if exit.channel == Channel::FormPost => exit,
        Ok(_) => return Judgement::NotApplicable("the server does not answer by form_post".to_owned()),
    };
    let page = authorized.answer().received.as_ref().map(crate::evidence::Received::page);
    let posted = page.is_ok_and(|page| page.forms.iter().any(|form| form.post && form.action == exit.target));
    let sent =
        Parameters::parse(authorized.request().sent.url.split_once('?').map_or("", |(_, query)| query));
    let came = exit.parameters.all("state");
    if posted && (came.is_empty() || came == sent.all("state")) {
        Judgement::Upheld
    } else {
        violated(Channel::FormPost)
    }
}

/// Judges each error that went to the client; nothing where it lacks what is looked at.
fn of_error(observation: &Observation, holds: impl Fn(&Exit) -> Option<bool>) -> Judgement {
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Error(exit)) => match holds(exit) {
            Some(true) => Judgement::Upheld,
            Some(false) => violated(exit.channel),
            None => Judgement::NotApplicable("the error comes without it".to_owned()),
        },
        Ok(_) => Judgement::NotApplicable("no error went to the client".to_owned()),
    }
}

/// Judges each response that went to the client, beside the redirect URI it was meant for.
fn of_responses(observation: &Observation, holds: impl Fn(&Exit, &str) -> bool) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    let registered = observation.subject.mutant.registered.uri.as_str();
    let mut exits = to_client(observation, authorized).peekable();
    if exits.peek().is_none() {
        return match told(observation, 0) {
            Err(judgement) => judgement,
            Ok(_) => Judgement::NotApplicable("no response went to the client".to_owned()),
        };
    }
    match exits.find(|exit| !holds(exit, registered)) {
        Some(exit) => violated(exit.channel),
        None => Judgement::Upheld,
    }
}

/// Judges the response that brought a code, beside the redirect URI it was meant for.
fn of_code(observation: &Observation, holds: impl Fn(&Exit, &str) -> Option<bool>) -> Judgement {
    let registered = observation.subject.mutant.registered.uri.as_str();
    match told(observation, 0) {
        Err(judgement) => judgement,
        Ok(Told::Code(exit)) => match holds(exit, registered) {
            Some(true) => Judgement::Upheld,
            Some(false) => violated(exit.channel),
            None => Judgement::NotApplicable("the code came in a form".to_owned()),
        },
        Ok(Told::Login) => Judgement::NotAsked(NO_CODE.to_owned()),
        Ok(_) => Judgement::Inconclusive("an ordinary request was refused".to_owned()),
    }
}

const NO_CODE: &str = "a callback with a code is needed, and none came without a login";

/// The characters that RFC 6749 appendices A.7 and A.8 allow.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' '..='~') && !matches!(c, '"' | '\\'))
}

/// Whether a text can be a URI or a relative reference (RFC 3986 sections 2 and 4.1).
fn is_uri_reference(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    !text.is_empty() && text.chars().all(allowed) && text.matches('#').count() <= 1 && escapes_hold(text)
}

/// Whether nothing stands there that a form decoder may read otherwise (RFC 6749 appendix B).
fn is_encoded(text: &str) -> bool {
    let bare = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    text.chars().all(bare) && escapes_hold(text)
}

/// Whether two hex digits follow each percent sign.
fn escapes_hold(text: &str) -> bool {
    let mut pieces = text.split('%').skip(1);
    pieces.all(|piece| piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::{is_encoded, is_plain, is_uri_reference};

    #[test]
    fn characters_are_those_of_the_appendices() {
        assert!(is_plain("the request is not in order!"));
        assert!(!is_plain("not \"known\"") && !is_plain("a\\b") && !is_plain("a\nb") && !is_plain("\u{e9}"));
        assert!(is_uri_reference("https://auth.example/errors#a") && is_uri_reference("/errors?a=%20"));
        assert!(!is_uri_reference("not a uri") && !is_uri_reference("/a#b#c") && !is_uri_reference("/%2"));
        assert!(is_encoded("?code=a&state=a%2Bb+c") && !is_encoded("?error=a&error_description=a b"));
    }
}
