//! Conducting one probe: its steps, one after the other, at one tenant.

use super::{calibrated::Calibrated, subjects::Subjects};
use crate::{
    evidence::{Authorized, Exchange, Happened, Observation, Outcome, Subject, TokenAnswer},
    mutation::Mutant,
    probe::{Authorize, CodeRef, Credentials, Method, Probe, Redeem, State, Step, Who},
    protocol::{Parameters, Pkce, Secret, encode},
    scenario::{ClientAuth, PkceUse},
    target::{Browser, Client, Courier, Outgoing, Quotas, Tenant},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{sync::Arc, time::Duration};

/// What a conductor needs to know.
pub(super) struct Conductor<'a> {
    pub(super) courier: &'a Courier,
    pub(super) tenant: &'a Tenant,
    pub(super) subjects: &'a Subjects,
    pub(super) calibrated: Option<&'a Calibrated>,
    pub(super) quotas: &'a Quotas,
    pub(super) browser: Browser<'a>,
    /// How long real time may pass.
    pub(super) patience: Duration,
}

/// Where a flow stands between two steps.
struct Flow<'a> {
    subject: Arc<Subject>,
    client: &'a Client,
    /// The redirect part of the last authorization request.
    mutant: Mutant,
    code: Option<String>,
    pkce: Pkce,
    authorizations: usize,
}

impl<'a> Conductor<'a> {
    /// Conducts `probe`.
    ///
    /// # Errors
    /// With the reason, if the tenant has no client that the probe could be about.
    pub(super) async fn conduct(&mut self, probe: Arc<Probe>) -> Result<Observation, String> {
        let (client, registered) = self.subjects.of(probe.needs, self.tenant)?;
        let original = Mutant::original(registered);
        let mutant = original.clone().with(probe.edits());
        let subject = Arc::new(Subject {
            client: client.id.clone(),
            mutant,
            server: self.tenant.authorization.clone(),
            hosts: Arc::clone(&self.tenant.hosts),
        });
        let mut flow = Flow {
            subject: Arc::clone(&subject),
            client,
            mutant: original,
            code: None,
            pkce: Pkce::from_seed(&probe.key),
            authorizations: 0,
        };
        let mut happened = Vec::with_capacity(probe.steps.len());
        let mut stopped = None;
        for step in &probe.steps {
            let next = match (&stopped, step) {
                (Some(why), _) => Happened::Skipped(String::clone(why)),
                (None, Step::Authorize(authorize)) => self.authorize(&mut flow, authorize, &probe).await,
                (None, Step::Redeem(redeem)) => self.redeem(&flow, redeem).await,
                (None, Step::Pass(span)) => self.pass(*span).await,
            };
            if let Happened::Skipped(why) = &next {
                stopped = Some(why.clone());
            }
            happened.push(next);
        }
        Ok(Observation { probe, subject, happened, control_lost: None })
    }

    async fn authorize(&mut self, flow: &mut Flow<'a>, authorize: &Authorize, probe: &Probe) -> Happened {
        flow.mutant = if authorize.edits == probe.edits() {
            flow.subject.mutant.clone()
        } else {
            Mutant::original(flow.subject.mutant.registered.clone()).with(&authorize.edits)
        };
        let query = self.authorization_query(flow, authorize, probe);
        let outgoing = Outgoing { query, ..Outgoing::to(self.tenant.authorization.clone()) };
        let about = Subject { mutant: flow.mutant.clone(), ..(*flow.subject).clone() };
        let ticket = self.quotas.codes.take().await;
        let journey = self.browser.authorize(outgoing, &about).await;
        let calibration = self.calibrated.and_then(|calibrated| calibrated.calibration.as_ref().ok());
        let expected = self.calibrated.map_or(&[][..], |calibrated| &calibrated.expected);
        let authorized = about.read(journey, calibration, expected);
        if authorized.code.is_some() {
            ticket.spend();
        }
        flow.code = authorized.code.as_ref().map(|code| code.reveal().to_owned());
        Happened::Authorized(Box::new(authorized))
    }

    fn authorization_query(&self, flow: &mut Flow<'_>, authorize: &Authorize, probe: &Probe) -> Parameters {
        flow.authorizations += 1;
        let mut query = Parameters::default();
        query.push("response_type", "code");
        query.push("client_id", &flow.client.id);
        query.extend(flow.mutant.parameters());
        for (name, value) in &self.tenant.parameters {
            query.push(name, value);
        }
        match &authorize.state {
            State::Usual => {
                query.push("state", &format!("litmus-{}-{}", short(&probe.key), flow.authorizations));
            }
            State::Omitted => {}
            State::Value(value) => query.push("state", value),
        }
        match flow.client.pkce {
            PkceUse::S256 => {
                query.push("code_challenge", &flow.pkce.challenge);
                query.push("code_challenge_method", "S256");
            }
            PkceUse::Plain => {
                query.push("code_challenge", flow.pkce.verifier.reveal());
                query.push("code_challenge_method", "plain");
            }
            PkceUse::None => {}
        }
        for (name, value) in &flow.mutant.beside {
            query.set(name, value);
        }
        for change in &authorize.changes {
            change.apply(&mut query);
        }
        query
    }

    async fn redeem(&self, flow: &Flow<'a>, redeem: &Redeem) -> Happened {
        let Some(endpoint) = self.tenant.token.clone() else {
            return Happened::Skipped("no token endpoint is known".to_owned());
        };
        let code = match (&redeem.code, &flow.code) {
            (CodeRef::Made(code), _) | (CodeRef::Latest, Some(code)) => Some(code.clone()),
            (CodeRef::Omitted, _) => None,
            (CodeRef::Latest, None) => {
                return Happened::Skipped("no code came from the authorization endpoint".to_owned());
            }
        };
        let client = match redeem.who {
            Who::Subject => flow.client,
            Who::Other => match self.tenant.other_than(flow.client) {
                Some(other) => other,
                None => return Happened::Skipped("there is no second client with a secret".to_owned()),
            },
        };
        let mut form = Parameters::default();
        form.push("grant_type", "authorization_code");
        if let Some(code) = code {
            form.push("code", &code);
        }
        if let Some(uri) = flow.mutant.token_uri() {
            form.push("redirect_uri", &uri);
        }
        if flow.client.pkce != PkceUse::None {
            form.push("code_verifier", flow.pkce.verifier.reveal());
        }
        let mut query = Parameters::default();
        let authorization = match (&redeem.credentials, &client.secret) {
            (Credentials::InQuery, Some(secret)) => {
                query.push("client_id", &client.id);
                query.push("client_secret", secret.reveal());
                None
            }
            (Credentials::Withheld, Some(_)) => {
                form.push("client_id", &client.id);
                None
            }
            (Credentials::Wrong(secret), _) => authenticate(client, Some(secret), &mut form),
            _ => authenticate(client, None, &mut form),
        };
        for change in &redeem.changes {
            change.apply(&mut form);
        }
        for name in &redeem.in_query {
            let values = form.all(name);
            form.remove(name);
            for value in values {
                query.push(name, &value);
            }
        }
        let form = match redeem.method {
            Method::Post => Some(form),
            Method::Get => {
                query.extend(form);
                None
            }
        };
        let headers = authorization.map(|value| ("authorization", value)).into_iter().collect();
        let ticket = self.quotas.tokens.take().await;
        let exchange = self.courier.send(Outgoing { endpoint, query, form, headers }).await;
        let answer = exchange.received.as_ref().ok().map(|received| Box::new(TokenAnswer::read(received)));
        if answer.as_ref().is_some_and(|answer| answer.succeeded()) {
            ticket.spend();
        }
        Happened::Redeemed(Box::new(exchange), answer)
    }

    async fn pass(&self, span: Duration) -> Happened {
        match &self.tenant.clock {
            Some(clock) => clock.advance(span),
            None if span <= self.patience => tokio::time::sleep(span).await,
            None => {
                return Happened::Skipped(format!(
                    "it would take {} s, and the patience is {} s",
                    span.as_secs(),
                    self.patience.as_secs()
                ));
            }
        }
        Happened::Passed(span)
    }
}

/// Puts a client's credentials, or the secret given `instead`, into the form, or returns the header that holds them
/// (RFC 6749 section 2.3.1).
fn authenticate(client: &Client, instead: Option<&str>, form: &mut Parameters) -> Option<Secret> {
    let Some(secret) = &client.secret else {
        form.push("client_id", &client.id);
        return None;
    };
    let secret = instead.unwrap_or(secret.reveal());
    match client.auth {
        ClientAuth::Basic => {
            let credentials = format!("{}:{}", encode(&client.id), encode(secret));
            Some(Secret::new(format!("Basic {}", STANDARD.encode(credentials))))
        }
        ClientAuth::Post => {
            form.push("client_id", &client.id);
            form.push("client_secret", secret);
            None
        }
    }
}

/// A piece of the key that is short enough for a `state`.
fn short(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).take(24).collect()
}

/// Whether an exchange shows that the server itself is in trouble.
pub(super) fn trouble(exchange: &Exchange) -> Option<String> {
    match &exchange.received {
        Err(fault) if fault.is_servers() => Some(fault.to_string()),
        Ok(received) if received.status >= 500 => Some(format!("the server failed with {}", received.status)),
        Ok(received) if received.status == 429 => Some("the server throttles us (429)".to_owned()),
        _ => None,
    }
}

/// What a control's answer says against it, if anything.
pub(super) fn fault_of_control(authorized: &Authorized, wanted: Outcome) -> Option<String> {
    if authorized.outcome == wanted {
        return None;
    }
    let because = authorized.because.as_deref().map_or_else(String::new, |because| format!(" ({because})"));
    let came = format!("the control came back {} instead of {wanted}{because}", authorized.outcome);
    Some(trouble(authorized.answer()).unwrap_or(came))
}
