//! The clients that the harness enrols at a stand-in: one for each kind of registered URI.

use super::state::RegisteredClient;
use crate::{
    behaviour::{AuthenticationMethod, Behaviour, ClientPolicy, SecretPlace},
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

/// A client of which more was given than one may have, and of that only the first is registered:
/// its id, and what is not registered then.
pub const SECOND_URI: (&str, &str) = ("app-several", "https://app.example/second");

/// The clients as a server with that policy registers them: with no more redirect URIs than one
/// may have.
pub(super) fn kept(mut clients: Vec<RegisteredClient>, policy: &ClientPolicy) -> Vec<RegisteredClient> {
    let most = policy.redirect_uris.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    for client in &mut clients {
        client.redirect_uris.truncate(most);
    }
    clients
}

/// The same client as a probe sees it; it authenticates in a way that the server has: as clients are
/// to, and where that leaves it open, by the header unless the body is needed for it.
pub(super) fn enrolled(client: RegisteredClient, behaviour: &Behaviour) -> Client {
    let policy = &behaviour.authentication;
    let methods = behaviour.client.authentication.as_ref();
    let is_to = |method| methods.is_none_or(|methods| methods.contains(&method));
    let by_header = is_to(AuthenticationMethod::ClientSecretBasic) && policy.takes(SecretPlace::Basic);
    let by_body = is_to(AuthenticationMethod::ClientSecretPost) && policy.takes(SecretPlace::Post);
    let by_body = by_body && (!by_header || policy.needs_body_id == Some(true));
    Client {
        id: client.id,
        secret: client.secret,
        redirect_uris: client.redirect_uris,
        auth: if by_body { ClientAuth::Post } else { ClientAuth::Basic },
        pkce: PkceUse::S256,
    }
}
