//! How many requests a browser sent to the server, as its log tells: pages, the redirects between
//! them, and whatever they load. Pure.

use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// The requests that went to the server.
#[derive(Default)]
pub(super) struct Tolls {
    /// Its hosts, most with a port; nothing else is reached.
    reaches: Vec<String>,
    sent: usize,
    /// How many of them were told of.
    told: usize,
    /// Those that may yet turn out to have gone nowhere.
    open: BTreeSet<String>,
}

impl Tolls {
    /// Counts what goes to these hosts.
    pub(super) fn of(reaches: &[String]) -> Self {
        Self { reaches: reaches.to_vec(), ..Self::default() }
    }

    /// How many requests went there since this was asked last.
    pub(super) fn since(&mut self) -> usize {
        let more = self.sent.saturating_sub(self.told);
        self.told += more;
        more
    }

    /// Takes up an entry of the log.
    pub(super) fn take(&mut self, event: &str, about: &Value) {
        let request = about["requestId"].as_str().unwrap_or_default();
        let goes_nowhere = match event {
            // Each redirect is told as one more request of the same name.
            "Network.requestWillBeSent" => is_cached(&about["redirectResponse"]),
            "Network.responseReceived" => is_cached(&about["response"]),
            "Network.requestServedFromCache" => true,
            // What a page forbids itself, or the browser forbids it.
            "Network.loadingFailed" => !about["blockedReason"].is_null(),
            _ => false,
        };
        if goes_nowhere && self.open.remove(request) {
            self.sent = self.sent.saturating_sub(1);
        }
        let url = match event {
            "Network.requestWillBeSent" => &about["request"]["url"],
            "Network.webSocketCreated" => &about["url"],
            _ => return,
        };
        if self.reach(url.as_str().unwrap_or_default()) {
            self.sent += 1;
            self.open.insert(request.to_owned());
        }
    }

    fn reach(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
        let with_port = format!("{host}:{port}");
        self.reaches.iter().any(|known| known == host || *known == with_port)
    }
}

/// Whether an answer came from no server.
fn is_cached(response: &Value) -> bool {
    ["fromDiskCache", "fromPrefetchCache", "fromServiceWorker"].iter().any(|from| response[from] == true)
}

#[cfg(test)]
mod tests {
    use super::Tolls;
    use serde_json::{Value, json};

    fn asked(id: &str, url: &str) -> (&'static str, Value) {
        ("Network.requestWillBeSent", json!({ "requestId": id, "request": { "url": url } }))
    }

    #[test]
    fn what_reaches_the_server_is_counted_and_nothing_else() {
        let mut tolls = Tolls::of(&["idp.example:443".to_owned(), "login.example".to_owned()]);
        let mut take = |events: &[(&str, Value)]| {
            for (event, about) in events {
                tolls.take(event, about);
            }
            tolls.since()
        };
        let redirected = json!({ "requestId": "1", "request": { "url": "https://login.example:8443/" },
            "redirectResponse": { "status": 302 } });
        let page = [
            asked("1", "https://idp.example/authorize"),
            ("Network.requestWillBeSent", redirected),
            asked("2", "https://idp.example/logo.png"),
            ("Network.webSocketCreated", json!({ "requestId": "3", "url": "wss://idp.example/live" })),
        ];
        assert_eq!(take(&page), 4);
        let elsewhere = [
            asked("4", "https://app.example/callback?code=1"),
            asked("5", "data:text/plain,1"),
            asked("6", "https://idp.example:8443/"),
            asked("7", "com.example.app:/callback"),
        ];
        assert_eq!(take(&elsewhere), 0);
        let cached = [
            asked("8", "https://idp.example/logo.png"),
            ("Network.requestServedFromCache", json!({ "requestId": "8" })),
            ("Network.responseReceived", json!({ "requestId": "8", "response": { "fromDiskCache": true } })),
            asked("9", "https://idp.example/style.css"),
            ("Network.loadingFailed", json!({ "requestId": "9", "blockedReason": "csp" })),
        ];
        assert_eq!(take(&cached), 0);
        // One that was told of before it turned out to be none makes up for the next.
        assert_eq!(take(&[asked("10", "https://idp.example/a.js")]), 1);
        let late = ("Network.requestServedFromCache", json!({ "requestId": "10" }));
        assert_eq!(take(&[late, asked("11", "https://idp.example/b.js")]), 0);
        assert_eq!(take(&[asked("12", "https://idp.example/c.js")]), 1);
    }
}
