//! A request to one of the endpoints at which clients authenticate, as it is read there.

use super::{
    account::Account,
    refusal::Refusal,
    request::{Endpoint, Request},
    state::{RegisteredClient, ServerState},
};
use crate::{
    behaviour::{
        AuthenticationGap, Behaviour, BodyType, EmptyParameters, ErrorAnswer, LetterCase, RegistrationGap,
        SecretPlace, Taken, UnreadSecret,
    },
    clock::Moment,
    protocol::{Parameter, Parameters, decode_form},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A request, and the behaviour it meets.
pub(super) struct Asked<'a> {
    pub(super) behaviour: &'a Behaviour,
    pub(super) parameters: Parameters,
    /// When it arrived, in real time.
    pub(super) arrived: Moment,
    /// Whether the answer may be JSON where it is something else by itself.
    pub(super) accepts_json: bool,
    /// The data centre it was sent to; none for the one at home.
    pub(super) data_centre: Option<&'a str>,
    authorization: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// The request as the token endpoint reads it.
    pub(super) fn of(behaviour: &'a Behaviour, request: &'a Request) -> Self {
        let policy = &behaviour.token;
        let reads_forms = policy.bodies.as_ref().is_none_or(|bodies| bodies.contains(&BodyType::Form));
        let mut parameters = if reads_forms || request.endpoint != Endpoint::Token {
            request.form.clone()
        } else {
            Parameters::default()
        };
        if let Some((kind, others)) = &request.other_body
            && policy.bodies.iter().flatten().any(|read| read == kind)
        {
            parameters.extend(others.clone());
        }
        if behaviour.token.reads_query == Some(true) || request.method == "GET" {
            parameters.extend(request.query.clone());
        }
        if policy.any_case.iter().flatten().any(|kind| *kind == LetterCase::ParameterNames) {
            parameters = in_lower_case(&parameters);
        }
        if let (Some(true), Some(taken)) = (policy.accepts_duplicates, policy.of_several)
            && request.endpoint == Endpoint::Token
        {
            parameters = each_once(&parameters, taken);
        }
        Self {
            behaviour,
            parameters,
            arrived: request.arrived,
            accepts_json: request.accepts_json,
            data_centre: request.data_centre.as_deref(),
            authorization: request.authorization.as_deref(),
        }
    }

    /// The parameter, unless it is absent or empty (RFC 6749 section 3.2).
    pub(super) fn given(&self, name: &str) -> Option<String> {
        let counts = self.behaviour.token.empty_parameters == Some(EmptyParameters::Given);
        self.parameters.first(name).filter(|value| counts || !value.is_empty())
    }

    /// Whether a parameter is there that is none of these.
    pub(super) fn has_others(&self, names: &[&str]) -> bool {
        self.parameters.iter().any(|parameter| !names.contains(&parameter.decoded_name().as_str()))
    }

    /// Whether one of these holds a control character.
    pub(super) fn has_controls(&self, names: &[&str]) -> bool {
        names.iter().flat_map(|name| self.parameters.all(name)).any(|value| value.contains(char::is_control))
    }

    /// Whether one of these is there more than once.
    pub(super) fn repeats(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.parameters.all(name).len() > 1)
    }

    /// The account of that user.
    pub(super) fn account(&self, user: Option<&str>) -> Account {
        Account::of(self.behaviour, user, self.data_centre)
    }

    /// The answer to a code or refresh token of another data centre.
    pub(super) fn elsewhere(&self) -> Refusal {
        Refusal::of_client(self.behaviour.data_centres.foreign_code.as_ref())
    }

    /// The client that asks, once it has shown who it is (RFC 6749 section 3.2.1).
    pub(super) fn client(&self, state: &ServerState) -> Result<RegisteredClient, Refusal> {
        let (errors, policy) = (&self.behaviour.token.errors, &self.behaviour.authentication);
        let failed = |cause: Option<&ErrorAnswer>| match &errors.without_header {
            Some(answer) if !self.is_by_header() => {
                Refusal::of_client(Some(&answer.or(cause.unwrap_or(&ErrorAnswer::default()))))
            }
            _ => Refusal::of_client(cause),
        };
        let trimmed = |text: String| self.behaviour.client.read(&text).to_owned();
        let (id, secret) = self.shown().map(|(id, secret)| (id.map(trimmed), secret.map(trimmed)))?;
        let Some(id) = id else {
            return Err(self.unnamed());
        };
        let known = state.client_despite(&id, self.behaviour, RegistrationGap::DeletedAtToken);
        let client = known.ok_or_else(|| failed(errors.unknown_client.as_ref()))?;
        if !state.may_authenticate(&id, self.method(), &self.behaviour.registration) {
            return Err(failed(errors.wrong_secret.as_ref()));
        }
        let right = self.behaviour.token.checks_secret == Some(false)
            || client.secret.as_ref().is_none_or(|known| policy.accepts(known.reveal(), secret.as_deref()));
        if right { Ok(client.clone()) } else { Err(failed(errors.wrong_secret.as_ref())) }
    }

    /// The client that asks, and whether it has shown its secret, if it has one: for endpoints
    /// that say for themselves what follows from that.
    pub(super) fn caller(&self, state: &ServerState) -> Option<(RegisteredClient, bool)> {
        let (id, secret) = match self.authorization.and_then(|header| basic(header, decoded)) {
            Some((id, secret)) => (id, Some(secret)),
            None => (self.given("client_id")?, self.given("client_secret")),
        };
        let client = state.client(&id)?;
        let shown = client.secret.as_ref().is_none_or(|known| secret.as_deref() == Some(known.reveal()));
        Some((client.clone(), shown))
    }

    /// The refusal of a request that does not say which client asks.
    fn unnamed(&self) -> Refusal {
        let errors = &self.behaviour.token.errors;
        Refusal::of_client(errors.no_client.as_ref().or(errors.unknown_client.as_ref()))
    }

    /// How the client authenticates, by the name of RFC 7591 section 2.
    fn method(&self) -> &'static str {
        if self.is_by_header() {
            "client_secret_basic"
        } else if self.given("client_secret").is_some() {
            "client_secret_post"
        } else {
            "none"
        }
    }

    /// Whether the client shows itself in the header.
    fn is_by_header(&self) -> bool {
        self.authorization.is_some_and(|header| header.starts_with("Basic "))
    }

    /// The id and the secret that a client shows, by one method only (RFC 6749 section 2.3).
    fn shown(&self) -> Result<(Option<String>, Option<String>), Refusal> {
        let policy = &self.behaviour.authentication;
        let reads = |place| self.behaviour.client.takes(policy, place);
        let refused = || Refusal::of_client(self.behaviour.token.errors.wrong_secret.as_ref());
        let decode = if policy.skips(AuthenticationGap::BasicEncoding) { str::to_owned } else { decoded };
        let looks = |place| reads(place) || policy.unread != Some(UnreadSecret::Ignored);
        let id = self.given("client_id");
        let secret = self.given("client_secret").filter(|_| looks(SecretPlace::Post));
        let header = self.authorization.filter(|_| looks(SecretPlace::Basic));
        let Some((by_header, hidden)) = header.and_then(|header| basic(header, decode)) else {
            let taken = secret.is_none() || reads(SecretPlace::Post);
            return if taken { Ok((id, secret)) } else { Err(refused()) };
        };
        if id.is_none() && policy.needs_body_id == Some(true) {
            return Err(self.unnamed());
        }
        let twice = secret.is_some() && !policy.skips(AuthenticationGap::SecondMethod);
        let named = id.is_some_and(|id| id != by_header) && !policy.skips(AuthenticationGap::BodyId);
        if twice || named {
            let stated = self.behaviour.token.errors.ambiguous_client.as_ref();
            return Err(Refusal::or(stated, "invalid_request"));
        }
        if reads(SecretPlace::Basic) { Ok((Some(by_header), Some(hidden))) } else { Err(refused()) }
    }
}

/// The same parameters, their names in lower case.
fn in_lower_case(parameters: &Parameters) -> Parameters {
    let mut lower = Parameters::default();
    for parameter in parameters.iter() {
        lower.push_raw(parameter.name.to_ascii_lowercase(), parameter.value.clone());
    }
    lower
}

/// The same parameters, of those that are repeated what counts of them.
fn each_once(parameters: &Parameters, taken: Taken) -> Parameters {
    let mut once = Parameters::default();
    for name in parameters.iter().map(Parameter::decoded_name) {
        let value = taken.of(&parameters.all(&name));
        if let Some(value) = value.filter(|_| once.first(&name).is_none()) {
            once.push(&name, &value);
        }
    }
    once
}

/// The id and secret in `Authorization: Basic` (RFC 6749 section 2.3.1).
fn basic(header: &str, decode: fn(&str) -> String) -> Option<(String, String)> {
    let encoded = header.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((decode(id), decode(secret)))
}

fn decoded(part: &str) -> String {
    String::from_utf8_lossy(&decode_form(part)).into_owned()
}
