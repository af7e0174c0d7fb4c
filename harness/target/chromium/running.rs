//! A browser that runs: opening pages, and waiting until they come to rest.

use super::{
    ChromiumSettings,
    acting::{Walk, asks},
    cookies::{heard, told},
    guard::Guard,
    log::Log,
    loss::{gone, is_gone, not_started},
    start::capabilities,
    steps::{Seen, Step, next},
};
use crate::{
    evidence::{Exchange, Received, Sent},
    target::{
        courier::plain_client,
        driver::{Errand, Lost, Walked},
        session::Session,
        tally::Tally,
    },
};
use serde_json::{Value, json};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use thirtyfour::{WebDriver, cdp::Cdp, session::handle::SessionHandle};

/// How often the browser is looked at.
const GLANCE: Duration = Duration::from_millis(40);

/// How long a page that is loaded has to stay as it is to be at rest.
const REST: Duration = Duration::from_millis(250);

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
        let mut walk = Walk::new(Arc::clone(&self.handle));
        let ended = if settings.by_hand {
            self.by_hand(errand, settings).await?
        } else {
            loop {
                match self.rest(errand, settings.patience).await? {
                    Rest::At(seen) if !walk.act(&seen, errand).await? => {}
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
