//! oxide-auth with its axum frontend and its own storage in memory, for fixed test clients, on
//! 127.0.0.1 only.
//!
//! Usage: server PORT CLIENTS [exact]
//!
//! Everybody is logged in and agrees. What the library leaves to the application: redirect URIs
//! are registered as parsed URLs, as in all of its examples, or with `exact` as they are written
//! (`ExactUrl`); PKCE is checked where a client uses it (`Pkce::optional`); the library has a flow for each kind of token request, and here they share one
//! token endpoint, where `grant_type` tells them apart. An error of the frontend becomes the response
//! that the frontend itself makes of it.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use oxide_auth::{
    endpoint::{
        AccessTokenFlow, AuthorizationFlow, OwnerConsent, QueryParameter, RefreshFlow, ResourceFlow,
        Solicitation,
    },
    frontends::dev::Url,
    frontends::simple::{
        endpoint::{ErrorInto, FnSolicitor, Generic, Vacant},
        extensions::{AddonList, Extended, Pkce},
    },
    primitives::{
        authorizer::AuthMap,
        generator::RandomGenerator,
        issuer::TokenMap,
        registrar::{Client, ClientMap, ExactUrl, PasswordPolicy, RegisteredUrl, RegistrarError},
        scope::Scope,
    },
};
use oxide_auth_axum::{OAuthRequest, OAuthResource, OAuthResponse, WebError};
use serde::Deserialize;
use std::{
    env, fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::net::TcpListener;

const SCOPE: &str = "read write";

#[derive(Deserialize)]
struct TestClient {
    id: String,
    secret: Option<String>,
    redirect_uris: Vec<String>,
}

type Endpoint<'a> = Generic<
    &'a ClientMap,
    MutexGuard<'a, AuthMap<RandomGenerator>>,
    MutexGuard<'a, TokenMap<RandomGenerator>>,
    Vacant,
    Vec<Scope>,
>;

struct Server {
    registrar: ClientMap,
    authorizer: Mutex<AuthMap<RandomGenerator>>,
    issuer: Mutex<TokenMap<RandomGenerator>>,
}

impl Server {
    fn endpoint(&self) -> Endpoint<'_> {
        Generic {
            registrar: &self.registrar,
            authorizer: self.authorizer.lock().unwrap_or_else(PoisonError::into_inner),
            issuer: self.issuer.lock().unwrap_or_else(PoisonError::into_inner),
            solicitor: Vacant,
            scopes: vec!["read".parse().expect("a scope")],
            response: Vacant,
        }
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let (Some(port), Some(file)) = (arguments.next(), arguments.next()) else {
        panic!("usage: server PORT CLIENTS [exact]");
    };
    let register = if arguments.next().as_deref() == Some("exact") { exact } else { parsed };
    let clients: Vec<TestClient> =
        serde_json::from_slice(&fs::read(file).expect("the file of clients")).expect("a list of clients");
    let server = Arc::new(Server {
        registrar: registrar(clients, register),
        authorizer: Mutex::new(AuthMap::new(RandomGenerator::new(16))),
        issuer: Mutex::new(TokenMap::new(RandomGenerator::new(16))),
    });
    let router = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route("/me", get(me))
        .route("/ready", get(|| async { "ready" }))
        .with_state(server);
    let listener = match TcpListener::bind(format!("127.0.0.1:{port}")).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("Error: port {port}: {error}");
            std::process::exit(1);
        }
    };
    println!("ready http://127.0.0.1:{port}");
    axum::serve(listener, router).await.expect("serving");
}

async fn authorize(
    State(server): State<Arc<Server>>,
    request: OAuthRequest,
) -> Result<OAuthResponse, WebError> {
    let endpoint =
        server.endpoint().with_solicitor(FnSolicitor(|_: &mut OAuthRequest, _: Solicitation<'_>| {
            OwnerConsent::Authorized("litmus-user".to_owned())
        }));
    let endpoint = Extended::extend_with(endpoint, pkce());
    AuthorizationFlow::prepare(ErrorInto::new(endpoint))?.execute(request)
}

async fn token(State(server): State<Arc<Server>>, request: OAuthRequest) -> Result<OAuthResponse, WebError> {
    let grant_type = request.body().and_then(|body| body.unique_value("grant_type"));
    if grant_type.as_deref() == Some("refresh_token") {
        return RefreshFlow::prepare(ErrorInto::new(server.endpoint()))?.execute(request);
    }
    let endpoint = Extended::extend_with(server.endpoint(), pkce());
    AccessTokenFlow::prepare(ErrorInto::new(endpoint))?.execute(request)
}

async fn me(State(server): State<Arc<Server>>, request: OAuthResource) -> Response {
    let flow = ResourceFlow::<_, OAuthRequest>::prepare(ErrorInto::<_, WebError>::new(server.endpoint()));
    match flow.map_err(Err).and_then(|mut flow| flow.execute(request.into())) {
        Ok(grant) => grant.owner_id.into_response(),
        Err(refused) => refused.into_response(),
    }
}

fn pkce() -> AddonList {
    let mut addons = AddonList::new();
    addons.push_code(Pkce::optional());
    addons
}

fn registrar(clients: Vec<TestClient>, register: fn(&String) -> RegisteredUrl) -> ClientMap {
    let mut registrar = ClientMap::new();
    registrar.set_password_policy(AsTheyAre);
    let scope: Scope = SCOPE.parse().expect("scopes");
    for client in clients {
        let mut uris = client.redirect_uris.iter().map(register);
        let first = uris.next().expect("a redirect URI");
        let known = match &client.secret {
            Some(secret) => Client::confidential(&client.id, first, scope.clone(), secret.as_bytes()),
            None => Client::public(&client.id, first, scope.clone()),
        };
        registrar.register_client(known.with_additional_redirect_uris(uris.collect()));
    }
    registrar
}

fn parsed(uri: &String) -> RegisteredUrl {
    uri.parse::<Url>().expect("a URL").into()
}

fn exact(uri: &String) -> RegisteredUrl {
    RegisteredUrl::Exact(ExactUrl::new(uri.clone()).expect("a URL"))
}

/// Keeps secrets as they are. The library's own policy, Argon2 with 64 MiB for each token request, is
/// made to be slow.
struct AsTheyAre;

impl PasswordPolicy for AsTheyAre {
    fn store(&self, _: &str, passphrase: &[u8]) -> Vec<u8> {
        passphrase.to_vec()
    }

    fn check(&self, _: &str, passphrase: &[u8], stored: &[u8]) -> Result<(), RegistrarError> {
        if passphrase == stored { Ok(()) } else { Err(RegistrarError::Unspecified) }
    }
}
