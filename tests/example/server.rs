//! An authorization server made with oxide-auth, as it is in its documentation, for the tests in
//! `tests/` to hold to the rules. Put your own server in its place.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use oxide_auth::{
    endpoint::{AccessTokenFlow, AuthorizationFlow, OAuthError, OwnerConsent, Solicitation},
    frontends::simple::{
        endpoint::{FnSolicitor, Generic, Vacant},
        extensions::{AddonList, Extended, Pkce},
    },
    primitives::{
        authorizer::AuthMap,
        generator::RandomGenerator,
        issuer::TokenMap,
        registrar::{Client, ClientMap, ExactUrl, PasswordPolicy, RegisteredUrl, RegistrarError},
    },
};
use oxide_auth_axum::{OAuthRequest, OAuthResponse, WebError};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::net::TcpListener;

/// Id, secret of a confidential client, and what is registered for it. The same stand in
/// `oauth.toml`.
const CLIENTS: [(&str, Option<&str>, &[&str]); 7] = [
    ("app", Some("app-secret"), &["https://app.example/callback"]),
    ("app-query", Some("app-query-secret"), &["https://app.example/callback?a=b&c=d"]),
    ("app-port", Some("app-port-secret"), &["https://app.example:8443/callback"]),
    (
        "app-several",
        Some("app-several-secret"),
        &["https://app.example/callback", "https://app.example/second"],
    ),
    ("app-slash", Some("app-slash-secret"), &["https://app.example/callback/"]),
    ("native", None, &["http://127.0.0.1/callback"]),
    ("other", Some("other-secret"), &["https://another.example/callback"]),
];

struct Server {
    registrar: ClientMap,
    authorizer: Mutex<AuthMap<RandomGenerator>>,
    issuer: Mutex<TokenMap<RandomGenerator>>,
}

/// Starts the server on a free port of 127.0.0.1 and gives its base URL. It serves as long as the
/// runtime that it is started on lives.
///
/// # Errors
/// If no port can be opened.
pub async fn start() -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let server = Arc::new(Server {
        registrar: registrar(),
        authorizer: Mutex::new(AuthMap::new(RandomGenerator::new(16))),
        issuer: Mutex::new(TokenMap::new(RandomGenerator::new(16))),
    });
    let router =
        Router::new().route("/authorize", get(authorize)).route("/token", post(token)).with_state(server);
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(base)
}

async fn authorize(State(server): State<Arc<Server>>, request: OAuthRequest) -> Response {
    let endpoint = Generic {
        registrar: &server.registrar,
        authorizer: server.authorizer.lock().unwrap_or_else(PoisonError::into_inner),
        issuer: Vacant,
        // The owner is logged in and agrees.
        solicitor: FnSolicitor(|_: &mut OAuthRequest, _: Solicitation<'_>| {
            OwnerConsent::Authorized("owner".to_owned())
        }),
        scopes: Vacant,
        response: Vacant,
    };
    let flow = AuthorizationFlow::prepare(Extended::extend_with(endpoint, pkce()));
    answer(flow.and_then(|mut flow| flow.execute(request)).map_err(WebError::from))
}

async fn token(State(server): State<Arc<Server>>, request: OAuthRequest) -> Response {
    let endpoint = Generic {
        registrar: &server.registrar,
        authorizer: server.authorizer.lock().unwrap_or_else(PoisonError::into_inner),
        issuer: server.issuer.lock().unwrap_or_else(PoisonError::into_inner),
        solicitor: Vacant,
        scopes: Vacant,
        response: Vacant,
    };
    let flow = AccessTokenFlow::prepare(Extended::extend_with(endpoint, pkce()));
    answer(flow.and_then(|mut flow| flow.execute(request)).map_err(WebError::from))
}

/// A request that oxide-auth refuses to answer at all is no fault of the server: 400, and not the
/// 500 that its axum frontend makes of it.
fn answer(result: Result<OAuthResponse, WebError>) -> Response {
    match result {
        Err(WebError::Endpoint(OAuthError::DenySilently | OAuthError::BadRequest) | WebError::Query) => {
            (StatusCode::BAD_REQUEST, "This request is refused.").into_response()
        }
        result => result.into_response(),
    }
}

fn pkce() -> AddonList {
    let mut addons = AddonList::new();
    addons.push_code(Pkce::required());
    addons
}

fn registrar() -> ClientMap {
    let mut registrar = ClientMap::new();
    registrar.set_password_policy(AsTheyAre);
    for (id, secret, uris) in CLIENTS {
        let mut uris = uris.iter().map(|uri| registered(uri));
        let (Some(first), further) = (uris.next(), uris.collect()) else { continue };
        let scope = "read".parse().expect("a scope");
        let client = match secret {
            Some(secret) => Client::confidential(id, first, scope, secret.as_bytes()),
            None => Client::public(id, first, scope),
        };
        registrar.register_client(client.with_additional_redirect_uris(further));
    }
    registrar
}

fn registered(uri: &str) -> RegisteredUrl {
    RegisteredUrl::Exact(ExactUrl::new(uri.to_owned()).expect("a URL"))
}

/// Keeps secrets as they are. A test asks hundreds of times, and the usual policy, Argon2 with
/// 64 MiB, is made to be slow.
struct AsTheyAre;

impl PasswordPolicy for AsTheyAre {
    fn store(&self, _: &str, passphrase: &[u8]) -> Vec<u8> {
        passphrase.to_vec()
    }

    fn check(&self, _: &str, passphrase: &[u8], stored: &[u8]) -> Result<(), RegistrarError> {
        if passphrase == stored { Ok(()) } else { Err(RegistrarError::Unspecified) }
    }
}
