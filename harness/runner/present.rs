//! Redirect URIs where no code is asked for: at a logout, and in the registration of a client.

use super::{
    authorize::{answered, member},
    conduct::Conductor,
};
use crate::{
    evidence::{Exchange, Happened, Journey, Outcome, Received, Subject},
    protocol::{Parameters, Secret},
    target::{Action, Outgoing},
};
use serde_json::{Map, Value, json};
use url::Url;

/// What the answer to a registration holds that nobody else may read (RFC 7591 section 3.2.1,
/// RFC 7592 section 3).
const SECRETS: [&str; 2] = ["client_secret", "registration_access_token"];

impl Conductor<'_> {
    /// Asks for a logout that ends at the mutant (`OpenID` Connect RP-Initiated Logout section 2),
    /// without the cookies of a session: nobody is logged out. Where the browser is not sent
    /// there, nothing follows, since no URI is known that it would be sent to.
    pub(super) async fn log_out(&self, about: &Subject) -> Happened {
        let Some(endpoint) = self.tenant.further.end_session.clone() else {
            return Happened::Skipped("no end_session endpoint is known".to_owned());
        };
        let uri = about.mutant.uri.to_string();
        let query =
            Parameters::from_iter([("client_id", about.client.as_str()), ("post_logout_redirect_uri", &uri)]);
        let exchange = self.courier.send(Outgoing { query, ..Outgoing::to(endpoint) }).await;
        let mut authorized = about.read(Journey::from(exchange), None, &[]);
        if authorized.outcome != Outcome::Redirected {
            authorized.outcome = Outcome::Unclear;
            authorized.because = Some(
                "the browser is not sent there; where it would be sent is not known, so that says nothing"
                    .to_owned(),
            );
        }
        Happened::Authorized(Box::new(authorized))
    }

    /// Registers a client with the mutant as its redirect URI (RFC 7591 section 3.1), and takes it
    /// back where it can be.
    pub(super) async fn register(&self, about: &Subject) -> Happened {
        let Some(endpoint) = self.tenant.further.registration.clone() else {
            return Happened::Skipped("no registration endpoint is known".to_owned());
        };
        let metadata = json!({
            "client_name": "oauth-litmus",
            "redirect_uris": [about.mutant.uri.to_string()],
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
        });
        let action = Action::Json(metadata.to_string());
        let exchange = self.courier.send(Outgoing { action, ..Outgoing::to(endpoint) }).await;
        self.take_back(&exchange, about).await;
        answered(without_secrets(exchange), about, "client_id")
    }

    /// Deletes the client that was just registered (RFC 7592 section 2.3), if it says where.
    async fn take_back(&self, exchange: &Exchange, about: &Subject) {
        let text = |name| member(exchange, name).and_then(|value| value.as_str().map(str::to_owned));
        let (Some(at), Some(token)) = (text("registration_client_uri"), text("registration_access_token"))
        else {
            return;
        };
        let Some(endpoint) = Url::parse(&at).ok().filter(|url| about.owns(url)) else { return };
        let headers = vec![("authorization", Secret::new(format!("Bearer {token}")))];
        self.courier.send(Outgoing { action: Action::Delete, headers, ..Outgoing::to(endpoint) }).await;
    }
}

/// The same exchange, and what the new client is to keep to itself is blank.
pub(super) fn without_secrets(exchange: Exchange) -> Exchange {
    let received = exchange.received.map(|received| {
        let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(&received.body) else {
            return received;
        };
        for name in SECRETS {
            members.entry(name).and_modify(|value| *value = Value::from("(hidden)"));
        }
        Received::new(received.status, received.headers, Value::Object(members).to_string().into_bytes())
    });
    Exchange { received, ..exchange }
}
