//! Hostile answers by the thousand, between sound ones: no panic, no hang, no false verdict.
//!
//! A sound server, and one with a flaw, answer over loopback; a part of their answers is replaced
//! by what no server should send. `LITMUS_STORM=100000 cargo test storm` asks for that many.

use crate::support::{block_on, http, patched, received, sandbox};
use oauth_litmus::{
    budget::Budget,
    clock::Moment,
    profile::{Finding, Verdict},
    protocol::Parameters,
    rules::Level,
    scenario::Scenario,
    stand_in::{Endpoint, RegisteredClient, Request, ServerState, decide},
    survey::survey,
};
use std::{
    env,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    time::sleep,
};

/// How many hostile answers are wanted when nothing else is said.
const USUAL: usize = 300;

/// One in so many answers is hostile.
const SHARE: u64 = 12;

/// A server in bad weather.
struct Weather {
    scenario: Scenario,
    state: Mutex<ServerState>,
    random: AtomicU64,
    hostile: Arc<AtomicUsize>,
}

impl Weather {
    fn new(scenario: Scenario, seed: u64, hostile: Arc<AtomicUsize>) -> Self {
        let client = RegisteredClient {
            id: "app".to_owned(),
            secret: Some(oauth_litmus::protocol::Secret::new("app-secret")),
            redirect_uris: vec![oauth_litmus::protocol::RedirectUri::new("https://app.example/callback")],
        };
        let state = Mutex::new(ServerState::new("http://127.0.0.1", vec![client], seed.to_string()));
        Self { scenario, state, random: AtomicU64::new(seed), hostile }
    }

    /// The next of a row of numbers that look random (as `SplitMix64` does).
    fn draw(&self) -> u64 {
        let mut z = self.random.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn sound(&self, request: &str) -> Vec<u8> {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let endpoint = match path {
            "/authorize" => Endpoint::Authorization,
            "/token" => Endpoint::Token,
            _ => Endpoint::Unknown,
        };
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let request = Request {
            method: method.to_owned(),
            endpoint,
            data_centre: None,
            query: Parameters::parse(query),
            form: Parameters::parse(body),
            other_body: None,
            authorization: header("authorization: "),
            accepts_json: false,
            cookie: None,
            forwarded_host: None,
            path: String::new(),
            arrived: Moment::default(),
        };
        let mut state = self.state.lock().expect("a state");
        let reply = decide(&self.scenario.behaviour, &mut state, &request, Moment::default());
        let headers: Vec<String> =
            reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let headers = headers.concat();
        let length = reply.body.len();
        let head = format!(
            "HTTP/1.1 {} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n",
            reply.status
        );
        [head.into_bytes(), reply.body.into_bytes()].concat()
    }

    async fn answer(&self, mut stream: TcpStream) {
        let Some(request) = received(&mut stream).await else { return };
        if !self.draw().is_multiple_of(SHARE) {
            let _ = stream.write_all(&self.sound(&request)).await;
            return;
        }
        self.hostile.fetch_add(1, Ordering::SeqCst);
        let kind = self.draw() % 22;
        match kind {
            0 => endless(&mut stream, b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n").await,
            1 => endless(&mut stream, b"HTTP/1.1 200 OK\r\nx-padding: ").await,
            2 => drip(&mut stream, &self.sound(&request)).await,
            kind => drop(stream.write_all(&hostile(kind, &self.sound(&request))).await),
        }
    }
}

/// Bytes without an end, until nobody reads on.
async fn endless(stream: &mut TcpStream, head: &[u8]) {
    let _ = stream.write_all(head).await;
    for _ in 0..64 {
        if stream.write_all(&[b'a'; 16_384]).await.is_err() {
            return;
        }
    }
}

/// A sound answer, slower than anyone waits.
async fn drip(stream: &mut TcpStream, answer: &[u8]) {
    for byte in answer.iter().take(12) {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        sleep(Duration::from_millis(40)).await;
    }
}

fn hostile(kind: u64, sound: &[u8]) -> Vec<u8> {
    let long = |count: usize| "a".repeat(count);
    match kind {
        3 => Vec::new(),
        4 => sound[..sound.len() / 2].to_vec(),
        5 => b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\nshort".to_vec(),
        6 => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nnonsense".to_vec(),
        7 => b"\x00\x01\xfe\xffgarbage\r\n\r\n".to_vec(),
        8 => b"HTTP/1.1 200 OK\r\n\xff\xfe: \x01\r\n: empty\r\nno colon\r\n\r\n".to_vec(),
        9 => format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(5_000)).into_bytes(),
        10 => http("302 Found", &format!("location: /{}\r\n", long(60_000)), ""),
        11 => http("302 Found", "location: /authorize?again\r\n", ""),
        12 => http("302 Found", "location: \x7f\t//\\\\@[::\r\n", ""),
        13 => http("302 Found", "", ""),
        14 => http("500 Internal Server Error", "", "stack trace"),
        15 => http("429 Too Many Requests", "retry-after: 0\r\n", ""),
        16 => {
            http("200 OK", "refresh: 0\r\n", "<meta http-equiv=refresh content=';;;'><form><input name=code>")
        }
        17 => [http("200 OK", "content-encoding: gzip\r\n", ""), vec![0x1f, 0x8b, 0xff, 0x00]].concat(),
        18 => http("200 OK", "set-cookie: =;=;\x01\r\n", &"<form><select><option>".repeat(3_000)),
        19 => b"HTTP/9.9 999 ???\r\n\r\n".to_vec(),
        20 => [sound, sound].concat(),
        _ => (0..4_096_u32).map(|n| (n * 31 % 251) as u8).collect(),
    }
}

async fn server(weather: Weather) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let weather = Arc::new(weather);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let weather = Arc::clone(&weather);
            tokio::spawn(async move { weather.answer(stream).await });
        }
    });
    base
}

/// Surveys servers of this sort until enough hostile answers were given; every finding of every
/// survey that came about.
fn surveyed(scenario: &Scenario, share: usize) -> Vec<Finding> {
    let wanted = env::var("LITMUS_STORM").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL);
    let hostile = Arc::new(AtomicUsize::new(0));
    let mut findings = Vec::new();
    block_on(async {
        for seed in 0.. {
            if hostile.load(Ordering::SeqCst) >= wanted / share {
                break;
            }
            let base = server(Weather::new(scenario.clone(), seed, Arc::clone(&hostile))).await;
            let sandbox = sandbox(&base, "consent = \"automatic\"\ntimeout = \"250ms\"");
            let budget = Budget {
                cases: 24,
                patience: Duration::ZERO,
                respite: Duration::from_millis(300),
                seed,
                ..Budget::live(true)
            };
            if let Ok(profile) = survey(&sandbox, &budget).await {
                findings.extend(profile.findings);
            }
        }
    });
    assert!(findings.iter().any(|finding| finding.verdict == Verdict::Upheld), "nothing was ever upheld");
    findings
}

#[test]
fn a_sound_server_is_never_found_guilty() {
    let findings = surveyed(&patched("rfc9700", ""), 2);
    let guilty: Vec<String> = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Violated && finding.level != Level::Report)
        .map(ToString::to_string)
        .collect();
    assert_eq!(guilty, [""; 0]);
}

#[test]
fn a_flaw_is_never_overlooked_in_silence() {
    let flawed = patched("rfc9700", "[redirect_uri]\nmatch = { path = \"any\" }\n[code]\nuses = 2");
    let findings = surveyed(&flawed, 2);
    let broken = ["redirect/exact-match", "redirect/path-append", "redirect/path-parent", "code/single-use"];
    let of_broken = || findings.iter().filter(|finding| broken.contains(&finding.rule));
    let praised: Vec<String> =
        of_broken().filter(|finding| finding.verdict == Verdict::Upheld).map(ToString::to_string).collect();
    assert_eq!(praised, [""; 0]);
    assert!(of_broken().any(|finding| finding.verdict == Verdict::Violated), "nothing was found");
}
