//! The clients that the harness enrols at a stand-in: one for each kind of registered URI.

use super::state::RegisteredClient;
use crate::{
    mutation::Kind,
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, PkceUse},
    target::Client,
};

/// Id, whether it has a secret, and what is registered for it.
const CLIENTS: [(&str, bool, &[&str]); 17] = [
    ("app", true, &[Kind::Any.example()]),
    ("app-query", true, &[Kind::Query.example()]),
    ("app-port", true, &[Kind::Port.example()]),
    ("app-several", true, &[Kind::Several.example(), "https://app.example/second"]),
    ("app-slash", true, &[Kind::Slash.example()]),
    ("native", false, &[Kind::Loopback.example()]),
    ("other", true, &["https://another.example/callback"]),
    ("native-six", false, &[Kind::LoopbackSix.example()]),
    ("native-port", false, &[Kind::LoopbackPort.example()]),
    ("native-localhost", false, &[Kind::Localhost.example()]),
    ("native-custom", false, &[Kind::CustomScheme.example()]),
    ("app-root", true, &[Kind::Root.example()]),
    ("app-escaped", true, &[Kind::Escaped.example()]),
    ("app-international", true, &[Kind::International.example()]),
    ("app-wild", true, &[Kind::WildPath.example()]),
    ("app-wild-host", true, &[Kind::WildHost.example()]),
    ("app-none", false, &[]),
];

/// The clients of a stand-in that is told of no others: `app` with the secret `app-secret` and
/// the redirect URI `https://app.example/callback`, and one for each other kind of redirect URI.
#[must_use]
pub fn usual_clients() -> Vec<RegisteredClient> {
    let clients = CLIENTS.iter().map(|(id, confidential, uris)| RegisteredClient {
        id: (*id).to_owned(),
        secret: confidential.then(|| Secret::new(secret_of(id))),
        redirect_uris: uris.iter().map(|uri| RedirectUri::new(*uri)).collect(),
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
