//! The authorization endpoint of a stand-in (RFC 6749 sections 3.1 and 4.1.1 to 4.1.2.1).

use super::{
    account::Account,
    callback::Asked,
    consent, order, pages, pkce,
    reply::Reply,
    request::Request,
    scope,
    state::{Grant, ServerState},
    throttle::{self, Grants},
    tokens,
    visits::Transaction,
};
use crate::{
    behaviour::{AnswerKind, Behaviour, Login, Mistake, NoneRegistered, Oddity, RegistrationGap, Unchecked},
    clock::Moment,
    protocol::{Parameters, RedirectUri, encode},
};
use url::Url;

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
    let data_centre = request.data_centre.clone();
    let forwarded = request.forwarded_host.as_ref();
    let base = match forwarded.filter(|_| behaviour.authorization.is_odd(Oddity::ForwardedHost)) {
        Some(host) => format!("https://{host}"),
        None => state.base_at(data_centre.as_deref()),
    };
    let parameters = order::read(&behaviour.authorization, parameters);
    let asked = Asked { behaviour, parameters: &parameters, issuer: &base };
    let Some(client) = parameters
        .first("client_id")
        .and_then(|id| state.client_despite(&id, behaviour, RegistrationGap::Deleted))
    else {
        return Err(Box::new(asked.unknown_client()));
    };
    let client = client.id.clone();
    if behaviour.redirect_uri.none_registered == Some(NoneRegistered::FirstUsed)
        && behaviour.client.unregistered.is_none()
        && state.redirect_uris(&client).is_empty()
        && let Some(used) = parameters.first("redirect_uri")
    {
        state.remember_redirect_uri(&client, RedirectUri::new(used));
    }
    if state.may_go_anywhere(&client, &behaviour.registration)
        && let Some(used) = parameters.first("redirect_uri")
    {
        state.remember_redirect_uri(&client, RedirectUri::new(used));
    }
    let (emitted, requested) = asked.redirect_uri(&uris, state.redirect_uris(&client), &base)?;
    let pending = Pending {
        client,
        emitted,
        requested,
        parameters: parameters.clone(),
        issuer: base.clone(),
        data_centre,
        user: parameters.first("login_hint"),
        forms_by_get: behaviour.authorization.is_odd(Oddity::FormsByGet),
    };
    match asked.mistake() {
        Some((mistake, error)) => Err(Box::new(pending.refuse_mistake(behaviour, state, mistake, &error))),
        None if !state.may_ask_for(&pending.client, "code", &behaviour.registration) => {
            Err(Box::new(pending.refuse(behaviour, state, "unauthorized_client")))
        }
        None if !state.may_reach(&pending.client, pending.scope().as_deref(), &behaviour.registration) => {
            Err(Box::new(pending.refuse(behaviour, state, "invalid_scope")))
        }
        None if pkce::is_missing(&behaviour.pkce, state.client(&pending.client), &parameters) => {
            let error = behaviour.pkce.missing.as_ref().map_or("invalid_request", |error| error.as_str());
            let error = behaviour.authorization.errors.code(Mistake::MissingChallenge, error);
            Err(Box::new(pending.refuse_mistake(behaviour, state, Mistake::MissingChallenge, error)))
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
    /// Who answers.
    issuer: String,
    /// The data centre that was asked.
    data_centre: Option<String>,
    /// Who allows it, as far as that is known: whoever the client says that it is for, until
    /// someone logs in.
    user: Option<String>,
    forms_by_get: bool,
}

impl Pending {
    /// The same, allowed by that user.
    pub(super) fn by(self, user: &str) -> Self {
        Self { user: Some(user.to_owned()), ..self }
    }

    /// The scope that is asked for, if one is named.
    pub(super) fn scope(&self) -> Option<String> {
        self.parameters.first("scope")
    }

    /// Who wants to be asked what, as `OpenID` Connect Core section 3.1.2.1 has it.
    pub(super) fn prompt(&self) -> Option<String> {
        self.parameters.first("prompt")
    }

    /// What comes of it where nobody is there to be asked: a code, or a page that asks who is there.
    pub(super) fn unattended(self, behaviour: &Behaviour, state: &mut ServerState, now: Moment) -> Reply {
        let prompt = self.prompt().unwrap_or_default();
        let heeds = state.asks && !behaviour.authorization.ignores(Unchecked::Prompt);
        let prompts = |word: &str| heeds && prompt.split(' ').any(|known| known == word);
        if prompts("consent") {
            let id = state.park(Transaction { pending: self.clone(), session: None });
            return pages::consent(&state.provider, &id, &self, consent::THE_USER);
        }
        if behaviour.authorization.login != Some(Login::AfterChecks) && !prompts("login") {
            return self.grant(behaviour, state, now);
        }
        let id = state.park(Transaction { pending: self.clone(), session: None });
        pages::login(200, &state.provider, &id, &self, "")
    }

    /// Whether the login form is sent by GET.
    pub(super) const fn forms_by_get(&self) -> bool {
        self.forms_by_get
    }

    /// The path ahead of those of the pages that ask a person.
    pub(super) fn home(&self) -> String {
        Url::parse(&self.issuer)
            .map_or_else(|_| String::new(), |url| url.path().trim_end_matches('/').to_owned())
    }

    /// The same, and the browser is sent elsewhere.
    pub(super) fn leading_to(self, emitted: String) -> Self {
        Self { emitted, ..self }
    }

    /// The same, with the state that an odd server makes of one that waited.
    pub(super) fn waited(mut self) -> Self {
        if let Some(state) = self.parameters.first("state") {
            self.parameters.set("state", &encode(&state));
        }
        self
    }

    /// Sends the browser back with a code, or where the implicit grant is known and asked for, with
    /// a token (RFC 6749 sections 4.1.2 and 4.2.2).
    pub(super) fn grant(self, behaviour: &Behaviour, state: &mut ServerState, now: Moment) -> Reply {
        if let Some(refusal) = throttle::at_authorization(behaviour, state, &self, now) {
            return refusal;
        }
        state.throttle.count(&behaviour.throttle, Grants::Codes, &self.client, now);
        let account = Account::of(behaviour, self.user.as_deref(), self.data_centre.as_deref());
        let asked = Asked { behaviour, parameters: &self.parameters, issuer: &self.issuer };
        if asked.wants_token() {
            let response = tokens::implicit(behaviour, state, (&self.client, account), self.scope(), now);
            return asked.send(&self.emitted, response, false);
        }
        let challenge = pkce::challenge(&behaviour.pkce, &self.parameters);
        let tail = pkce::tail_of_code(&behaviour.pkce, challenge.as_ref());
        let extra = asked.extra_parameters(state, &account);
        let grant = Grant {
            client: self.client,
            account,
            redirect_uri: self.requested,
            issued: now,
            uses: 0,
            first_used: None,
            first_arrived: None,
            burnt: false,
            wrong_verifiers: 0,
            challenge,
            scope: scope::granted(behaviour, asked.parameters.first("scope").as_deref()).ok().flatten(),
            offline: asked.is_offline(),
            family: None,
        };
        let code = state.issue(grant, &behaviour.code, &tail);
        let mut response = vec![("code".to_owned(), encode(&code))];
        response.extend(asked.odd_parameters(&code));
        response.extend(extra);
        asked.send(&self.emitted, response, false)
    }

    /// The refusal of a request in which something is wrong.
    fn refuse_mistake(
        &self,
        behaviour: &Behaviour,
        state: &ServerState,
        mistake: Mistake,
        error: &str,
    ) -> Reply {
        match behaviour.authorization.errors.told(mistake) {
            AnswerKind::Redirect | AnswerKind::RegisteredRedirect => {
                let asked = Asked { behaviour, parameters: &self.parameters, issuer: &self.issuer };
                asked.send_mistake(&self.emitted, mistake, error)
            }
            kind => refusal(kind, state, error),
        }
    }

    /// Sends the browser back with an error (RFC 6749 section 4.1.2.1).
    pub(super) fn refuse(&self, behaviour: &Behaviour, state: &ServerState, error: &str) -> Reply {
        let asked = Asked { behaviour, parameters: &self.parameters, issuer: &self.issuer };
        match behaviour.authorization.errors.answer {
            Some(kind @ (AnswerKind::Page | AnswerKind::OwnRedirect)) => refusal(kind, state, error),
            None | Some(AnswerKind::Redirect | AnswerKind::RegisteredRedirect) => {
                asked.send(&self.emitted, asked.error_parameters(error), true)
            }
        }
    }
}

/// A refusal that is not told to the client.
fn refusal(kind: AnswerKind, state: &ServerState, error: &str) -> Reply {
    match kind {
        AnswerKind::OwnRedirect => Reply::redirect(&format!("{}/error", state.base.trim_end_matches('/'))),
        _ => Reply::page(400, "Bad request", error),
    }
}

#[cfg(test)]
mod tests {
    use super::examine;
    use crate::{
        behaviour::{Behaviour, Duplicates, RedirectUriPolicy},
        clock::Moment,
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
                data_centre: None,
                query: Parameters::from_iter(asked),
                form: Parameters::from_iter([("redirect_uri", body)]),
                other_body: None,
                authorization: None,
                accepts_json: false,
                cookie: None,
                forwarded_host: None,
                path: String::new(),
                arrived: Moment::default(),
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
