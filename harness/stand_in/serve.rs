//! Hosting a stand-in: the only user of wiremock.

use super::{
    decide::decide,
    enrolment,
    metadata::WELL_KNOWN,
    reply::Reply,
    routes::{DATA_CENTRE, Incoming, Routes},
    state::{RegisteredClient, ServerState},
};
use crate::{
    clock::Clock,
    evidence::{Received, Sent},
    probe::Body,
    scenario::{Consent, Scenario},
    target::{Client, CourierSettings, Elsewhere, Further, Recipient, Target, TargetError, Tenant},
};
use std::{
    collections::BTreeMap,
    io,
    net::TcpListener,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};
use url::Url;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers::any};

/// The base URL of what is not hosted: a loopback name, as the hosted ones have.
const NOWHERE: &str = "http://127.0.0.1:1";

/// A wiremock server that behaves as a scenario says.
///
/// ```
/// use oauth_litmus::{scenario::Scenario, stand_in::StandIn};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let zoho = StandIn::start(Scenario::named("zoho").unwrap()).await.unwrap();
/// assert!(zoho.uri().starts_with("http://127.0.0.1:"));
/// zoho.clock().advance(std::time::Duration::from_secs(121)); // a code issued before is now dead
/// # });
/// ```
#[derive(Debug)]
pub struct StandIn {
    server: Mocked,
    tenants: Arc<Tenants>,
    scenario: Arc<Scenario>,
    clock: Clock,
    /// What every authorization request to it has beside the usual.
    parameters: Vec<(String, String)>,
    /// How token requests to it are written.
    token_body: Body,
    /// What every tenant starts with, as the server and as a probe knows it.
    clients: (Arc<[RegisteredClient]>, Arc<[Client]>),
}

/// A wiremock server that is ended on a thread of its own.
///
/// wiremock waits for a lock while it is dropped. On a thread of tokio whose task has used up its
/// share of a turn, tokio lets nothing be had, and that wait would spin for ever.
#[derive(Debug)]
struct Mocked {
    uri: String,
    server: Option<MockServer>,
}

impl Drop for Mocked {
    fn drop(&mut self) {
        let Some(server) = self.server.take() else { return };
        // Where no thread can be had, the closure and the server in it are dropped here.
        if let Ok(ending) = thread::Builder::new().spawn(move || drop(server)) {
            // A panic in there was printed; there is nothing left to undo.
            let _ = ending.join();
        }
    }
}

/// A stand-in that could not be started.
#[derive(Debug, thiserror::Error)]
#[error("could not open a port on 127.0.0.1 for the stand-in: {0}")]
pub struct StandInError(#[from] io::Error);

impl StandIn {
    /// Starts a stand-in on a free port of 127.0.0.1, with the client `app` (secret
    /// `app-secret`, redirect URI `https://app.example/callback`) and some others.
    ///
    /// # Errors
    /// If no port can be opened.
    pub async fn start(scenario: Scenario) -> Result<Self, StandInError> {
        Self::start_with(scenario, enrolment::usual_clients()).await
    }

    /// Starts a stand-in with these clients alone.
    ///
    /// # Errors
    /// If no port can be opened.
    pub async fn start_with(
        scenario: Scenario,
        clients: Vec<RegisteredClient>,
    ) -> Result<Self, StandInError> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let scenario = Arc::new(scenario);
        let behaviour = &scenario.behaviour;
        let clients = enrolment::kept(clients, &behaviour.client);
        let tenants = Arc::new(Tenants::new(Arc::clone(&scenario)));
        let server = MockServer::builder().listener(listener).disable_request_recording().start().await;
        Mock::given(any()).respond_with(Answers(Arc::clone(&tenants))).mount(&server).await;
        let server = Mocked { uri: server.uri(), server: Some(server) };
        let clock = Clock::default();
        let known = clients.clone();
        let paths = tenants.routes.in_metadata();
        tenants.add(0, ServerState::new(&server.uri, clients, "root").with_paths(paths), clock.clone());
        let enrolled = known.iter().cloned().map(|client| enrolment::enrolled(client, behaviour)).collect();
        let clients = (known.into(), enrolled);
        let parameters = usual_parameters(&scenario);
        let token_body = Body::taken_by(&scenario.behaviour.token);
        Ok(Self { server, tenants, scenario, clock, parameters, token_body, clients })
    }

    /// A stand-in that opens no port: requests are handed to it without a wire, which is quicker by
    /// far. What is hosted answers the same.
    #[must_use]
    pub fn unhosted(scenario: Scenario) -> Self {
        let scenario = Arc::new(scenario);
        let behaviour = &scenario.behaviour;
        let clients = enrolment::kept(enrolment::usual_clients(), &behaviour.client);
        let enrolled = clients.iter().cloned().map(|client| enrolment::enrolled(client, behaviour)).collect();
        // An answer that is held back turns this clock, so that no time is waited.
        let tenants = Tenants { real: Clock::default(), ..Tenants::new(Arc::clone(&scenario)) };
        Self {
            server: Mocked { uri: NOWHERE.to_owned(), server: None },
            tenants: Arc::new(tenants),
            parameters: usual_parameters(&scenario),
            token_body: Body::taken_by(&scenario.behaviour.token),
            scenario,
            clock: Clock::default(),
            clients: (clients.into(), enrolled),
        }
    }

    /// The same, to be asked with these parameters in every authorization request, in the place of
    /// a `scope` of its own.
    #[must_use]
    pub fn asked_with(self, parameters: Vec<(String, String)>, token_body: Body) -> Self {
        Self { parameters, token_body, ..self }
    }

    /// The same, and its clients authenticate and use challenges as the first of these that has a
    /// secret too, or has none either.
    #[must_use]
    pub fn with_clients_like(self, clients: &[Client]) -> Self {
        let asking = |own: &Client| {
            let like = clients.iter().find(|other| other.secret.is_some() == own.secret.is_some());
            like.map_or_else(
                || own.clone(),
                |like| Client { auth: like.auth, pkce: like.pkce, ..own.clone() },
            )
        };
        let enrolled = self.clients.1.iter().map(asking).collect();
        Self { clients: (self.clients.0, enrolled), ..self }
    }

    /// Its base URL, without a slash at the end.
    #[must_use]
    pub fn uri(&self) -> String {
        self.server.uri.clone()
    }

    /// Its authorization endpoint.
    #[must_use]
    pub fn authorization_endpoint(&self) -> String {
        format!("{}{}", self.uri(), self.tenants.routes.authorization())
    }

    /// Its token endpoint.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        format!("{}{}", self.uri(), self.tenants.routes.token())
    }

    /// The clock it lives by; it stands still until it is wound.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

impl StandIn {
    /// Where another of its data centres is, if it has several.
    fn elsewhere(
        &self,
        at: impl Fn(&str) -> Result<Url, TargetError>,
    ) -> Result<Option<Elsewhere>, TargetError> {
        let Some(name) = self.scenario.behaviour.data_centres.others().next() else { return Ok(None) };
        let there = |path: &str| at(&format!("{DATA_CENTRE}{name}{path}"));
        let resource = self.scenario.endpoints.resource.as_deref().map(Routes::served);
        let token = there(self.tenants.routes.token())?;
        let resource = resource.as_deref().map(there).transpose()?;
        Ok(Some(Elsewhere { name: name.to_owned(), token, resource }))
    }
}

fn usual_parameters(scenario: &Scenario) -> Vec<(String, String)> {
    usual_scope(scenario).map(|scope| ("scope".to_owned(), scope.to_owned())).into_iter().collect()
}

/// The scope that a stand-in is asked for: what its scenario says a real one is asked for, or else
/// `read`, as far as the scenario does not say that there is no such scope; none if there is none.
#[must_use]
pub fn usual_scope(scenario: &Scenario) -> Option<&str> {
    let known = scenario.behaviour.authorization.scopes.as_deref();
    let is_known = |word: &str| known.is_none_or(|known| known.iter().any(|scope| scope == word));
    let of_server = scenario.sandbox.as_ref().and_then(|sandbox| sandbox.scope.as_deref());
    let of_server = of_server.filter(|scope| scope.split(' ').all(is_known));
    let read = Some("read").filter(|read| is_known(read));
    of_server.or(read).or_else(|| known?.first().map(String::as_str))
}

impl Target for StandIn {
    fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    fn is_live(&self) -> bool {
        false
    }

    async fn enrol(&self) -> Result<Tenant, TargetError> {
        let number = self.tenants.next.fetch_add(1, Ordering::SeqCst);
        let base = format!("{}/t/{number}", self.server.uri);
        let clock = Clock::default();
        self.tenants.add(
            number,
            ServerState::new(&base, Arc::clone(&self.clients.0), format!("tenant {number}"))
                .with_paths(self.tenants.routes.in_metadata())
                .asking(),
            clock.clone(),
        );
        let at = |path: &str| {
            // The well-known path comes ahead of an issuer's own (RFC 8414 section 3.1).
            let url = match path {
                WELL_KNOWN => format!("{}{path}/t/{number}", self.server.uri),
                _ => format!("{base}{path}"),
            };
            Url::parse(&url)
                .map_err(|error| TargetError::Input(format!("the endpoint `{path}` is no path: {error}")))
        };
        let further =
            Further::resolved(&self.scenario.endpoints, |_, endpoint| at(&Routes::served(endpoint)))?;
        Ok(Tenant {
            authorization: at(self.tenants.routes.authorization())?,
            token: Some(at(self.tenants.routes.token())?),
            further: Further {
                key: self.scenario.behaviour.accounts.key.clone(),
                elsewhere: self.elsewhere(at)?,
                ..further
            },
            clients: Arc::clone(&self.clients.1),
            parameters: self.parameters.clone(),
            clock: Some(clock),
            consent: Consent::None,
            login: Arc::default(),
            driver: None,
            keeper: None,
            hosts: Arc::from([]),
            quota: None,
            quotas: Arc::default(),
            token_body: self.token_body,
            hidden: Vec::new(),
            base: at("")?,
        })
    }

    fn courier_settings(&self) -> CourierSettings {
        let unhosted = || Arc::new(Unhosted(Arc::clone(&self.tenants))) as Arc<dyn Recipient>;
        let recipient = self.server.server.is_none().then(unhosted);
        // Its time is not ours, so there is nothing to wait for.
        CourierSettings { recipient, waits: false, ..CourierSettings::default() }
    }
}

/// All tenants of one server. Tenant 0 is at the root, tenant 7 below `/t/7`.
#[derive(Debug)]
struct Tenants {
    scenario: Arc<Scenario>,
    routes: Routes,
    /// Shows the real time since the start, whatever the tenants' clocks show.
    real: Clock,
    next: AtomicUsize,
    hosted: RwLock<BTreeMap<usize, Arc<Mutex<Hosted>>>>,
}

#[derive(Debug)]
struct Hosted {
    state: ServerState,
    clock: Clock,
}

impl Tenants {
    fn new(scenario: Arc<Scenario>) -> Self {
        Self {
            routes: Routes::of(&scenario.endpoints, &scenario.behaviour.data_centres),
            real: Clock::real(),
            next: AtomicUsize::new(1),
            hosted: RwLock::default(),
            scenario,
        }
    }

    fn add(&self, number: usize, state: ServerState, clock: Clock) {
        let hosted = Arc::new(Mutex::new(Hosted { state, clock }));
        self.hosted.write().unwrap_or_else(PoisonError::into_inner).insert(number, hosted);
    }

    fn answer(&self, incoming: &Incoming<'_>) -> Reply {
        let (number, path) = tenant_of(incoming.path);
        let hosted = self.hosted.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned();
        let Some(hosted) = hosted else { return Reply::page(404, "Not found", "There is no such tenant.") };
        let mut hosted: MutexGuard<'_, Hosted> = hosted.lock().unwrap_or_else(PoisonError::into_inner);
        let now = hosted.clock.now();
        let asked = self.routes.request(&Incoming { path, ..*incoming });
        decide(&self.scenario.behaviour, &mut hosted.state, &asked, now)
    }
}

/// The tenant and the rest of a path.
fn tenant_of(path: &str) -> (usize, &str) {
    let tenant = path.strip_prefix("/t/").and_then(|rest| {
        let (number, _) = rest.split_once('/')?;
        Some((number.parse().ok()?, &rest[number.len()..]))
    });
    let of_issuer = || path.strip_prefix(WELL_KNOWN)?.strip_prefix("/t/")?.parse().ok();
    tenant.or_else(|| Some((of_issuer()?, WELL_KNOWN))).unwrap_or((0, path))
}

struct Answers(Arc<Tenants>);

impl Respond for Answers {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let header = |name: &str| {
            request.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let reply = self.0.answer(&Incoming {
            method: request.method.as_str(),
            path: request.url.path(),
            query: request.url.query(),
            header: &header,
            body: &request.body,
            arrived: self.0.real.now(),
        });
        let mut response = ResponseTemplate::new(reply.status);
        if !reply.delay.is_zero() {
            response = response.set_delay(reply.delay);
        }
        let media_type = reply.headers.iter().find(|(name, _)| *name == "content-type");
        if let Some((_, media_type)) = media_type {
            response = response.set_body_raw(reply.body, media_type);
        }
        for (name, value) in reply.headers.iter().filter(|(name, _)| *name != "content-type") {
            response = response.append_header(*name, value.as_str());
        }
        response
    }
}

/// Takes requests by hand.
#[derive(Debug)]
struct Unhosted(Arc<Tenants>);

impl Recipient for Unhosted {
    fn answer(&self, sent: &Sent) -> Received {
        let header = |name: &str| {
            sent.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let (before, query) = match sent.url.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (sent.url.as_str(), None),
        };
        let reply = self.0.answer(&Incoming {
            method: sent.method,
            path: before.strip_prefix(NOWHERE).unwrap_or(before),
            query,
            header: &header,
            body: sent.body.as_deref().unwrap_or_default().as_bytes(),
            arrived: self.0.real.now(),
        });
        self.0.real.advance(reply.delay);
        let has_type = reply.headers.iter().any(|(name, _)| *name == "content-type");
        let headers = reply.headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes()));
        let body = if has_type { reply.body.into_bytes() } else { Vec::new() };
        Received::new(reply.status, headers.collect(), body)
    }
}
