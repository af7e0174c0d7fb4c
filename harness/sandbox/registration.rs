//! Clients of our own: registered before anything is asked (RFC 7591), deleted after (RFC 7592).

use super::{POLITE_CLIENTS, Sandbox, input};
use crate::{
    evidence::{Exchange, Received},
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, PkceUse, Scenario},
    target::{
        Action, Client, Courier, CourierSettings, Outgoing, Target, TargetError, Tenant, USUAL_CLIENTS,
        UsualClient,
    },
};
use serde_json::{Map, Value, json};
use url::Url;

/// A sandbox with the clients that were registered for it.
#[derive(Debug)]
pub struct Registration {
    /// The sandbox, ready to be asked.
    pub sandbox: Sandbox,
    /// The clients that the server would not have, and why.
    pub refused: Vec<String>,
    leases: Vec<Lease>,
}

/// A client of ours, and how to give it back.
#[derive(Debug)]
struct Lease {
    client: String,
    /// Its configuration endpoint and the token for it (RFC 7592 section 3).
    configuration: Option<(Url, Secret)>,
}

impl Sandbox {
    /// Whether the scenario names no client of it, so that some have to be registered first.
    #[must_use]
    pub const fn registers(&self) -> bool {
        self.registers
    }

    /// One that registers no more than the client under test.
    #[must_use]
    pub fn with_one_client(self) -> Self {
        Self { one_client: true, ..self }
    }

    /// As it would be once all clients are registered, to make a plan of; they do not exist.
    #[must_use]
    pub fn as_if_registered(mut self) -> Self {
        self.registers = false;
        self.tenant.clients = self.wanted().map(planned).collect();
        self
    }

    /// Registers a client for each kind of redirect URI, as far as the server lets it; off loopback
    /// only the four without which little can be asked. [`Registration::end`] deletes them. Where
    /// the scenario names clients, nothing is registered.
    ///
    /// # Errors
    /// If no endpoint for it is known, it cannot be reached, or it refuses the client under test.
    pub async fn register(self) -> Result<Registration, TargetError> {
        if !self.registers {
            return Ok(Registration { sandbox: self, refused: Vec::new(), leases: Vec::new() });
        }
        let Some(endpoint) = self.tenant.further.registration.clone() else {
            return Err(input(
                "there is no [[sandbox.client]], and no endpoint to register one at",
                "add a client with `id` and `redirect_uris`, or `registration = \"/...\"` to [endpoints]",
            ));
        };
        let courier = Courier::new(self.settings.clone(), 0)
            .map_err(|error| TargetError::Unusable(error.to_string()))?;
        let mut registrar = Registrar { sandbox: &self, courier, endpoint, refreshes: true };
        let (mut clients, mut leases, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for usual in self.wanted() {
            match registrar.register(usual).await {
                Ok((client, lease)) => {
                    clients.push(client);
                    leases.push(lease);
                }
                Err(why) if clients.is_empty() => return Err(unregistered(&why)),
                Err(why) => refused.push(format!("{} {}: {why}", usual.name, usual.redirect_uris.join(" "))),
            }
        }
        let sent = registrar.courier.sent() + leases.len();
        let mut sandbox = self;
        sandbox.registers = false;
        sandbox.tenant.clients = clients.into();
        sandbox.settings.limit = sandbox.settings.limit.map(|limit| limit.saturating_sub(sent));
        Ok(Registration { sandbox, refused, leases })
    }
}

impl Sandbox {
    fn wanted(&self) -> impl Iterator<Item = &'static UsualClient> + use<> {
        let (on_loopback, most) = (self.is_loopback(), if self.one_client { 1 } else { usize::MAX });
        let wanted = move |client: &&UsualClient| on_loopback || POLITE_CLIENTS.contains(&client.name);
        USUAL_CLIENTS.iter().filter(wanted).take(most)
    }
}

impl Registration {
    /// How many clients were registered.
    #[must_use]
    pub fn count(&self) -> usize {
        self.leases.len()
    }

    /// Deletes the clients that were registered (RFC 7592 section 2.3); those that could not be, by
    /// id with the reason.
    pub async fn end(self) -> Vec<String> {
        let settings = CourierSettings { limit: None, ..self.sandbox.courier_settings() };
        let courier = match Courier::new(settings, 0) {
            Ok(courier) => courier,
            Err(error) => return vec![error.to_string()],
        };
        let mut left = Vec::new();
        for Lease { client, configuration } in self.leases {
            let Some((at, token)) = configuration else {
                left.push(format!("{client}: the server did not say where to delete it"));
                continue;
            };
            let headers = vec![("authorization", Secret::new(format!("Bearer {}", token.reveal())))];
            let outgoing = Outgoing { action: Action::Delete, headers, ..Outgoing::to(at) };
            match courier.send(outgoing).await.received {
                Ok(received) if matches!(received.status, 200..=299 | 404) => {}
                Ok(received) => {
                    left.push(format!("{client}: deleting it was answered with {}", received.status));
                }
                Err(fault) => left.push(format!("{client}: {fault}")),
            }
        }
        left
    }
}

impl Target for Registration {
    fn scenario(&self) -> &Scenario {
        self.sandbox.scenario()
    }

    fn is_live(&self) -> bool {
        self.sandbox.is_live()
    }

    async fn enrol(&self) -> Result<Tenant, TargetError> {
        self.sandbox.enrol().await
    }

    fn courier_settings(&self) -> CourierSettings {
        self.sandbox.courier_settings()
    }

    async fn leave(self) -> Vec<String> {
        self.end().await
    }
}

/// What registers one client after the other.
struct Registrar<'a> {
    sandbox: &'a Sandbox,
    courier: Courier,
    endpoint: Url,
    /// Whether the grant type `refresh_token` is asked for.
    refreshes: bool,
}

impl Registrar<'_> {
    /// # Errors
    /// With what the server says against it.
    async fn register(&mut self, usual: &UsualClient) -> Result<(Client, Lease), String> {
        let first = self.ask(usual).await;
        match read(&first) {
            Ok(answer) => self.enrolled(usual, &answer),
            Err(why) if self.refreshes && is_refusal(&first) => {
                self.refreshes = false;
                let second = self.ask(usual).await;
                let answer = read(&second).inspect_err(|_| self.refreshes = true).map_err(|_| why)?;
                self.enrolled(usual, &answer)
            }
            Err(why) => Err(why),
        }
    }

    async fn ask(&self, usual: &UsualClient) -> Exchange {
        let token = self.sandbox.registration_token.as_ref();
        let headers = token.map(|token| ("authorization", Secret::new(format!("Bearer {}", token.reveal()))));
        let action = Action::Json(self.metadata(usual).to_string());
        let outgoing = Outgoing {
            action,
            headers: headers.into_iter().collect(),
            ..Outgoing::to(self.endpoint.clone())
        };
        self.courier.send(outgoing).await
    }

    /// The client as its metadata describe it (RFC 7591 section 2).
    fn metadata(&self, usual: &UsualClient) -> Value {
        let web = usual.redirect_uris.iter().all(|uri| uri.starts_with("https:"));
        let grants = if self.refreshes {
            &["authorization_code", "refresh_token"][..]
        } else {
            &["authorization_code"]
        };
        let mut metadata = json!({
            "client_name": format!("oauth-litmus {}", usual.name),
            "redirect_uris": usual.redirect_uris,
            "grant_types": grants,
            "response_types": ["code"],
            "token_endpoint_auth_method": if usual.confidential { "client_secret_basic" } else { "none" },
            "application_type": if web { "web" } else { "native" },
        });
        let scope = self.sandbox.tenant.parameters.iter().find(|(name, _)| name == "scope");
        if let Some((_, scope)) = scope {
            metadata["scope"] = Value::from(scope.as_str());
        }
        metadata
    }

    /// The client as the server has it, which may be other than it was asked for (RFC 7591 section
    /// 3.2.1).
    fn enrolled(&self, usual: &UsualClient, answer: &Map<String, Value>) -> Result<(Client, Lease), String> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str);
        let id = text("client_id").filter(|id| !id.is_empty()).ok_or("the answer has no client_id")?;
        let auth = match text("token_endpoint_auth_method") {
            Some("client_secret_post") => ClientAuth::Post,
            _ => ClientAuth::Basic,
        };
        let public = text("token_endpoint_auth_method") == Some("none");
        let own = answer.get("redirect_uris").and_then(Value::as_array);
        let own = own.map(|uris| uris.iter().filter_map(Value::as_str).map(RedirectUri::new).collect());
        let client = Client {
            id: id.to_owned(),
            secret: text("client_secret").filter(|_| !public).map(Secret::new),
            redirect_uris: own.unwrap_or_else(|| planned(usual).redirect_uris),
            auth,
            pkce: PkceUse::S256,
        };
        let at = text("registration_client_uri").and_then(|at| self.endpoint.join(at).ok());
        // The token is for the server alone, wherever its answer may point.
        let at = at.filter(|at| at.origin() == self.endpoint.origin());
        let configuration = at.zip(text("registration_access_token").map(Secret::new));
        Ok((client, Lease { client: id.to_owned(), configuration }))
    }
}

/// A client as it is asked for.
fn planned(usual: &UsualClient) -> Client {
    Client {
        id: usual.name.to_owned(),
        secret: usual.confidential.then(|| Secret::new("")),
        redirect_uris: usual.redirect_uris.iter().map(|uri| RedirectUri::new(*uri)).collect(),
        auth: ClientAuth::Basic,
        pkce: PkceUse::S256,
    }
}

fn is_refusal(exchange: &Exchange) -> bool {
    exchange.received.as_ref().is_ok_and(|received| received.status == 400)
}

/// The client information of an answer (RFC 7591 section 3.2.1).
///
/// # Errors
/// With what the server says, if it registered nothing.
fn read(exchange: &Exchange) -> Result<Map<String, Value>, String> {
    let received = exchange.received.as_ref().map_err(ToString::to_string)?;
    let members = serde_json::from_slice::<Map<String, Value>>(&received.body).unwrap_or_default();
    if matches!(received.status, 200 | 201) && members.contains_key("client_id") {
        return Ok(members);
    }
    Err(said(received, &members))
}

fn said(received: &Received, members: &Map<String, Value>) -> String {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    match (text("error"), text("error_description")) {
        (Some(error), Some(description)) => format!("{} {error}: {description}", received.status),
        (Some(error), None) => format!("{} {error}", received.status),
        (None, _) => format!("answered with {}", received.status),
    }
}

fn unregistered(why: &str) -> TargetError {
    TargetError::Unusable(format!(
        "the server registers no client for us: {why}\n  mend: name one it knows as [[sandbox.client]], or give the initial access token as `registration_token` in [sandbox]"
    ))
}
