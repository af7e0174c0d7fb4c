//! The courier: the only user of reqwest. It sends what is meant, byte for byte, follows
//! nothing, reads no more than it must, and keeps the pace it is given.

use super::{
    outgoing::{Action, Outgoing},
    tally::Tally,
};
use crate::{
    evidence::{Exchange, Fault, Received, Sent},
    protocol::Secret,
};
use futures_util::future::join_all;
use std::{
    error::Error as _,
    fmt,
    io::ErrorKind,
    sync::{
        Arc, Once,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpStream;
use url::Url;

/// The largest body that is read, in bytes.
const BODY_LIMIT: usize = 1 << 18;

/// What a courier has to know of a target.
#[derive(Clone, Debug)]
pub struct CourierSettings {
    /// Whether the target speaks https; the TLS client is built only then.
    pub tls: bool,
    /// A certificate authority to trust beside the system's, in PEM.
    pub ca: Option<Vec<u8>>,
    /// Header fields added to every request.
    pub headers: Vec<(String, Secret)>,
    /// The least time between two requests.
    pub pace: Duration,
    /// How long a complete answer may take.
    pub patience: Duration,
    /// The most requests.
    pub limit: Option<usize>,
    /// Whether a pause that the server asks for is waited out.
    pub waits: bool,
    /// Who takes the requests instead of the wire, if anybody does.
    pub recipient: Option<Arc<dyn Recipient>>,
}

/// Takes requests that go over no wire.
pub trait Recipient: fmt::Debug + Send + Sync {
    /// The answer to what was sent.
    fn answer(&self, sent: &Sent) -> Received;
}

impl Default for CourierSettings {
    fn default() -> Self {
        let patience = Duration::from_secs(10);
        Self {
            tls: false,
            ca: None,
            headers: Vec::new(),
            pace: Duration::ZERO,
            patience,
            limit: None,
            waits: true,
            recipient: None,
        }
    }
}

/// A courier that cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be built: {0}")]
pub struct CourierError(String);

/// How requests get to the target.
#[derive(Debug)]
enum Way {
    Wire(reqwest::Client),
    Handed(Arc<dyn Recipient>),
}

/// Sends requests to one target.
#[derive(Debug)]
pub struct Courier {
    way: Way,
    settings: CourierSettings,
    tally: Tally,
    /// Whether the server ends each connection with its answer, as the last one showed.
    closes: AtomicBool,
}

impl Courier {
    /// Makes a courier; what an earlier part of the run has sent counts against the limit.
    ///
    /// # Errors
    /// If the TLS client cannot be built, as where no certificate authorities are installed.
    pub fn new(settings: CourierSettings, sent_before: usize) -> Result<Self, CourierError> {
        let way = match &settings.recipient {
            Some(recipient) => Way::Handed(Arc::clone(recipient)),
            None => Way::Wire(client(&settings)?),
        };
        let tally = Tally::of(settings.limit, sent_before, settings.pace);
        let closes = AtomicBool::new(false);
        Ok(Self { way, settings, tally, closes })
    }

    /// How many requests were sent so far, those before included.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.tally.sent()
    }

    /// The limit on requests, if there is one.
    #[must_use]
    pub fn limit(&self) -> Option<usize> {
        self.tally.limit()
    }

    /// The limit on requests, if it is reached.
    #[must_use]
    pub fn spent(&self) -> Option<usize> {
        self.tally.spent()
    }

    /// What is sent to the target, by whomever.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Sends a request and waits for its answer; whatever goes wrong is a [`Fault`].
    pub async fn send(&self, outgoing: Outgoing) -> Exchange {
        let mut sent =
            Sent { method: outgoing.action.method(), url: String::new(), headers: Vec::new(), body: None };
        let url = match meant_url(&outgoing) {
            Ok(url) => url,
            Err(fault) => {
                sent.url = format!("{}?{}", outgoing.endpoint, outgoing.query);
                return Exchange { sent, received: Err(fault) };
            }
        };
        url.as_str().clone_into(&mut sent.url);
        let body = outgoing.action.body();
        sent.headers.extend(body.iter().map(|(media_type, _)| ("content-type", (*media_type).to_owned())));
        let own = outgoing.headers.iter().map(|(name, value)| (*name, value.reveal().to_owned()));
        sent.headers.extend(own);
        sent.body = body.map(|(_, body)| body);
        let client = match &self.way {
            Way::Wire(client) => client,
            Way::Handed(recipient) => {
                let received = self.hand_over(recipient.as_ref(), &sent);
                return Exchange { sent, received };
            }
        };
        let mut request = match &outgoing.action {
            Action::Get => client.get(url),
            Action::Form(_) | Action::Json(_) | Action::Text(_) => client.post(url),
            Action::Delete => client.delete(url),
        };
        if let Some(body) = &sent.body {
            request = request.body(body.clone());
        }
        let own = sent.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let fixed = self.settings.headers.iter().map(|(name, value)| (name.as_str(), value.reveal()));
        let (cookies, fields): (Vec<_>, Vec<_>) =
            own.chain(fixed).partition(|(name, _)| name.eq_ignore_ascii_case("cookie"));
        let cookies = together(cookies.iter().map(|(_, value)| *value));
        let fields = fields.into_iter().chain(cookies.as_deref().map(|cookies| ("cookie", cookies)));
        let request = fields.fold(request, |request, (name, value)| request.header(name, value));
        let received = self.deliver(&request, outgoing.action == Action::Get).await;
        Exchange { sent, received }
    }

    /// Hands a request to who takes it; what the wire would not carry is not handed over either.
    fn hand_over(&self, recipient: &dyn Recipient, sent: &Sent) -> Result<Received, Fault> {
        let carried = |value: &str| value.bytes().all(|byte| matches!(byte, b'\t' | 0x20..0x7f));
        if sent.headers.iter().any(|(_, value)| !carried(value)) {
            return Err(Fault::NotSendable("the request cannot be built".to_owned()));
        }
        self.tally.count()?;
        Ok(recipient.answer(sent))
    }

    /// Whether anybody listens where this endpoint is; nothing is sent.
    pub async fn reaches(&self, endpoint: &Url) -> bool {
        let Way::Wire(_) = &self.way else { return true };
        let (Some(host), Some(port)) = (endpoint.host_str(), endpoint.port_or_known_default()) else {
            return true;
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let connected = tokio::time::timeout(self.settings.patience, TcpStream::connect((host, port))).await;
        !matches!(connected, Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused)
    }

    /// Opens a connection for each of these endpoints, to be used by what is sent next; an OPTIONS
    /// request does nothing else (RFC 9110 section 9.3.7). A server that ends each connection with its
    /// answer is spared them.
    pub async fn connect(&self, endpoints: &[Url]) {
        let Way::Wire(client) = &self.way else { return };
        if self.closes.load(Ordering::Relaxed) {
            return;
        }
        let opened = endpoints.iter().map(async |endpoint| {
            let asked = client.request(reqwest::Method::OPTIONS, endpoint.clone());
            self.tally.count().is_ok() && self.answer(asked).await.is_ok()
        });
        join_all(opened).await;
    }

    /// Sends a request, again after each pause that the server asks for. One with a form is not
    /// sent again: whatever the server says, it may have carried it out (RFC 9110 section 9.2.2).
    async fn deliver(&self, request: &reqwest::RequestBuilder, repeatable: bool) -> Result<Received, Fault> {
        let mut times = 0;
        loop {
            self.tally.count()?;
            self.tally.pace.turn().await;
            let unsendable = || Fault::NotSendable("the request cannot be built".to_owned());
            let received = self.answer(request.try_clone().ok_or_else(unsendable)?).await?;
            let pause = if self.settings.waits { self.tally.pace.put_off(&received, times) } else { None };
            match pause {
                Some(pause) if self.spent().is_none() => self.tally.pace.hold(pause),
                _ => return Ok(received),
            }
            if !repeatable {
                return Ok(received);
            }
            times += 1;
        }
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> Result<Received, Fault> {
        let patience = self.settings.patience;
        let answered = tokio::time::timeout(patience, read(request, &self.closes));
        answered.await.unwrap_or(Err(Fault::TimedOut(patience)))
    }
}

/// One `Cookie` of several, as a user agent sends no more (RFC 6265 section 5.4); of two of a name the
/// first counts, which is the newer one. Nothing if there are none.
fn together<'c>(cookies: impl Iterator<Item = &'c str>) -> Option<String> {
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for pair in cookies.flat_map(|cookies| cookies.split(';')).map(str::trim).filter(|pair| !pair.is_empty())
    {
        let name = pair.split('=').next().unwrap_or_default();
        if !kept.iter().any(|(known, _)| *known == name) {
            kept.push((name, pair));
        }
    }
    let pairs: Vec<&str> = kept.into_iter().map(|(_, pair)| pair).collect();
    (!pairs.is_empty()).then(|| pairs.join("; "))
}

fn client(settings: &CourierSettings) -> Result<reqwest::Client, CourierError> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .http1_only()
        .user_agent(concat!("oauth-litmus/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(5));
    install_crypto();
    if settings.tls {
        if let Some(pem) = &settings.ca {
            let authority =
                reqwest::Certificate::from_pem(pem).map_err(|error| CourierError(root_cause(&error)))?;
            builder = builder.tls_certs_merge([authority]);
        }
    } else {
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| CourierError(root_cause(&error)))
}

/// A client for a program on this machine.
#[cfg(feature = "browser")]
pub(super) fn plain_client(patience: Duration) -> Result<reqwest::Client, CourierError> {
    install_crypto();
    let builder = reqwest::Client::builder().no_proxy().http1_only().timeout(patience).tls_certs_only([]);
    builder.build().map_err(|error| CourierError(root_cause(&error)))
}

/// Makes ring the process's provider of TLS cryptography, unless there is one already.
fn install_crypto() {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

async fn read(request: reqwest::RequestBuilder, closes: &AtomicBool) -> Result<Received, Fault> {
    let mut response = request.send().await.map_err(|error| fault(&error))?;
    closes.store(is_last(&response), Ordering::Relaxed);
    let headers =
        response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let (status, headers, mut body) = (response.status().as_u16(), headers.collect(), Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Fault::TooLarge(BODY_LIMIT));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Received::new(status, headers, body))
}

/// Whether the server ends the connection with this answer (RFC 9112 section 9.3).
fn is_last(response: &reqwest::Response) -> bool {
    let field = response.headers().get("connection").and_then(|value| value.to_str().ok());
    let says = |option: &str| {
        field.is_some_and(|field| field.split(',').any(|said| said.trim().eq_ignore_ascii_case(option)))
    };
    says("close") || response.version() < reqwest::Version::HTTP_11 && !says("keep-alive")
}

/// The URL with the query as it is meant; refused where the URL library would change it.
fn meant_url(outgoing: &Outgoing) -> Result<Url, Fault> {
    let mut url = outgoing.endpoint.clone();
    let own = outgoing.query.to_string();
    let query = match url.query() {
        Some(query) if !query.is_empty() && !own.is_empty() => format!("{query}&{own}"),
        Some(query) if !query.is_empty() => query.to_owned(),
        _ => own,
    };
    url.set_query((!query.is_empty()).then_some(&query));
    if url.query().unwrap_or_default() != query {
        return Err(Fault::NotSendable("the query would be rewritten on the way".to_owned()));
    }
    if url.as_str().len() >= usize::from(u16::MAX) {
        return Err(Fault::NotSendable("the URL is longer than 65,534 bytes".to_owned()));
    }
    Ok(url)
}

fn fault(error: &reqwest::Error) -> Fault {
    let cause = root_cause(error);
    if error.is_timeout() {
        Fault::TimedOut(Duration::from_secs(5))
    } else if error.is_connect() {
        Fault::Unreachable(cause)
    } else if error.is_builder() {
        Fault::NotSendable(cause)
    } else {
        Fault::Broken(cause)
    }
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = error.to_string();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn the_cookies_of_a_session_made_elsewhere_give_way_to_newer_ones() {
        let sent = together(["session=new; a=1", "session=old; b=2"].into_iter());
        assert_eq!(sent.as_deref(), Some("session=new; a=1; b=2"));
        assert_eq!(together(std::iter::empty()), None);
    }
}
