//! The clients that the harness enrols at a stand-in: one for each kind of registered URI.

use super::state::RegisteredClient;
use crate::{
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, PkceUse},
    target::{Client, USUAL_CLIENTS},
};

/// The clients of a stand-in that is told of no others: `app` with the secret `app-secret` and
/// the redirect URI `https://app.example/callback`, and one for each other kind of redirect URI.
#[must_use]
pub fn usual_clients() -> Vec<RegisteredClient> {
    let clients = USUAL_CLIENTS.iter().map(|client| RegisteredClient {
        id: client.name.to_owned(),
        secret: client.confidential.then(|| Secret::new(secret_of(client.name))),
        redirect_uris: client.redirect_uris.iter().map(|uri| RedirectUri::new(*uri)).collect(),
    });
    clients.collect()
}

/// Its secret: of one client, one that looks different once it is encoded (RFC 6749 section
/// 2.3.1).
fn secret_of(id: &str) -> String {
    let separator = if id == "app-wild-host" { "%41+" } else { "-" };
    format!("{id}{separator}secret")
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
