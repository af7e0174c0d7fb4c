//! A browser made by hand: it sends what it is told, and keeps its cookies, whatever the port;
//! and stand-ins for it to ask.

use oauth_litmus::{
    protocol::{Parameters, encode},
    scenario::Scenario,
    stand_in::{Listener, Service},
};
use std::{collections::BTreeMap, future::pending};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Cookies by name, for all servers of this machine.
#[derive(Default)]
pub(crate) struct Browser(BTreeMap<String, String>);

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) async fn get(&mut self, url: &str) -> Answer {
        self.send("GET", url, "").await
    }

    pub(crate) async fn post(&mut self, url: &str, form: &[(&str, &str)]) -> Answer {
        let form: Parameters = form.iter().copied().collect();
        self.send("POST", url, &form.to_string()).await
    }

    async fn send(&mut self, method: &str, url: &str, body: &str) -> Answer {
        let rest = url.strip_prefix("http://").expect("a URL of a stand-in");
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let cookies: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (cookies, length) = (cookies.join("; "), body.len());
        let answer = raw(
            host,
            format!(
                "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookies}\r\nconnection: close\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
            )
            .as_bytes(),
        )
        .await;
        if let Some(cookie) = answer.header("set-cookie") {
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            self.0.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Fills in the login page and presses its button.
    pub(crate) async fn log_in(&mut self, base: &str, page: &Answer, user: &str) -> Answer {
        let form = [("transaction", &*page.transaction()), ("username", user), ("password", "any")];
        self.post(&format!("{base}/_litmus/login"), &form).await
    }

    /// Presses a button of the consent page.
    pub(crate) async fn decide(&mut self, base: &str, page: &Answer, decision: &str) -> Answer {
        let form = [("transaction", &*page.transaction()), ("decision", decision)];
        self.post(&format!("{base}/_litmus/consent"), &form).await
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(field, _)| *field == name).map(|(_, value)| value).next()
    }

    pub(crate) fn title(&self) -> &str {
        let after = self.body.split_once("<title>").map_or("", |(_, after)| after);
        after.split(" - ").next().unwrap_or_default()
    }

    /// The parameters that the browser is sent away with.
    pub(crate) fn callback(&self) -> Parameters {
        let location = self.header("location").unwrap_or_else(|| panic!("no redirect: {self:?}"));
        Parameters::parse(location.split_once('?').map_or("", |(_, query)| query))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn transaction(&self) -> String {
        let mark = "name=\"transaction\" value=\"";
        let (_, after) = self.body.split_once(mark).unwrap_or_else(|| panic!("no form: {self:?}"));
        after.split('"').next().unwrap_or_default().to_owned()
    }
}

/// Sends these bytes, and reads until the server closes the connection.
pub(crate) async fn raw(host: &str, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(host).await.expect("a connection");
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).expect("UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Answer {
        status: head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// What is registered for `app`.
pub(crate) const CALLBACK: &str = "https://app.example/callback";

/// A stand-in that runs for as long as the test does, and its base URL.
pub(crate) async fn started(service: Service) -> String {
    let listener = Listener::bind(service, 0).await.expect("a port");
    let base = listener.uri();
    tokio::spawn(listener.run(pending()));
    base
}

/// A stand-in of the reference for RFC 9700 that asks a person.
pub(crate) async fn reference() -> String {
    started(Service::new(Scenario::named("rfc9700").expect("a scenario"))).await
}

/// The URL at which `app` asks for a code.
pub(crate) fn asking(base: &str, more: &str) -> String {
    let uri = encode(CALLBACK);
    format!(
        "{base}/authorize?response_type=code&client_id=app&redirect_uri={uri}&scope=read&state=s%26t{more}"
    )
}

/// What `app` gets for a code, with these fields more.
pub(crate) async fn redeemed(base: &str, token: &str, code: &str, more: &[(&str, &str)]) -> Answer {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", "app"),
        ("client_secret", "app-secret"),
    ];
    Browser::default().post(&format!("{base}{token}"), &[&form, more].concat()).await
}
