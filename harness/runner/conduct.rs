//! Conducting one probe: its steps, one after the other, at one tenant.

use super::{calibrated::Calibrated, subjects::Subjects};
use crate::{
    evidence::{Authorized, Exchange, Happened, Observation, Outcome, Subject, TokenAnswer},
    mutation::Mutant,
    probe::{CodeRef, Credentials, Method, Probe, Redeem, Step, Who},
    protocol::{Parameters, Pkce, Secret, encode},
    scenario::{ClientAuth, PkceUse},
    target::{Action, Browser, Client, Courier, Outgoing, Quotas, Tenant},
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
pub(super) struct Flow<'a> {
    pub(super) subject: Arc<Subject>,
    pub(super) client: &'a Client,
    /// The redirect part of the last authorization request.
    pub(super) mutant: Mutant,
    pub(super) code: Option<String>,
    pub(super) pkce: Pkce,
    pub(super) authorizations: usize,
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
                (None, Step::Authorize(authorize)) => {
                    Box::pin(self.authorize(&mut flow, authorize, &probe)).await
                }
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
        let action = match redeem.method {
            Method::Post => Action::Form(form),
            Method::Get => {
                query.extend(form);
                Action::Get
            }
        };
        let headers = authorization.map(|value| ("authorization", value)).into_iter().collect();
        let ticket = self.quotas.tokens.take().await;
        let exchange = self.courier.send(Outgoing { endpoint, query, action, headers }).await;
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
pub(super) fn authenticate(client: &Client, instead: Option<&str>, form: &mut Parameters) -> Option<Secret> {
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
