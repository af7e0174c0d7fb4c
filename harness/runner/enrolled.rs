//! Clients that a probe registers for itself (RFC 7591), and takes back (RFC 7592).

use super::{
    authorize::member,
    conduct::{Conductor, Flow},
    present::without_secrets,
};
use crate::{
    evidence::{Exchange, Happened, TokenAnswer},
    probe::{Register, Service},
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, PkceUse},
    target::{Action, Client, Outgoing},
};
use serde_json::{Map, Value, json};
use url::Url;

/// A client that was registered, and how it is taken back.
pub(super) struct Enrolled {
    client: Client,
    /// Where it is managed, and by which token.
    managed: Option<(Url, Secret)>,
}

impl Enrolled {
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }
}

impl Flow<'_> {
    /// The client that was registered last.
    ///
    /// # Errors
    /// With the reason, if there is none.
    pub(super) fn registered(&self) -> Result<&Client, String> {
        self.enrolled
            .as_ref()
            .map(|enrolled| &enrolled.client)
            .ok_or_else(|| "no client was registered".to_owned())
    }
}

impl<'a> Conductor<'a> {
    /// Registers a client.
    pub(super) async fn enrol(&self, flow: &mut Flow<'a>, register: &Register) -> Happened {
        let Some(endpoint) = self.tenant.further.registration.clone() else {
            return Happened::Skipped("no registration endpoint is known".to_owned());
        };
        if flow.enrolled.is_some() {
            self.strike_off(flow).await;
        }
        let uri = flow.mutant.registered.uri.to_string();
        let scope = self.tenant.parameters.iter().find(|(name, _)| name == "scope");
        let scope = scope.and_then(|(_, scope)| scope.split(' ').next()).unwrap_or_default();
        let metadata = request(register, &uri, scope);
        let action = Action::Json(metadata.to_string());
        let exchange = self.courier.send(Outgoing { action, ..Outgoing::to(endpoint) }).await;
        flow.enrolled = enrolled(&exchange, &uri, |url| flow.subject.owns(url));
        called(without_secrets(exchange))
    }

    /// Deletes the client that was registered last.
    pub(super) async fn strike_off(&self, flow: &mut Flow<'a>) -> Happened {
        let Some(Enrolled { client, managed }) = flow.enrolled.take() else {
            return Happened::Skipped("no client was registered".to_owned());
        };
        let Some((endpoint, token)) = managed else {
            return Happened::Skipped("the server does not say where a client is deleted".to_owned());
        };
        // It is gone, and its name goes on to be known: that is what is asked about.
        flow.enrolled = Some(Enrolled { client, managed: None });
        let headers = vec![("authorization", Secret::new(format!("Bearer {}", token.reveal())))];
        let mut exchange =
            self.courier.send(Outgoing { action: Action::Delete, headers, ..Outgoing::to(endpoint) }).await;
        exchange.sent.headers.retain(|(name, _)| *name != "authorization");
        called(exchange)
    }
}

fn called(exchange: Exchange) -> Happened {
    let answer = exchange.received.as_ref().ok().map(TokenAnswer::read);
    Happened::Called(Service::Registration, Box::new(exchange), answer.map(Box::new))
}

/// The request for a client of the code grant without a secret, and what else is said of it.
fn request(register: &Register, uri: &str, scope: &str) -> Value {
    let mut metadata = Map::from_iter([
        ("client_name".to_owned(), json!("oauth-litmus")),
        ("redirect_uris".to_owned(), json!([uri])),
        ("grant_types".to_owned(), json!(["authorization_code"])),
        ("response_types".to_owned(), json!(["code"])),
        ("token_endpoint_auth_method".to_owned(), json!("none")),
    ]);
    for (name, value) in &register.members {
        match value {
            Value::Null => drop(metadata.remove(name)),
            Value::String(text) => {
                let text = text.replace("{redirect_uri}", uri).replace("{scope}", scope);
                metadata.insert(name.clone(), json!(text));
            }
            value => drop(metadata.insert(name.clone(), value.clone())),
        }
    }
    Value::Object(metadata)
}

/// The client that an answer brings (RFC 7591 section 3.2.1), managed only at the server's own.
fn enrolled(exchange: &Exchange, uri: &str, owns: impl Fn(&Url) -> bool) -> Option<Enrolled> {
    let succeeded = exchange.received.as_ref().is_ok_and(|received| (200..300).contains(&received.status));
    let text = |name| member(exchange, name).and_then(|value| value.as_str().map(str::to_owned));
    let id = text("client_id").filter(|_| succeeded)?;
    let at = text("registration_client_uri").and_then(|at| Url::parse(&at).ok()).filter(owns);
    let auth = match text("token_endpoint_auth_method").as_deref() {
        Some("client_secret_post") => ClientAuth::Post,
        _ => ClientAuth::Basic,
    };
    Some(Enrolled {
        client: Client {
            id,
            secret: text("client_secret").map(Secret::new),
            redirect_uris: vec![RedirectUri::new(uri)],
            auth,
            pkce: PkceUse::S256,
        },
        managed: at.zip(text("registration_access_token").map(Secret::new)),
    })
}
