//! The authorization endpoint of a stand-in (RFC 6749 sections 3.1 and 4.1.1 to 4.1.2.1).

use super::{
    pkce,
    reply::Reply,
    request::Request,
    state::{Grant, ServerState},
};
use crate::{
    behaviour::{AnswerKind, Behaviour, MismatchAnswer, NoneRegistered, Requested, StateEcho},
    clock::Moment,
    protocol::{Parameters, RedirectUri, decode_percent, encode},
};

/// Looks at a request before anyone is asked: it is in order, or it is answered at once.
pub(super) fn examine(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
) -> Result<Pending, Box<Reply>> {
    let body = if request.method == "POST" { request.form.clone() } else { Parameters::default() };
    let uris = [&request.query, &body].map(|place| place.all("redirect_uri"));
    let mut parameters = request.query.clone();
    parameters.extend(body);
    let asked = Asked { behaviour, parameters: &parameters };
    let Some(client) = parameters.first("client_id").and_then(|id| state.client(&id)) else {
        return Err(Box::new(asked.unknown_client()));
    };
    let client = client.id.clone();
    if behaviour.redirect_uri.none_registered == Some(NoneRegistered::FirstUsed)
        && state.redirect_uris(&client).is_empty()
        && let Some(used) = parameters.first("redirect_uri")
    {
        state.remember_redirect_uri(&client, RedirectUri::new(used));
    }
    let (emitted, requested) = asked.redirect_uri(&uris, state.redirect_uris(&client), &state.base)?;
    let pending = Pending { client, emitted, requested, parameters: parameters.clone() };
    match asked.error() {
        Some(error) => Err(Box::new(pending.refuse(behaviour, error))),
        None if pkce::is_missing(&behaviour.pkce, state.client(&pending.client), &parameters) => {
            let error = behaviour.pkce.missing.as_ref().map_or("invalid_request", |error| error.as_str());
            Err(Box::new(pending.refuse(behaviour, error)))
        }
        None => Ok(pending),
    }
}

/// A request that is in order: whether its client gets a code is now for someone to say.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) client: String,
    /// Where the browser will be sent.
    pub(super) emitted: String,
    /// The redirect URI as it was requested; none if omitted.
    requested: Option<String>,
    parameters: Parameters,
}

impl Pending {
    /// The scope that is asked for, if one is named.
    pub(super) fn scope(&self) -> Option<String> {
        self.parameters.first("scope")
    }

    /// Who wants to be asked what, as `OpenID` Connect Core section 3.1.2.1 has it.
    pub(super) fn prompt(&self) -> Option<String> {
        self.parameters.first("prompt")
    }

    /// Sends the browser back with a code.
    pub(super) fn grant(self, behaviour: &Behaviour, state: &mut ServerState, now: Moment) -> Reply {
        let asked = Asked { behaviour, parameters: &self.parameters };
        let challenge = pkce::challenge(&behaviour.pkce, &self.parameters);
        let tail = pkce::tail_of_code(&behaviour.pkce, challenge.as_ref());
        let grant = Grant {
            client: self.client,
            redirect_uri: self.requested,
            issued: now,
            uses: 0,
            first_used: None,
            burnt: false,
            wrong_verifiers: 0,
            challenge,
            scope: asked.parameters.first("scope"),
            offline: asked.is_offline(),
            family: None,
        };
        let code = state.issue(grant, &tail);
        let mut response = vec![("code".to_owned(), encode(&code))];
        response.extend(asked.extra_parameters(&state.base));
        asked.send(&self.emitted, response, false)
    }

    /// Sends the browser back with an error (RFC 6749 section 4.1.2.1).
    pub(super) fn refuse(&self, behaviour: &Behaviour, error: &str) -> Reply {
        let asked = Asked { behaviour, parameters: &self.parameters };
        asked.send(&self.emitted, [("error".to_owned(), encode(error))].into(), true)
    }
}

/// A request, and the behaviour it meets.
struct Asked<'a> {
    behaviour: &'a Behaviour,
    parameters: &'a Parameters,
}

impl Asked<'_> {
    /// Where the browser will be sent, and what was requested; or the refusal.
    fn redirect_uri(
        &self,
        [query, body]: &[Vec<String>; 2],
        registered: &[RedirectUri],
        base: &str,
    ) -> Result<(String, Option<String>), Box<Reply>> {
        let policy = &self.behaviour.redirect_uri;
        let refuse = |requested: &str| Err(Box::new(self.mismatch(requested, base)));
        match policy.intake(query, body) {
            Requested::One(requested) => match policy.admits(registered, &requested) {
                Some(admission) => Ok((admission.emitted, Some(requested))),
                None => refuse(&requested),
            },
            Requested::Missing => match policy.default_of(registered) {
                Some(uri) => Ok((uri.to_string(), None)),
                None => Err(Box::new(Reply::page(400, "Bad request", "The redirect_uri is missing."))),
            },
            Requested::Several => {
                Err(Box::new(Reply::page(400, "Bad request", "The redirect_uri is given more than once.")))
            }
        }
    }

    fn mismatch(&self, requested: &str, base: &str) -> Reply {
        let policy = &self.behaviour.redirect_uri;
        if let (Some(second), Some(error)) = (&policy.second_error, self.error())
            && second.redirects(error)
        {
            return self.send(requested, vec![("error".to_owned(), encode(error))], true);
        }
        let page = MismatchAnswer::page();
        let answer = policy.mismatch.at_authorization.as_ref().unwrap_or(&page);
        match answer.answer {
            AnswerKind::Page => {
                let title = answer.title.as_deref().unwrap_or("Invalid redirect URI");
                Reply::page(
                    answer.status.unwrap_or(400),
                    title,
                    "The redirect URI is not registered for this client.",
                )
            }
            AnswerKind::OwnRedirect => {
                let to = answer.to.as_deref().unwrap_or("/error");
                Reply::redirect(&format!("{}{to}", base.trim_end_matches('/')))
            }
            AnswerKind::Redirect => {
                let error = answer.error.as_ref().map_or("invalid_request", |error| error.as_str());
                self.send(requested, vec![("error".to_owned(), encode(error))], true)
            }
        }
    }

    fn unknown_client(&self) -> Reply {
        let requested = self.parameters.first("redirect_uri");
        match (self.behaviour.authorization.unknown_client_redirects, requested) {
            (Some(true), Some(requested)) => {
                self.send(&requested, vec![("error".to_owned(), "unauthorized_client".to_owned())], true)
            }
            _ => Reply::page(400, "Unknown client", "There is no such client."),
        }
    }

    /// The error of a request whose client and redirect URI are in order.
    fn error(&self) -> Option<&'static str> {
        let first = |name: &str| self.parameters.first(name).filter(|value| !value.is_empty());
        let once = ["client_id", "response_type", "scope", "state", "response_mode"];
        if once.iter().chain(pkce::once(&self.behaviour.pkce)).any(|name| self.parameters.all(name).len() > 1)
        {
            return Some("invalid_request");
        }
        match first("response_type").as_deref() {
            Some("code") => {}
            Some(_) => return Some("unsupported_response_type"),
            None => return Some("invalid_request"),
        }
        let known = |scope: &str| match &self.behaviour.authorization.scopes {
            Some(scopes) => scopes.iter().any(|known| known == scope),
            None => true,
        };
        if first("scope").is_some_and(|scope| !scope.split(' ').all(known)) {
            return Some("invalid_scope");
        }
        let mode = first("response_mode")
            .is_none_or(|mode| matches!(mode.as_str(), "query" | "fragment" | "form_post"));
        let method = pkce::is_understood(&self.behaviour.pkce, self.parameters);
        let state = self.behaviour.state.required != Some(true) || first("state").is_some();
        (!mode || !method || !state).then_some("invalid_request")
    }

    /// Whether a refresh token is asked for: as `OpenID` Connect Core section 11 has it, or as
    /// providers do that have no scope for it.
    fn is_offline(&self) -> bool {
        let scope = self.parameters.first("scope").unwrap_or_default();
        scope.split(' ').any(|scope| scope == "offline_access")
            || self.parameters.first("access_type").as_deref() == Some("offline")
    }

    fn extra_parameters(&self, base: &str) -> Vec<(String, String)> {
        let extra = self.behaviour.authorization.callback.iter();
        extra.map(|(name, value)| (encode(name), encode(&value.replace("{base}", base)))).collect()
    }

    /// The `state` as it goes back on the wire, if any does.
    fn state(&self, is_error: bool) -> Option<String> {
        let Some(sent) = self.parameters.first("state").filter(|state| !state.is_empty()) else {
            return self.behaviour.state.when_absent.as_deref().map(encode);
        };
        let echo = self.behaviour.state.echo.unwrap_or(StateEcho::Exact);
        match echo {
            _ if is_error => Some(encode(&sent)),
            StateEcho::Exact => Some(encode(&sent)),
            StateEcho::Absent => None,
            StateEcho::DecodedAgain => {
                Some(encode(&String::from_utf8_lossy(&decode_percent(sent.as_bytes()))))
            }
            StateEcho::Unencoded => Some(sent),
            StateEcho::Truncated => Some(encode(&sent.chars().take(128).collect::<String>())),
        }
    }

    /// Sends the browser to `target` with `response`, in the response mode asked for.
    fn send(&self, target: &str, mut response: Vec<(String, String)>, is_error: bool) -> Reply {
        response.extend(self.state(is_error).map(|state| ("state".to_owned(), state)));
        let mut parameters = Parameters::default();
        for (name, value) in response {
            parameters.push_raw(name, value);
        }
        match self.parameters.first("response_mode").as_deref() {
            Some("form_post") => Reply::form_post(target, &parameters),
            Some("fragment") => {
                let before = target.split('#').next().unwrap_or_default();
                Reply::redirect(&format!("{before}#{parameters}"))
            }
            _ => Reply::redirect(&with_query(target, &parameters)),
        }
    }
}

/// `target` with `parameters` added to its query, which it keeps (RFC 6749 section 3.1.2).
fn with_query(target: &str, parameters: &Parameters) -> String {
    let (before, fragment) =
        target.split_once('#').map_or((target, None), |(before, fragment)| (before, Some(fragment)));
    let separator = if !before.contains('?') {
        "?"
    } else if before.ends_with(['?', '&']) {
        ""
    } else {
        "&"
    };
    let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
    format!("{before}{separator}{parameters}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::examine;
    use crate::{
        behaviour::{Behaviour, Duplicates, RedirectUriPolicy},
        protocol::Parameters,
        stand_in::{Endpoint, Request, ServerState, usual_clients},
    };

    #[test]
    fn which_of_two_places_counts_is_what_a_behaviour_states() {
        let taken = |duplicate, query: &str, body: &str| {
            let mut state = ServerState::new("http://127.0.0.1:1", usual_clients(), "salt");
            let asked = [("response_type", "code"), ("client_id", "app"), ("redirect_uri", query)];
            let request = Request {
                method: "POST".to_owned(),
                endpoint: Endpoint::Authorization,
                query: Parameters::from_iter(asked),
                form: Parameters::from_iter([("redirect_uri", body)]),
                authorization: None,
                cookie: None,
            };
            let redirect_uri =
                RedirectUriPolicy { duplicate: Some(duplicate), ..RedirectUriPolicy::default() };
            let behaviour = Behaviour { redirect_uri, ..Behaviour::default() };
            examine(&behaviour, &mut state, &request).is_ok()
        };
        let (good, evil) = ("https://app.example/callback", "https://evil.example/callback");
        assert!(taken(Duplicates::QueryThenBody, good, evil));
        assert!(!taken(Duplicates::QueryThenBody, evil, good));
        assert!(taken(Duplicates::BodyThenQuery, evil, good));
        assert!(!taken(Duplicates::BodyThenQuery, good, evil));
        assert!(!taken(Duplicates::Refuse, good, good));
    }
}
