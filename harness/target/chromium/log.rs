//! What a browser tells of its network, read into exchanges: pure.

use super::tolls::Tolls;
use crate::evidence::{Exchange, Exit, Received, Sent, exits};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The pages that one window was sent to, as the browser's log tells it.
#[derive(Default)]
pub(super) struct Log {
    moves: Vec<Move>,
    /// The header fields of each answer as they came, by request.
    raw: BTreeMap<String, Vec<(u16, Value)>>,
    under_way: BTreeSet<String>,
    frame: Option<String>,
    /// Why the last page could not be loaded.
    failed: Option<String>,
    tolls: Tolls,
}

/// A page that the window was sent to.
struct Move {
    request: String,
    /// Which of the answers of its request it got.
    hop: usize,
    method: &'static str,
    url: String,
    form: Option<String>,
    /// Status and header fields of its answer, once they are known.
    answer: Option<(u16, Value)>,
    /// Whether the answer before it redirected here.
    redirected: bool,
}

impl Log {
    /// A log that counts what goes to these hosts.
    pub(super) fn counting(reaches: &[String]) -> Self {
        Self { tolls: Tolls::of(reaches), ..Self::default() }
    }

    /// How many requests went to the server since this was asked last.
    pub(super) fn sent_since(&mut self) -> usize {
        self.tolls.since()
    }

    /// Takes up an entry of the log.
    pub(super) fn take(&mut self, entry: &str) {
        let Ok(entry) = serde_json::from_str::<Value>(entry) else { return };
        let message = &entry["message"];
        let about = &message["params"];
        self.tolls.take(message["method"].as_str().unwrap_or_default(), about);
        let request = about["requestId"].as_str().unwrap_or_default().to_owned();
        match message["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => self.sent(about, request),
            "Network.responseReceivedExtraInfo" => {
                let status = status(&about["statusCode"]);
                self.raw.entry(request).or_default().push((status, about["headers"].clone()));
            }
            "Network.responseReceived" => {
                if let Some(last) = self.moves.iter_mut().rfind(|last| last.request == request) {
                    let response = &about["response"];
                    last.answer = Some((status(&response["status"]), response["headers"].clone()));
                }
            }
            "Network.loadingFinished" => {
                self.under_way.remove(&request);
            }
            "Network.loadingFailed" => {
                self.under_way.remove(&request);
                let is_last = self.moves.last().is_some_and(|last| last.request == request);
                let error = about["errorText"].as_str().unwrap_or_default();
                if is_last && error != "net::ERR_ABORTED" {
                    self.failed = Some(error.to_owned());
                }
            }
            // Where no request is made of it, as of a scheme that no program is there for.
            "Page.frameRequestedNavigation" => {
                let url = about["url"].as_str().unwrap_or_default();
                let web = url.starts_with("http:") || url.starts_with("https:");
                if !web && self.is_ours(about) && self.moves.last().is_some_and(|last| last.url != url) {
                    self.push(request, "GET", url.to_owned(), None, false);
                }
            }
            _ => {}
        }
    }

    fn is_ours(&self, about: &Value) -> bool {
        self.frame.as_deref().is_some_and(|frame| about["frameId"] == frame)
    }

    fn sent(&mut self, about: &Value, request: String) {
        let asked = &about["request"];
        let url = asked["url"].as_str().unwrap_or_default();
        if url.starts_with("data:") || url.starts_with("chrome") {
            return;
        }
        let lasting = ["EventSource", "WebSocket", "Ping", "Media", "Prefetch"];
        let kind = about["type"].as_str().unwrap_or_default();
        if !lasting.contains(&kind) {
            self.under_way.insert(request.clone());
        }
        if kind != "Document" {
            return;
        }
        if self.frame.is_none() {
            self.frame = about["frameId"].as_str().map(str::to_owned);
        }
        if !self.is_ours(about) {
            return;
        }
        let redirect = &about["redirectResponse"];
        if let (false, Some(last)) = (redirect.is_null(), self.moves.last_mut()) {
            last.answer = Some((status(&redirect["status"]), redirect["headers"].clone()));
        }
        let url = format!("{url}{}", asked["urlFragment"].as_str().unwrap_or_default());
        if self.moves.last().is_some_and(|last| last.url == url && last.answer.is_none()) {
            return;
        }
        let method = if asked["method"] == "POST" { "POST" } else { "GET" };
        let form = asked["postData"].as_str().map(str::to_owned);
        self.push(request, method, url, form, !redirect.is_null());
    }

    fn push(
        &mut self,
        request: String,
        method: &'static str,
        url: String,
        form: Option<String>,
        redirected: bool,
    ) {
        self.failed = None;
        let hop = self.moves.iter().filter(|known| known.request == request).count();
        self.moves.push(Move { request, hop, method, url, form, answer: None, redirected });
    }

    /// Whether nothing is being loaded.
    pub(super) fn is_quiet(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Why the page that the window is at could not be loaded, and its address.
    pub(super) fn failure(&self) -> Option<(String, &str)> {
        let place = self.moves.last()?.url.split(['?', '#']).next().unwrap_or_default();
        Some((place.to_owned(), self.failed.as_deref()?))
    }

    /// The status of the page that the window is at.
    pub(super) fn status(&self) -> u16 {
        self.moves.last().and_then(|last| last.answer.as_ref()).map_or(200, |(status, _)| *status)
    }

    /// How long the page that the window is at wants to be left alone, if it says so.
    pub(super) fn retry_after(&self) -> Option<(String, Vec<u8>)> {
        let (_, fields) = self.moves.last()?.answer.as_ref()?;
        headers(fields).into_iter().find(|(name, _)| name == "retry-after")
    }

    /// How many pages the window was sent to before it left, as `leaves` says of exits.
    pub(super) fn left(&self, leaves: &(dyn Fn(&Exit, &Url) -> bool + Sync)) -> Option<usize> {
        (1..self.moves.len()).find(|at| {
            let before = self.exchange(at - 1);
            let Ok(page) = Url::parse(&before.sent.url) else { return false };
            let Ok(received) = &before.received else { return false };
            exits(received).first().is_some_and(|exit| leaves(exit, &page))
        })
    }

    /// The pages up to the one before number `end`; without one, all of them.
    pub(super) fn exchanges(&self, end: Option<usize>) -> Vec<Exchange> {
        (0..end.unwrap_or(self.moves.len())).map(|at| self.exchange(at)).collect()
    }

    /// A page, and how it sent the window to the next one. What was posted is left out: it may be
    /// a password.
    fn exchange(&self, at: usize) -> Exchange {
        let this = &self.moves[at];
        let sent = Sent { method: this.method, url: this.url.clone(), headers: Vec::new(), body: None };
        let raw = self.raw.get(&this.request).and_then(|answers| answers.get(this.hop)).cloned();
        let (status, fields) = raw.or_else(|| this.answer.clone()).unwrap_or((200, Value::Null));
        let mut headers = headers(&fields);
        let mut body = Vec::new();
        if let Some(next) = self.moves.get(at + 1) {
            let redirects =
                (300..400).contains(&status) && headers.iter().any(|(name, _)| name == "location");
            if next.redirected && !redirects {
                headers.push(("location".to_owned(), next.url.clone().into_bytes()));
            } else if let Some(form) = next.form.as_ref().filter(|_| !next.redirected) {
                body = posted(&next.url, form).into_bytes();
            } else if !next.redirected {
                headers.push(("refresh".to_owned(), format!("0; url={}", next.url).into_bytes()));
            }
        }
        let status = if this.answer.is_none() && status == 0 { 200 } else { status };
        Exchange { sent, received: Ok(Received::new(status, headers, body)) }
    }
}

fn status(value: &Value) -> u16 {
    value.as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default()
}

/// Header fields with their names in lower case; of several with one name, the browser tells the
/// values in lines.
fn headers(fields: &Value) -> Vec<(String, Vec<u8>)> {
    let fields = fields.as_object().into_iter().flatten();
    let lines = fields.flat_map(|(name, value)| {
        let lines = value.as_str().unwrap_or_default().split('\n');
        lines.map(|line| (name.to_ascii_lowercase(), line.as_bytes().to_vec())).collect::<Vec<_>>()
    });
    lines.collect()
}

/// A page with the form that a script of it has sent.
fn posted(action: &str, form: &str) -> String {
    let escaped = |text: &str| {
        text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
    };
    let parameters = crate::protocol::Parameters::parse(form);
    let input = |one: &crate::protocol::Parameter| {
        let (name, value) = (escaped(&one.decoded_name()), escaped(&one.decoded_value()));
        format!("<input type=hidden name=\"{name}\" value=\"{value}\">")
    };
    let inputs = parameters.iter().map(input).collect::<Vec<_>>().concat();
    format!(
        "<body onload=\"document.forms[0].submit()\"><form method=post action=\"{}\">{inputs}</form>",
        escaped(action)
    )
}

#[cfg(test)]
mod tests {
    use super::Log;
    use crate::evidence::{Channel, Exit, exits};
    use serde_json::{Value, json};
    use url::Url;

    fn log(events: &[(&str, Value)]) -> Log {
        let mut log = Log::default();
        for (method, params) in events {
            log.take(&json!({ "message": { "method": method, "params": params } }).to_string());
        }
        log
    }

    fn request(id: &str, method: &str, url: &str, redirect: Option<u16>) -> (&'static str, Value) {
        let mut params = json!({ "requestId": id, "type": "Document", "frameId": "main",
            "request": { "method": method, "url": url, "postData": "code=7&state=a%26b" } });
        if let Some(status) = redirect {
            params["redirectResponse"] = json!({ "status": status, "headers": { "Location": url } });
        }
        ("Network.requestWillBeSent", params)
    }

    fn away(exit: &Exit, page: &Url) -> bool {
        page.join(&exit.target).is_ok_and(|url| url.origin() != page.origin())
    }

    fn exit_of(log: &Log) -> (u16, Exit) {
        let end = log.left(&away).expect("it left");
        let exchanges = log.exchanges(Some(end));
        let last = exchanges.last().expect("a page");
        let received = last.received.as_ref().expect("an answer");
        (received.status, exits(received).remove(0))
    }

    #[test]
    fn a_redirect_off_the_server_is_the_answer_that_made_it() {
        let fields = json!({ "Location": "com.example.app:/cb?code=1", "Set-Cookie": "a=1\nb=2" });
        let extra = json!({ "requestId": "1", "statusCode": 303, "headers": fields });
        let log = log(&[
            request("1", "GET", "http://127.0.0.1:9/auth", None),
            ("Network.responseReceivedExtraInfo", extra),
            request("1", "GET", "com.example.app:/cb?code=1", Some(303)),
        ]);
        let (status, exit) = exit_of(&log);
        assert_eq!((status, exit.code().as_deref()), (303, Some("1")));
        let received = log.exchanges(Some(1)).remove(0).received.expect("an answer");
        let cookies = received.headers.iter().filter(|(name, _)| name == "set-cookie");
        assert_eq!(cookies.count(), 2);
    }

    #[test]
    fn a_script_leaves_by_a_refresh_and_a_form_by_its_fields() {
        let ok = json!({ "requestId": "1", "response": { "status": 200, "headers": {} } });
        let page = request("1", "GET", "http://127.0.0.1:9/page", None);
        let script = request("2", "GET", "https://app.example/cb?code=3#x", None);
        let (status, exit) = exit_of(&log(&[page.clone(), ("Network.responseReceived", ok.clone()), script]));
        assert_eq!((status, exit.target.as_str()), (200, "https://app.example/cb?code=3#x"));
        let form = request("2", "POST", "https://app.example/cb", None);
        let (_, exit) = exit_of(&log(&[page, ("Network.responseReceived", ok), form]));
        assert_eq!((exit.channel, exit.code().as_deref()), (Channel::FormPost, Some("7")));
    }

    #[test]
    fn a_page_of_the_servers_own_that_does_not_load_is_a_failure() {
        let failed = json!({ "requestId": "1", "errorText": "net::ERR_CONNECTION_REFUSED" });
        let log = log(&[
            request("1", "GET", "http://127.0.0.1:9/page?secret", None),
            ("Network.loadingFailed", failed),
        ]);
        let failure = Some(("http://127.0.0.1:9/page".to_owned(), "net::ERR_CONNECTION_REFUSED"));
        assert!(log.left(&away).is_none() && log.is_quiet());
        assert_eq!(log.failure(), failure);
    }
}
