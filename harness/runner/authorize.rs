//! The step that presents a redirect URI: an authorization request, in whatever place it puts its
//! parameters, or where it is no authorization request, see [`super::present`].

use super::{
    calibrated::ByError,
    call::field,
    conduct::{Conductor, Flow},
    credentials::authenticate,
    enrolled::Enrolled,
};
use crate::{
    evidence::{Authorized, Exchange, Happened, Journey, Outcome, Subject, exits},
    mutation::{Mutant, Place},
    probe::{ANOTHER_STATE, Authorize, Decision, Probe, State, Who},
    protocol::{Parameter, Parameters, Pkce},
    scenario::PkceUse,
    target::{Action, Outgoing},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

/// A request that can be sent, or what became of it before.
type Prepared = Result<Outgoing, Box<Happened>>;

impl<'a> Conductor<'a> {
    pub(super) async fn authorize(
        &mut self,
        flow: &mut Flow<'a>,
        authorize: &Authorize,
        probe: &Probe,
    ) -> Happened {
        let as_planned = authorize.edits == probe.edits() && authorize.place == Place::default();
        flow.mutant = if as_planned {
            flow.subject.mutant.clone()
        } else {
            let original = Mutant::original(flow.subject.mutant.registered.clone());
            original.placed(authorize.place).with(&authorize.edits)
        };
        if authorize.who == Who::Registered
            && let Err(why) = flow.registered()
        {
            return Happened::Skipped(why);
        }
        let about = flow.subject.about(flow.mutant.clone());
        if let Some(why) = self.tenant.lacks(flow.mutant.place) {
            return Happened::Skipped(why);
        }
        let by_error = self.by_error(flow, authorize);
        let mut parameters = self.parameters(flow, authorize, probe);
        if let Some(ByError { change, .. }) = by_error {
            change.apply(&mut parameters);
        }
        let outgoing = match flow.mutant.place {
            Place::Registration => return self.register(&about).await,
            Place::Logout => return self.log_out(&about).await,
            Place::Pushed => self.pushed(flow, parameters, &about).await,
            place => {
                let (query, action) = placed(place, parameters, flow.mutant.apart());
                Ok(Outgoing { query, action, ..Outgoing::to(self.tenant.authorization.clone()) })
            }
        };
        let mut outgoing = match outgoing {
            Ok(outgoing) => outgoing,
            Err(happened) => return *happened,
        };
        if !authorize.decision.is_usual() && !self.tenant.asks_people() {
            return Happened::Skipped("no forms are filled on the way to a code".to_owned());
        }
        outgoing.headers.extend(authorize.forged.iter().map(|forged| field(*forged)));
        let ticket = self.quotas.codes.take().await;
        let journey = if flow.mutant.place == Place::ConsentForm {
            let uri = flow.mutant.uri.to_string();
            let Some(journey) = self.browser.authorize_tampering(outgoing, &about, uri).await else {
                return Happened::Skipped("no form on the way to a code has a redirect URI".to_owned());
            };
            journey
        } else if authorize.decision.is_usual() {
            self.browser.authorize(outgoing, &about).await
        } else {
            let other = (authorize.decision == Decision::Interleaved).then(|| another(&outgoing));
            match self.browser.authorize_deciding(outgoing, &about, authorize.decision, other).await {
                Ok(journey) => journey,
                Err(why) => return Happened::Skipped(why),
            }
        };
        let calibration = self.calibrated.and_then(|calibrated| calibrated.calibration.as_ref().ok());
        let expected = self.calibrated.map_or(&[][..], |calibrated| &calibrated.expected);
        let authorized = match by_error {
            Some(by_error) => about.read_by_error(journey, calibration, expected, &by_error.error),
            None => about.read(journey, calibration, expected),
        };
        if authorized.code.is_some() {
            ticket.spend();
        }
        flow.codes.push(authorized.code.as_ref().map(|code| code.reveal().to_owned()));
        Happened::Authorized(Box::new(authorized))
    }

    /// The deliberate error by which this request is told from others, if one is needed: it asks for
    /// nothing but to look at its redirect URI.
    fn by_error(&self, flow: &Flow<'_>, authorize: &Authorize) -> Option<&'a ByError> {
        let plain = authorize.changes.is_empty()
            && authorize.decision.is_usual()
            && authorize.state == State::Usual
            && authorize.who == Who::Subject
            && !matches!(flow.mutant.place, Place::ConsentForm | Place::Registration | Place::Logout);
        self.calibrated.and_then(|calibrated| calibrated.by_error.as_ref()).filter(|_| plain)
    }

    fn parameters(&self, flow: &mut Flow<'_>, authorize: &Authorize, probe: &Probe) -> Parameters {
        flow.authorizations += 1;
        let mut parameters = Parameters::default();
        parameters.push("response_type", "code");
        let registered = flow.enrolled.as_ref().filter(|_| authorize.who == Who::Registered);
        let client = registered.map_or(flow.client, Enrolled::client);
        parameters.push("client_id", &client.id);
        parameters.extend(flow.mutant.parameters());
        for (name, value) in &self.tenant.parameters {
            parameters.push(name, value);
        }
        match &authorize.state {
            State::Usual => {
                let state = format!("litmus-{}-{}", short(&probe.key), flow.authorizations);
                parameters.push("state", &state);
            }
            State::Omitted => {}
            State::Value(value) => parameters.push("state", value),
        }
        match client.pkce {
            PkceUse::S256 => {
                parameters.push("code_challenge", &flow.pkce.challenge);
                parameters.push("code_challenge_method", "S256");
            }
            PkceUse::Plain => {
                parameters.push("code_challenge", flow.pkce.verifier.reveal());
                parameters.push("code_challenge_method", "plain");
            }
            PkceUse::None => {}
        }
        for (name, value) in &flow.mutant.beside {
            match value {
                Some(value) => parameters.set(name, value),
                None => parameters.remove(name),
            }
        }
        if !authorize.decision.is_usual() {
            parameters.set("prompt", "consent");
        }
        for change in &authorize.changes {
            change.apply(&mut parameters);
        }
        flow.scope = parameters.first("scope");
        parameters
    }

    /// Pushes the parameters (RFC 9126 section 2.1); what is left is a request that names them.
    async fn pushed(&self, flow: &Flow<'_>, mut parameters: Parameters, about: &Subject) -> Prepared {
        let Some(endpoint) = self.tenant.further.pushed_authorization.clone() else {
            return Err(Box::new(Happened::Skipped("no pushed_authorization endpoint is known".to_owned())));
        };
        if flow.client.secret.is_some() {
            parameters.remove("client_id");
        }
        let secret = authenticate(flow.client, None, &mut parameters);
        let headers = secret.map(|value| ("authorization", value)).into_iter().collect();
        let action = Action::Form(parameters);
        let exchange = self.courier.send(Outgoing { action, headers, ..Outgoing::to(endpoint) }).await;
        let Some(Value::String(uri)) = member(&exchange, "request_uri") else {
            return Err(Box::new(answered(exchange, about, "request_uri")));
        };
        let mut query = Parameters::default();
        query.push("client_id", &flow.client.id);
        query.push("request_uri", &uri);
        query.extend(flow.mutant.apart());
        Ok(Outgoing { query, ..Outgoing::to(self.tenant.authorization.clone()) })
    }
}

/// Another request of the same client: another state, another challenge.
fn another(outgoing: &Outgoing) -> Outgoing {
    let mut other = outgoing.clone();
    let mut set = |name: &str, value: &str| {
        if other.query.first(name).is_some() {
            other.query.set(name, value);
        }
    };
    set("state", ANOTHER_STATE);
    set("code_challenge", &Pkce::from_seed("another request").challenge);
    other
}

/// What an endpoint that answers in JSON did with a redirect URI: it is accepted if the member is
/// there, and refused with a client error.
pub(super) fn answered(exchange: Exchange, about: &Subject, member_wanted: &str) -> Happened {
    let status = exchange.received.as_ref().map_or(0, |received| received.status);
    let error = member(&exchange, "error").and_then(|error| error.as_str().map(str::to_owned));
    let (outcome, because) = match &exchange.received {
        Err(fault) => (Outcome::Unclear, Some(fault.to_string())),
        Ok(_) if (200..300).contains(&status) && member(&exchange, member_wanted).is_some() => {
            (Outcome::Accepted, None)
        }
        Ok(_) if matches!(status, 400..=499) && !matches!(status, 408 | 425 | 429) => {
            (Outcome::Refused, error.map(|error| format!("error {error}")))
        }
        Ok(_) => (Outcome::Unclear, Some(format!("the endpoint answered {status} without {member_wanted}"))),
    };
    let exits = exchange.received.as_ref().map(exits).unwrap_or_default();
    let journey = Journey::from(exchange);
    let landing = (outcome == Outcome::Accepted).then(|| about.assumed()).flatten();
    Happened::Authorized(Box::new(Authorized { journey, exits, outcome, because, landing, code: None }))
}

/// A member of an answer in JSON.
pub(super) fn member(exchange: &Exchange, name: &str) -> Option<Value> {
    let received = exchange.received.as_ref().ok()?;
    serde_json::from_slice::<Map<String, Value>>(&received.body).ok()?.remove(name)
}

/// The query and the body of a request with its parameters in that place, and with what stands
/// in the other one.
#[must_use]
pub fn placed(place: Place, parameters: Parameters, apart: Parameters) -> (Parameters, Action) {
    match place {
        Place::PostedQuery => (parameters, Action::Form(apart)),
        Place::Form => (apart, Action::Form(parameters)),
        Place::Json => (apart, Action::Json(json(&parameters).to_string())),
        Place::RequestObject => {
            let mut query = Parameters::default();
            for name in ["response_type", "client_id", "scope", "code_challenge", "code_challenge_method"] {
                for value in parameters.all(name) {
                    query.push(name, &value);
                }
            }
            query.extend(apart);
            query.push("request", &unsigned(&json(&parameters)));
            (query, Action::Get)
        }
        _ => (parameters, Action::Get),
    }
}

/// Parameters as a JSON object; what is there more than once is an array.
fn json(parameters: &Parameters) -> Value {
    let names = parameters.iter().map(Parameter::decoded_name);
    let member = |name: String| {
        let mut values: Vec<Value> = parameters.all(&name).into_iter().map(Value::String).collect();
        let value = if values.len() == 1 { values.remove(0) } else { Value::Array(values) };
        (name, value)
    };
    Value::Object(names.map(member).collect())
}

/// A JSON Web Token without signature (RFC 7519 section 6.1).
fn unsigned(claims: &Value) -> String {
    let part = |value: &str| URL_SAFE_NO_PAD.encode(value);
    format!("{}.{}.", part("{\"alg\":\"none\"}"), part(&claims.to_string()))
}

/// A piece of the key that is short enough for a `state`.
fn short(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).take(24).collect()
}
