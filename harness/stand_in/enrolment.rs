//! The clients that the harness enrols at a stand-in: one for each kind of registered URI.

use super::state::RegisteredClient;
use crate::{
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, PkceUse},
    target::Client,
};

/// Id, whether it has a secret, and what is registered for it.
const CLIENTS: [(&str, bool, &[&str]); 7] = [
    ("app", true, &["https://app.example/callback"]),
    ("app-query", true, &["https://app.example/callback?a=b&c=d"]),
    ("app-port", true, &["https://app.example:8443/callback"]),
    ("app-several", true, &["https://app.example/callback", "https://app.example/second"]),
    ("app-slash", true, &["https://app.example/callback/"]),
    ("native", false, &["http://127.0.0.1/callback"]),
    ("other", true, &["https://another.example/callback"]),
];

/// The clients of a stand-in that is told of no others: `app` with the secret `app-secret` and
/// the redirect URI `https://app.example/callback`, and one for each other kind of redirect URI.
#[must_use]
pub fn usual_clients() -> Vec<RegisteredClient> {
    let clients = CLIENTS.iter().map(|(id, confidential, uris)| RegisteredClient {
        id: (*id).to_owned(),
        secret: confidential.then(|| Secret::new(format!("{id}-secret"))),
        redirect_uris: uris.iter().map(|uri| RedirectUri::new(*uri)).collect(),
    });
    clients.collect()
}

/// The same client as a probe sees it.
pub(super) fn enrolled(client: RegisteredClient) -> Client {
    Client {
        id: client.id,
        secret: client.secret,
        redirect_uris: client.redirect_uris,
        auth: ClientAuth::Basic,
        pkce: PkceUse::S256,
    }
}
