//! What several tests need: a runtime, scenarios with a patch, and servers made by hand.

use oauth_litmus::{
    budget::Budget,
    profile::Profile,
    sandbox::{Outside, Sandbox},
    scenario::Scenario,
    stand_in::StandIn,
    survey::survey,
};
use std::{
    fs,
    future::Future,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Runs a future on a runtime of its own.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

/// A path inside the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A bundled reference scenario with `patch`, a fragment of TOML, laid over it.
pub(crate) fn patched(stem: &str, patch: &str) -> Scenario {
    let text = fs::read_to_string(in_repository(&format!("scenarios/reference/{stem}.toml")))
        .expect("a reference scenario");
    let mut table: toml::Table = text.parse().expect("TOML");
    lay_over(&mut table, patch.parse().expect("a patch in TOML"));
    Scenario::parse(stem, &table.to_string()).expect("a patched scenario")
}

/// Lays the keys of one table over those of another.
pub(crate) fn lay_over(table: &mut toml::Table, patch: toml::Table) {
    for (key, value) in patch {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => lay_over(under, over),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

/// The profile of a stand-in for `scenario`.
pub(crate) async fn surveyed(scenario: Scenario, budget: &Budget) -> Profile {
    let stand_in = StandIn::start(scenario).await.expect("a stand-in");
    survey(&stand_in, budget).await.expect("a survey")
}

/// A budget that draws no composed cases.
pub(crate) fn singles_only() -> Budget {
    Budget { cases: 0, ..Budget::default() }
}

/// A sandbox at `base` with one confidential client, and the given lines in its section.
pub(crate) fn sandbox(base: &str, section: &str) -> Sandbox {
    let text = format!(
        "[provider]\nname = \"made by hand\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
         [sandbox]\nbase = \"{base}\"\n{section}\n[[sandbox.client]]\nid = \"app\"\nsecret = \"app-secret\"\n\
         redirect_uris = [\"https://app.example/callback\"]\n"
    );
    let scenario = Scenario::parse("made-by-hand", &text).expect("a scenario");
    let outside = Outside { variable: &|_| None, file: &|_| Err(io::Error::from(io::ErrorKind::NotFound)) };
    Sandbox::new(scenario, &outside).expect("a sandbox")
}

/// A server made by hand: `answer` gets the number of the request and its text, and gives the
/// bytes that go back; the connection is closed after each.
pub(crate) async fn server<A>(answer: A) -> String
where
    A: Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        let mut number = 0;
        while let Ok((stream, _)) = listener.accept().await {
            number += 1;
            tokio::spawn(serve(stream, number, Arc::clone(&answer)));
        }
    });
    base
}

async fn serve<A: Fn(usize, &str) -> Vec<u8>>(mut stream: TcpStream, number: usize, answer: Arc<A>) {
    let Some(request) = received(&mut stream).await else { return };
    let _ = stream.write_all(&answer(number, &request)).await;
    let _ = stream.shutdown().await;
}

/// The text of one request, head and body; nothing if it does not come whole.
pub(crate) async fn received(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(head) = text.windows(4).position(|window| window == b"\r\n\r\n") {
            let shown = String::from_utf8_lossy(&text[..head]).to_ascii_lowercase();
            let length =
                shown.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            if text.len() >= head + 4 + length.unwrap_or(0) {
                return Some(String::from_utf8_lossy(&text).into_owned());
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => text.extend_from_slice(&chunk[..read]),
        }
    }
}

/// A complete HTTP/1.1 answer.
pub(crate) fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}").into_bytes()
}

/// The decoded `redirect_uri` of a request's head.
pub(crate) fn requested(head: &str) -> String {
    let target = head.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    oauth_litmus::protocol::Parameters::parse(query).first("redirect_uri").unwrap_or_default()
}

/// What a sound server says before login: a login page for one registered URI of a client it
/// knows, else an error; and to a token request, that the client or the code is no good.
pub(crate) fn sound(head: &str) -> Vec<u8> {
    if head.starts_with("POST") {
        let body = "{\"error\":\"invalid_client\"}";
        let length = body.len();
        let head = "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\nwww-authenticate: Basic";
        return format!("{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes();
    }
    let known = head.contains("client_id=app&") && head.matches("redirect_uri=").count() == 1;
    if known && requested(head) == "https://app.example/callback" {
        http("302 Found", "location: /login?session=4f1c9a77e0d24b5e9a\r\n", "")
    } else {
        http("400 Bad Request", "", "<title>Error</title><p>invalid redirect uri</p>")
    }
}
