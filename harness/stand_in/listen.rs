//! Hosting a stand-in for programs of any language and for people: the only user of hyper.

use super::{
    consent::decide_asking,
    decide::Decide,
    enrolment::{kept, usual_clients},
    reply::Reply,
    request::Endpoint,
    routes::{self, Routes},
    state::{RegisteredClient, ServerState},
    winding::wind,
};
use crate::{clock::Clock, scenario::Scenario};
use futures_util::future::{Either, select};
use hyper::{
    Request, Response,
    body::{Body as _, Incoming},
    http::{HeaderValue, StatusCode, request::Parts},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    future::poll_fn,
    hash::{BuildHasher as _, RandomState},
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{sleep, timeout},
};

/// How long a client may take for the head of a request, and again for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is under way may take once the listener is stopped.
const GRACE: Duration = Duration::from_secs(2);
/// How long to wait where no connection can be accepted, as when files have run out.
const BREATH: Duration = Duration::from_millis(50);
/// The largest head and the largest body of a request, in bytes.
const LARGEST: usize = 64 << 10;

/// What a [`Listener`] hosts.
#[derive(Clone, Debug)]
pub struct Service {
    /// The provider it stands in for.
    pub scenario: Scenario,
    /// The clients it knows.
    pub clients: Vec<RegisteredClient>,
    /// The clock it lives by.
    pub clock: Clock,
    /// How it comes to its answers.
    pub decide: Decide,
}

impl Service {
    /// A stand-in with the usual clients that lives in real time and asks a person.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario, clients: usual_clients(), clock: Clock::real(), decide: decide_asking }
    }
}

/// A stand-in on a port of 127.0.0.1, for as long as it is run.
///
/// ```
/// use oauth_litmus::{scenario::Scenario, stand_in::{Listener, Service}};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let service = Service::new(Scenario::named("zoho").unwrap());
/// let zoho = Listener::bind(service, 0).await.unwrap();
/// assert_eq!(zoho.token_endpoint(), format!("{}/oauth/v2/token", zoho.uri()));
/// zoho.run(async { /* until this is over */ }).await;
/// # });
/// ```
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    hosted: Arc<Hosted>,
}

#[derive(Debug)]
struct Hosted {
    service: Service,
    routes: Routes,
    /// Shows the real time since the start, however far the service's clock is turned.
    real: Clock,
    state: Mutex<ServerState>,
}

impl Listener {
    /// Opens `port`, or a free one if it is 0; nothing is answered before it is run.
    ///
    /// # Errors
    /// If the port cannot be opened.
    pub async fn bind(service: Service, port: u16) -> io::Result<Self> {
        let Service { scenario, clients, .. } = service;
        let routes = Routes::of(&scenario.endpoints, &scenario.behaviour.data_centres);
        let clients = kept(clients, &scenario.behaviour.client);
        let service = Service { scenario, clients, ..service };
        let socket = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = socket.local_addr()?;
        // Codes and sessions of one run are no good in the next.
        let salt = RandomState::new().hash_one(address);
        let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let state = ServerState::new(format!("http://{address}"), service.clients.clone(), salt.to_string())
            .of_provider(&service.scenario.name)
            .since(today);
        let state = state.with_paths(routes.in_metadata());
        let hosted = Arc::new(Hosted { service, routes, real: Clock::real(), state: Mutex::new(state) });
        Ok(Self { socket, address, hosted })
    }

    /// Its base URL, without a slash at the end.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its authorization endpoint.
    #[must_use]
    pub fn authorization_endpoint(&self) -> String {
        format!("{}{}", self.uri(), self.hosted.routes.authorization())
    }

    /// Its token endpoint.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        format!("{}{}", self.uri(), self.hosted.routes.token())
    }

    /// Its data centres beside the one that its endpoints are at: the name of each, and its base URL.
    #[must_use]
    pub fn data_centres(&self) -> Vec<(String, String)> {
        let others = self.hosted.service.scenario.behaviour.data_centres.others();
        others.map(|name| (name.to_owned(), format!("{}{}{name}", self.uri(), routes::DATA_CENTRE))).collect()
    }

    /// Where its clock is read with GET, and turned with POST and a form field `advance`.
    #[must_use]
    pub fn clock_endpoint(&self) -> String {
        format!("{}{}", self.uri(), routes::CLOCK)
    }

    /// What it hosts.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.hosted.service
    }

    /// Answers until `end` comes; then takes no more, and lets what is under way finish for two
    /// seconds at most.
    pub async fn run(self, end: impl Future<Output = ()>) {
        let (stop, stopping) = watch::channel(());
        let mut end = pin!(end);
        loop {
            match select(end.as_mut(), pin!(self.socket.accept())).await {
                Either::Left(_) => break,
                Either::Right((Ok((stream, _)), _)) => {
                    tokio::spawn(converse(stream, Arc::clone(&self.hosted), stopping.clone()));
                }
                Either::Right((Err(_), _)) => sleep(BREATH).await,
            }
        }
        drop((self.socket, stopping));
        stop.send_replace(());
        stop.closed().await;
    }
}

/// One connection, until either side has enough of it.
async fn converse(stream: TcpStream, hosted: Arc<Hosted>, mut stopping: watch::Receiver<()>) {
    let service = service_fn(move |request| {
        let hosted = Arc::clone(&hosted);
        async move { Ok::<_, Infallible>(hosted.answer(request).await) }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(LARGEST)
            .serve_connection(TokioIo::new(stream), service)
    );
    if let Either::Right(_) = select(connection.as_mut(), pin!(stopping.changed())).await {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(GRACE, connection).await;
    }
}

impl Hosted {
    async fn answer(&self, request: Request<Incoming>) -> Response<String> {
        let (head, body) = request.into_parts();
        let late = || Reply::page(408, "Request timeout", "The request did not arrive in time.");
        let reply = match timeout(PATIENCE, whole(body)).await.unwrap_or_else(|_| Err(Box::new(late()))) {
            Ok(body) => self.reply(&head, &body),
            Err(refusal) => refusal.with("connection", "close"),
        };
        if !reply.delay.is_zero() {
            sleep(reply.delay).await;
        }
        on_the_wire(reply)
    }

    fn reply(&self, head: &Parts, body: &[u8]) -> Reply {
        let header = |name: &str| {
            head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let request = self.routes.request(&routes::Incoming {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query(),
            header: &header,
            body,
            arrived: self.real.now(),
        });
        let Service { scenario, clock, decide, .. } = &self.service;
        if request.endpoint == Endpoint::Clock {
            return wind(clock, &request);
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        decide(&scenario.behaviour, &mut state, &request, clock.now())
    }
}

/// A whole body, or why it is refused.
async fn whole(mut body: Incoming) -> Result<Vec<u8>, Box<Reply>> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(frame) = frame else {
            return Err(Box::new(Reply::page(400, "Bad request", "The body of the request is broken.")));
        };
        bytes.extend_from_slice(frame.data_ref().map_or(&[], |data| data.as_ref()));
        if bytes.len() > LARGEST {
            return Err(Box::new(Reply::page(413, "Content too large", "A body has 64 KiB at most.")));
        }
    }
    Ok(bytes)
}

fn on_the_wire(reply: Reply) -> Response<String> {
    let mut response = Response::new(reply.body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
