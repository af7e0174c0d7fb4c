//! A browser that runs: opening pages, waiting until they come to rest, filling and pressing.

use super::{
    ChromiumSettings,
    guard::Guard,
    log::Log,
    steps::{Seen, Step, next},
};
use crate::{
    evidence::{Exchange, Received, Sent},
    protocol::Secret,
    target::{
        courier::plain_client,
        driver::{Errand, Lost, Walked},
        session::{KnownCookie, Session},
        tally::Tally,
    },
};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use thirtyfour::{
    Capabilities, Key, WebDriver, WebElement, cdp::Cdp, error::WebDriverError, session::handle::SessionHandle,
};

/// How often the browser is looked at.
const GLANCE: Duration = Duration::from_millis(40);

/// How long a page that is loaded has to stay as it is to be at rest.
const REST: Duration = Duration::from_millis(250);

/// How often a page without a password may be acted on in one walk.
const PATIENCE_WITH_A_PAGE: usize = 3;

/// How long a person may take to log in.
const PATIENCE_WITH_A_PERSON: Duration = Duration::from_secs(600);

/// A browser with its driver.
pub(super) struct Running {
    handle: Arc<SessionHandle>,
    log: Log,
    /// Dropped last: it ends both.
    _guard: Guard,
}

/// Where a page came to.
enum Rest {
    /// The window was sent off the server, from the page before this number.
    Left(usize),
    At(Box<Seen>),
}

impl Running {
    /// Starts driver and browser.
    pub(super) async fn start(settings: &ChromiumSettings) -> Result<Self, String> {
        let guard = Guard::start().await?;
        let client = plain_client(settings.patience + Duration::from_secs(30))
            .map_err(|error| format!("a browser cannot be driven: {error}"))?;
        let driver = WebDriver::builder(guard.url.clone(), capabilities(settings, &guard))
            .client(client)
            .connect()
            .await
            .map_err(|error| not_started(&error))?;
        let handle = Arc::clone(driver.handle());
        // The guard ends the session, so that none is ended twice.
        let _ = driver.leak();
        let browser = Self { handle, log: Log::default(), _guard: guard };
        let kept_off = json!({ "behavior": "deny" });
        browser.developer("Browser.setDownloadBehavior", &kept_off).await?;
        Ok(browser)
    }

    /// Goes on an errand.
    pub(super) async fn walk(
        &mut self,
        errand: &Errand<'_>,
        settings: &ChromiumSettings,
    ) -> Result<Walked, Lost> {
        self.take_cookies(errand.session).await?;
        self.read_log(errand.tally).await?;
        self.log = Log::counting(&settings.reaches);
        errand.tally.turn().await?;
        self.handle.goto(errand.url.as_str()).await.map_err(|error| gone(&error))?;
        let mut walk = Walk::default();
        let ended = if settings.by_hand {
            self.by_hand(errand, settings).await?
        } else {
            loop {
                match self.rest(errand, settings.patience).await? {
                    Rest::At(seen) if !self.act(&seen, errand, &mut walk).await? => {}
                    end => break end,
                }
            }
        };
        let session = self.cookies().await?;
        let (exchanges, left) = match &ended {
            Rest::Left(end) => {
                // The header fields as they came are told a little later.
                self.read_log(errand.tally).await?;
                (self.log.exchanges(Some(*end)), true)
            }
            Rest::At(seen) => {
                let page = self.page(seen).await?;
                // A page that is left open may go on asking.
                self.handle.goto("about:blank").await.map_err(|error| gone(&error))?;
                self.read_log(errand.tally).await?;
                (vec![page], false)
            }
        };
        let got_on = left || walk.acted || settings.by_hand;
        Ok(Walked { exchanges, stuck: walk.stuck, session, got_on })
    }

    /// Waits until the window left the server, or its page is at rest.
    async fn rest(&mut self, errand: &Errand<'_>, patience: Duration) -> Result<Rest, Lost> {
        let started = Instant::now();
        let (mut last, mut since) = ((String::new(), 0, 0), Instant::now());
        loop {
            tokio::time::sleep(GLANCE).await;
            self.read_log(errand.tally).await?;
            if let Some(end) = self.log.left(errand.leaves) {
                return Ok(Rest::Left(end));
            }
            errand.tally.within()?;
            if let Some((place, why)) = self.log.failure() {
                return Err(Lost::Failed(format!("the browser cannot load {place}: {why}")));
            }
            let seen = self.look().await?;
            let now = (seen.url.clone(), seen.size, seen.text.len());
            if now != last || !seen.ready || !self.log.is_quiet() {
                (last, since) = (now, Instant::now());
            }
            if since.elapsed() >= REST {
                return Ok(Rest::At(Box::new(seen)));
            }
            if started.elapsed() >= patience {
                // A page may never be at rest and yet have what is wanted.
                if !matches!(next(&seen, errand.login, false), Step::Nothing) && seen.ready {
                    return Ok(Rest::At(Box::new(seen)));
                }
                let place = seen.url.split(['?', '#']).next().unwrap_or_default();
                return Err(Lost::Failed(format!(
                    "the page {place} does not come to rest in the browser within {} s",
                    patience.as_secs()
                )));
            }
        }
    }

    /// Does what a person would do at a page; whether that was the end.
    async fn act(&mut self, seen: &Seen, errand: &Errand<'_>, walk: &mut Walk) -> Result<bool, Lost> {
        let identity = seen.identity();
        let filled = walk.filled.as_ref() == Some(&identity);
        let step = next(seen, errand.login, filled);
        if errand.only_login && walk.acted && !matches!(step, Step::Fill(_)) && !filled && !asks(seen, errand)
        {
            return Ok(true);
        }
        if !filled && matches!(step, Step::Fill(_) | Step::Press(_) | Step::Enter(_)) {
            let times = walk.times.entry(identity.clone()).or_insert(0);
            *times += 1;
            if *times > if seen.asks_password() { 1 } else { PATIENCE_WITH_A_PAGE } {
                walk.stuck = Some(came_back(seen));
                return Ok(true);
            }
        }
        walk.acted |= !matches!(step, Step::Nothing | Step::Stuck(_));
        match step {
            Step::Nothing => return Ok(true),
            Step::Stuck(why) => {
                walk.stuck = Some(why);
                return Ok(true);
            }
            Step::Fill(values) => {
                for (at, value) in values {
                    self.fill(seen, at, &value).await?;
                }
                walk.filled = Some(identity);
            }
            Step::Press(at) => {
                walk.filled = None;
                errand.tally.turn().await?;
                self.press(&seen.buttons[at].element).await?;
            }
            Step::Enter(at) => {
                walk.filled = None;
                errand.tally.turn().await?;
                let field = self.element(&seen.fields[at].element)?;
                field.send_keys(Key::Enter).await.map_err(|error| gone(&error))?;
            }
        }
        Ok(false)
    }

    async fn fill(&self, seen: &Seen, at: usize, value: &Secret) -> Result<(), String> {
        let field = &seen.fields[at];
        let element = self.element(&field.element)?;
        let done = match field.kind.as_str() {
            "checkbox" | "radio" if field.ticked => Ok(()),
            "checkbox" | "radio" => return self.press(&field.element).await,
            "select" => {
                let choose = "const [field, value] = arguments; field.value = value; \
                              field.dispatchEvent(new Event('change', { bubbles: true }));";
                let arguments = vec![field.element.clone(), json!(value.reveal())];
                self.handle.execute(choose, arguments).await.map(drop)
            }
            _ => {
                let cleared = if field.value.is_empty() { Ok(()) } else { element.clear().await };
                match cleared {
                    Ok(()) => element.send_keys(value.reveal()).await,
                    Err(error) => Err(error),
                }
            }
        };
        done.map_err(|error| {
            format!("the page `{}` does not let a field be filled: {}", seen.called(), first_line(&error))
        })
    }

    /// Presses as a person does, and where something lies over it, as a script does.
    async fn press(&self, element: &Value) -> Result<(), String> {
        if self.element(element)?.click().await.is_ok() {
            return Ok(());
        }
        let pressed = self.handle.execute("arguments[0].click()", vec![element.clone()]).await;
        pressed.map(drop).map_err(|error| gone(&error))
    }

    /// Waits for a person, who says by logging in that it is done.
    async fn by_hand(&mut self, errand: &Errand<'_>, settings: &ChromiumSettings) -> Result<Rest, Lost> {
        if let Some(keeper) = &settings.keeper {
            let place = errand.url.origin().ascii_serialization();
            keeper.tell(&format!(
                "log in and consent at {place} in the browser window that is open now; there are 10 minutes for it"
            ));
        }
        let started = Instant::now();
        loop {
            tokio::time::sleep(GLANCE).await;
            self.read_log(errand.tally).await?;
            if let Some(end) = self.log.left(errand.leaves) {
                return Ok(Rest::Left(end));
            }
            errand.tally.within()?;
            let seen = self.look().await?;
            let elsewhere = seen.ready && !seen.url.starts_with(errand.url.as_str());
            if errand.only_login && elsewhere && !asks(&seen, errand) && self.log.is_quiet() {
                return Ok(Rest::At(Box::new(seen)));
            }
            if started.elapsed() > PATIENCE_WITH_A_PERSON {
                return Err(Lost::Failed("nobody logged in within 10 minutes".to_owned()));
            }
        }
    }

    async fn look(&self) -> Result<Seen, String> {
        for _ in 0..3 {
            match self.handle.execute(include_str!("page.js"), Vec::new()).await {
                Ok(seen) => {
                    return serde_json::from_value(seen.json().clone())
                        .map_err(|error| format!("a page cannot be read in the browser: {error}"));
                }
                // Between two pages there is none to look at.
                Err(error) if is_gone(&error) => return Err(gone(&error)),
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        }
        Ok(Seen::default())
    }

    /// The page that the window is at, as its scripts have made it.
    async fn page(&self, seen: &Seen) -> Result<Exchange, String> {
        let html = self.handle.source().await.map_err(|error| gone(&error))?;
        let html_type = ("content-type".to_owned(), b"text/html; charset=utf-8".to_vec());
        let headers = std::iter::once(html_type).chain(self.log.retry_after()).collect();
        let sent = Sent { method: "GET", url: seen.url.clone(), headers: Vec::new(), body: None };
        Ok(Exchange { sent, received: Ok(Received::new(self.log.status(), headers, html.into_bytes())) })
    }

    /// Reads what the browser did meanwhile, and counts what it sent.
    async fn read_log(&mut self, tally: &Tally) -> Result<(), String> {
        let entries = self.handle.get_log("performance").await.map_err(|error| gone(&error))?;
        for entry in entries {
            self.log.take(&entry.message);
        }
        tally.add(self.log.sent_since());
        Ok(())
    }

    fn element(&self, element: &Value) -> Result<WebElement, String> {
        WebElement::from_json(element.clone(), Arc::clone(&self.handle)).map_err(|error| gone(&error))
    }

    async fn take_cookies(&self, session: &Session) -> Result<(), String> {
        self.developer("Network.clearBrowserCookies", &json!({})).await?;
        let cookies: Vec<Value> = session.cookies().iter().map(told).collect();
        self.developer("Network.setCookies", &json!({ "cookies": cookies })).await.map(drop)
    }

    async fn cookies(&self) -> Result<Session, String> {
        let answer = self.developer("Network.getAllCookies", &json!({})).await?;
        let cookies = answer["cookies"].as_array().into_iter().flatten().filter_map(heard);
        Ok(Session::of(cookies))
    }

    /// A command of the developer tools.
    async fn developer(&self, command: &str, parameters: &Value) -> Result<Value, String> {
        let tools = Cdp::new(Arc::clone(&self.handle));
        tools.send_raw(command, parameters).await.map_err(|error| gone(&error))
    }
}

/// What was done in a walk so far.
#[derive(Default)]
struct Walk {
    acted: bool,
    /// The page whose fields are filled, and not sent yet.
    filled: Option<String>,
    /// How often each page was acted on.
    times: BTreeMap<String, usize>,
    stuck: Option<String>,
}

/// Whether a page wants something of a login.
fn asks(seen: &Seen, errand: &Errand<'_>) -> bool {
    seen.asks_password() || matches!(next(seen, errand.login, false), Step::Fill(_))
}

fn came_back(seen: &Seen) -> String {
    let title = seen.called();
    let says = if seen.says.is_empty() { String::new() } else { format!(" and says `{}`", seen.says) };
    if seen.asks_password() {
        format!(
            "the login page `{title}` comes back after its form was sent{says}; are [sandbox.login] fields right?"
        )
    } else {
        format!(
            "the page `{title}` comes again and again{says}, whatever is pressed; does [sandbox.login] press name the right button?"
        )
    }
}

fn capabilities(settings: &ChromiumSettings, guard: &Guard) -> Capabilities {
    let reached = settings.reaches.iter().map(|host| format!("MAP {host} {host},"));
    let mut arguments = vec![
        format!("--user-data-dir={}/profile", guard.folder),
        format!("--host-resolver-rules={}MAP * ~NOTFOUND", reached.collect::<String>()),
    ];
    let fixed = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-sync",
        "--disable-features=OptimizationHints,MediaRouter,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pings",
        "--no-proxy-server",
        "--password-store=basic",
        "--window-size=1280,1024",
    ];
    arguments.extend(fixed.map(str::to_owned));
    arguments.extend(guard.is_root.then(|| "--no-sandbox".to_owned()));
    arguments.extend((!settings.by_hand).then(|| "--headless=new".to_owned()));
    let said = json!({
        "browserName": "chrome",
        "pageLoadStrategy": "none",
        "acceptInsecureCerts": settings.any_certificate,
        "unhandledPromptBehavior": "dismiss",
        "goog:loggingPrefs": { "performance": "ALL" },
        "goog:chromeOptions": { "binary": guard.program, "args": arguments },
    });
    let said: Map<String, Value> = said.as_object().cloned().unwrap_or_default();
    Capabilities::from(said)
}

/// A cookie as the developer tools take it.
fn told(cookie: &KnownCookie) -> Value {
    let mut told = json!({
        "name": cookie.name, "value": cookie.value, "path": cookie.path,
        "secure": cookie.secure, "httpOnly": cookie.http_only,
    });
    if cookie.host_only {
        let host =
            if cookie.domain.contains(':') { format!("[{}]", cookie.domain) } else { cookie.domain.clone() };
        told["url"] = json!(format!("{}://{host}/", if cookie.secure { "https" } else { "http" }));
    } else {
        told["domain"] = json!(format!(".{}", cookie.domain));
    }
    if let Some(expires) = cookie.expires {
        told["expires"] = json!(expires);
    }
    if let Some(site) = &cookie.same_site {
        told["sameSite"] = json!(site);
    }
    told
}

/// A cookie as the developer tools tell it.
fn heard(cookie: &Value) -> Option<KnownCookie> {
    let text = |name: &str| cookie[name].as_str().map(str::to_owned);
    let domain = text("domain")?;
    #[expect(clippy::cast_possible_truncation, reason = "seconds of an expiry date")]
    let expires = cookie["expires"].as_f64().filter(|at| *at > 0.0).map(|at| at as i64);
    Some(KnownCookie {
        name: text("name")?,
        value: text("value")?,
        host_only: !domain.starts_with('.'),
        domain: domain.trim_start_matches('.').trim_matches(['[', ']']).to_owned(),
        path: text("path").unwrap_or_else(|| "/".to_owned()),
        expires: expires.filter(|_| cookie["session"] != true),
        secure: cookie["secure"] == true,
        http_only: cookie["httpOnly"] == true,
        same_site: text("sameSite"),
    })
}

fn first_line(error: &WebDriverError) -> String {
    let text = error.to_string();
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(200).collect()
}

fn not_started(error: &WebDriverError) -> String {
    let text = error.to_string();
    let mend = if text.contains("only supports Chrome version") {
        "; chromium and chromedriver have to be of one version"
    } else if text.contains("DevToolsActivePort")
        || text.contains("crashed")
        || text.contains("failed to start")
    {
        "; does chromium start by itself here? to be seen it needs a screen"
    } else {
        ""
    };
    let line = text
        .lines()
        .find(|line| line.contains("session not created"))
        .map_or_else(|| first_line(error), |line| line.trim().chars().take(200).collect());
    format!("the browser does not start: {line}{mend}")
}

fn gone(error: &WebDriverError) -> String {
    if is_gone(error) {
        "the browser was closed or crashed in the middle of a login or consent".to_owned()
    } else {
        format!("the browser fails: {}", first_line(error))
    }
}

/// Whether there is no browser any more.
fn is_gone(error: &WebDriverError) -> bool {
    let text = error.to_string().to_lowercase();
    [
        "invalid session",
        "disconnected",
        "not reachable",
        "no such window",
        "crashed",
        "error sending request",
        "connection refused",
        "not connected",
        "closed connection",
    ]
    .iter()
    .any(|sign| text.contains(sign))
}
