//! Chromium over `WebDriver`: it walks login and consent pages that need a script, in a profile of
//! its own, and reaches nothing but the server.

mod acting;
mod cookies;
mod guard;
mod log;
mod loss;
mod running;
mod start;
mod steps;
mod tolls;

use super::driver::{Driver, Errand, Keeper, Walking};
use running::Running;
use std::{fmt, sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// How a browser is started, and what it may reach.
#[derive(Clone, Debug, Default)]
pub struct ChromiumSettings {
    /// Hosts with their ports; every other name leads nowhere.
    pub reaches: Vec<String>,
    /// How long a page may take to come to rest.
    pub patience: Duration,
    /// Whether the certificate is not looked at: the HTTP client does that, with an authority that
    /// the browser does not know.
    pub any_certificate: bool,
    /// Whether a person sees it and logs in there.
    pub by_hand: bool,
    /// Who tells that person what to do.
    pub keeper: Option<Arc<dyn Keeper>>,
}

/// A browser that is started when it is first needed, and ended when it is dropped.
pub struct Chromium {
    settings: ChromiumSettings,
    running: Mutex<Option<Running>>,
}

impl Chromium {
    /// A browser that does not run yet.
    #[must_use]
    pub fn new(settings: ChromiumSettings) -> Self {
        Self { settings, running: Mutex::new(None) }
    }
}

impl fmt::Debug for Chromium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chromium").field(&self.settings).finish()
    }
}

impl Driver for Chromium {
    fn walk<'a>(&'a self, errand: Errand<'a>) -> Walking<'a> {
        Box::pin(async move {
            let mut running = self.running.lock().await;
            // One that ended in the middle of a walk is dropped, and the next walk has another.
            let mut browser = match running.take() {
                Some(browser) => browser,
                None => Running::start(&self.settings).await?,
            };
            let walked = browser.walk(&errand, &self.settings).await?;
            *running = Some(browser);
            Ok(walked)
        })
    }
}
