//! The authorization endpoint of a stand-in (RFC 6749 sections 3.1 and 4.1.1 to 4.1.2.1).

use super::{
    account::Account,
    consent, dress, issuer, order, pages, pkce,
    reply::Reply,
    request::Request,
    scope,
    state::{Grant, ServerState},
    throttle::{self, Grants},
    tokens,
    visits::Transaction,
};
use crate::{
    behaviour::{
        AnswerKind, Behaviour, Login, MismatchAnswer, NoneRegistered, Oddity, PkceGap, RegistrationGap,
        Requested, StateEcho, Unchecked, Unregistered,
    },
    clock::Moment,
    protocol::{Parameters, RedirectUri, decode_percent, encode},
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
    match asked.error() {
        Some(error) => Err(Box::new(pending.refuse(behaviour, state, error))),
        None if !state.may_ask_for(&pending.client, "code", &behaviour.registration) => {
            Err(Box::new(pending.refuse(behaviour, state, "unauthorized_client")))
        }
        None if !state.may_reach(&pending.client, pending.scope().as_deref(), &behaviour.registration) => {
            Err(Box::new(pending.refuse(behaviour, state, "invalid_scope")))
        }
        None if pkce::is_missing(&behaviour.pkce, state.client(&pending.client), &parameters) => {
            let error = behaviour.pkce.missing.as_ref().map_or("invalid_request", |error| error.as_str());
            Err(Box::new(pending.refuse(behaviour, state, error)))
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
        let prompts = |word: &str| state.asks && prompt.split(' ').any(|known| known == word);
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

    /// Sends the browser back with an error (RFC 6749 section 4.1.2.1).
    pub(super) fn refuse(&self, behaviour: &Behaviour, state: &ServerState, error: &str) -> Reply {
        let asked = Asked { behaviour, parameters: &self.parameters, issuer: &self.issuer };
        match behaviour.authorization.errors.answer {
            Some(AnswerKind::Page) => Reply::page(400, "Bad request", error),
            Some(AnswerKind::OwnRedirect) => {
                Reply::redirect(&format!("{}/error", state.base.trim_end_matches('/')))
            }
            None | Some(AnswerKind::Redirect | AnswerKind::RegisteredRedirect) => {
                asked.send(&self.emitted, asked.error_parameters(error), true)
            }
        }
    }
}

/// A request, and the behaviour it meets.
struct Asked<'a> {
    behaviour: &'a Behaviour,
    parameters: &'a Parameters,
    issuer: &'a str,
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
        let refuse = |requested: &str| Err(Box::new(self.mismatch(requested, registered, base)));
        if registered.is_empty() && self.behaviour.client.unregistered == Some(Unregistered::Mismatch) {
            let requested = query.iter().chain(body).next();
            return refuse(requested.map_or("", String::as_str));
        }
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

    fn mismatch(&self, requested: &str, registered: &[RedirectUri], base: &str) -> Reply {
        let policy = &self.behaviour.redirect_uri;
        if let (Some(second), Some(error)) = (&policy.second_error, self.error())
            && second.redirects(error)
        {
            return self.send(requested, vec![("error".to_owned(), encode(error))], true);
        }
        let page = MismatchAnswer::page();
        let leads_nowhere = |answer: &&MismatchAnswer| {
            answer.answer == AnswerKind::RegisteredRedirect && registered.is_empty()
        };
        let stated = policy.mismatch.at_authorization.as_ref();
        let answer = stated.filter(|answer| !leads_nowhere(answer)).unwrap_or(&page);
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
            AnswerKind::Redirect | AnswerKind::RegisteredRedirect => {
                let error = answer.error.as_ref().map_or("invalid_request", |error| error.as_str());
                let to = registered.first().filter(|_| answer.answer == AnswerKind::RegisteredRedirect);
                let to = to.map_or(requested, RedirectUri::as_str);
                self.send(to, vec![("error".to_owned(), encode(error))], true)
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
    fn error(&self) -> Option<&str> {
        let first = |name: &str| self.parameters.first(name).filter(|value| !value.is_empty());
        let spared = [
            (self.behaviour.state.accepts_duplicates == Some(true)).then_some("state"),
            self.behaviour.pkce.skips(PkceGap::DuplicateChallenge).then_some("code_challenge"),
        ];
        if let Some(error) = order::error(&self.behaviour.authorization, self.parameters, spared) {
            return Some(error);
        }
        if let Err(error) = scope::granted(self.behaviour, first("scope").as_deref()) {
            return Some(error);
        }
        let method = pkce::is_understood(&self.behaviour.pkce, self.parameters);
        let state = self.behaviour.state.required != Some(true) || first("state").is_some();
        (!method || !state).then_some("invalid_request")
    }

    /// Whether a refresh token is asked for: as `OpenID` Connect Core section 11 has it, or as
    /// providers do that have no scope for it.
    fn is_offline(&self) -> bool {
        let scope = self.parameters.first("scope").unwrap_or_default();
        scope.split(' ').any(|scope| scope == "offline_access")
            || self.parameters.first("access_type").as_deref() == Some("offline")
    }

    /// What a callback carries beside the usual: texts in which the user, the data centre of the
    /// user and its base URL have their places.
    fn extra_parameters(&self, state: &ServerState, account: &Account) -> Vec<(String, String)> {
        let data_centre = account.data_centre.as_deref();
        let base = state.base_at(data_centre);
        let name = data_centre.or_else(|| self.behaviour.data_centres.home()).unwrap_or_default();
        let places = [("{base}", base.as_str()), ("{data_centre}", name), ("{user}", &account.user)];
        let filled = |value: &String| {
            places.iter().fold(value.clone(), |text, (place, with)| text.replace(place, with))
        };
        let extra = self.behaviour.authorization.callback.iter();
        extra.map(|(name, value)| (encode(name), encode(&filled(value)))).collect()
    }

    /// Whether a token is asked for instead of a code.
    fn wants_token(&self) -> bool {
        let policy = &self.behaviour.authorization;
        policy.knows("token") && order::response_type(policy, self.parameters).as_deref() == Some("token")
    }

    /// What stands beside a code on an odd server.
    fn odd_parameters(&self, code: &str) -> Vec<(String, String)> {
        let policy = &self.behaviour.authorization;
        let odd = [(Oddity::RepeatedCode, "code", code), (Oddity::ErrorBesideCode, "error", "server_error")];
        let odd = odd.iter().filter(|(oddity, ..)| policy.is_odd(*oddity));
        odd.map(|(_, name, value)| ((*name).to_owned(), encode(value))).collect()
    }

    fn error_parameters(&self, error: &str) -> Vec<(String, String)> {
        let policy = &self.behaviour.authorization;
        let bare = policy.is_odd(Oddity::BareDescription);
        let description = policy.errors.description.as_ref();
        let description = description.map(|text| if bare { text.clone() } else { encode(text) });
        let members = [
            ("error", Some(encode(error))),
            ("error_description", description),
            ("error_uri", policy.errors.uri.as_deref().map(encode)),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// The `state` as it goes back on the wire, if any does.
    fn state(&self, is_error: bool) -> Option<String> {
        let policy = &self.behaviour.state;
        let counts = |state: &String| policy.echoes_empty == Some(true) || !state.is_empty();
        let Some(sent) = self.parameters.first("state").filter(counts) else {
            return policy.when_absent.as_deref().map(encode);
        };
        let echo = if is_error { policy.on_error } else { policy.echo };
        echoed(echo.unwrap_or(StateEcho::Exact), sent)
    }

    /// Sends the browser to `target` with `response`, in the response mode asked for.
    fn send(&self, target: &str, mut response: Vec<(String, String)>, is_error: bool) -> Reply {
        response.extend(self.state(is_error).map(|state| ("state".to_owned(), state)));
        let requested = self.parameters.first("iss");
        let issuers = issuer::values(self.behaviour, self.issuer, requested, is_error);
        response.extend(issuers.iter().map(|issuer| ("iss".to_owned(), encode(issuer))));
        let mut parameters = Parameters::default();
        for (name, value) in response {
            parameters.push_raw(name, value);
        }
        let policy = &self.behaviour.authorization;
        let target = match target.split_once(':') {
            Some((scheme, rest)) if policy.is_odd(Oddity::UpperCaseScheme) => {
                format!("{}:{rest}", scheme.to_ascii_uppercase())
            }
            _ => target.to_owned(),
        };
        let target = match target.split_once('?') {
            Some((place, _)) if policy.is_odd(Oddity::ReplacedQuery) => place.to_owned(),
            _ => target,
        };
        let mode = self.parameters.first("response_mode").filter(|mode| !mode.is_empty());
        let reply = match mode.as_deref() {
            Some("form_post") => Reply::form_post(&target, &parameters, policy.is_odd(Oddity::BareForm)),
            None if self.wants_token() => Reply::redirect(&with_fragment(&target, &parameters)),
            Some("fragment") => Reply::redirect(&with_fragment(&target, &parameters)),
            _ if policy.is_odd(Oddity::CodeInFragment) && !is_error => {
                Reply::redirect(&with_fragment(&target, &parameters))
            }
            _ => Reply::redirect(&with_query(&target, &parameters)),
        };
        match self.parameters.first("state") {
            Some(state) if policy.ignores(Unchecked::LineBreaks) => dress::split(reply, &state),
            _ => reply,
        }
    }
}

/// `target` with `parameters` as its fragment.
fn with_fragment(target: &str, parameters: &Parameters) -> String {
    format!("{}#{parameters}", target.split('#').next().unwrap_or_default())
}

/// A `state` as it goes back on the wire, if it does.
fn echoed(echo: StateEcho, sent: String) -> Option<String> {
    let chosen = |kept: &mut dyn Iterator<Item = char>| Some(encode(&kept.collect::<String>()));
    match echo {
        StateEcho::Exact => Some(encode(&sent)),
        StateEcho::Absent => None,
        StateEcho::DecodedAgain => Some(encode(&String::from_utf8_lossy(&decode_percent(sent.as_bytes())))),
        StateEcho::Unencoded => Some(sent),
        StateEcho::DelimitersUnencoded => {
            let split = encode(&sent).replace("%26", "&").replace("%3D", "=").replace("%23", "#");
            Some(split)
        }
        StateEcho::Truncated => chosen(&mut sent.chars().take(128)),
        StateEcho::Printable => chosen(&mut sent.chars().filter(|c| matches!(c, ' '..='~'))),
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
