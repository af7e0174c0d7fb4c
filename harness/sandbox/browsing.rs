//! Consent in a browser: what a sandbox needs for it.

use super::{Sandbox, input};
use crate::{
    scenario::Consent,
    target::{Keeper, TargetError},
};
use std::sync::Arc;

impl Sandbox {
    /// With somebody who tells a person what to do in the browser, and keeps the session that the
    /// person makes from one run to the next.
    #[must_use]
    pub fn with_keeper(mut self, keeper: Arc<dyn Keeper>) -> Self {
        if self.tenant.login.by_hand {
            self.tenant.keeper = Some(keeper);
            self.take_browser();
        }
        self
    }

    /// Whether a person logs in by hand, and the session is worth keeping.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.tenant.login.by_hand
    }

    /// Gets a browser ready where the scenario wants one; it starts when it is needed.
    ///
    /// # Errors
    /// If the scenario wants one in vain.
    pub(super) fn prepare_browser(&mut self) -> Result<(), TargetError> {
        if self.tenant.consent != Consent::Browser {
            return if self.tenant.login.by_hand {
                Err(input(
                    "sandbox.login `by = \"hand\"` needs a browser",
                    "write `consent = \"browser\"` in [sandbox]",
                ))
            } else {
                Ok(())
            };
        }
        if cfg!(not(feature = "browser")) {
            return Err(input(
                "consent = \"browser\" needs a browser, and this program is built without",
                "build with `--features browser`, or write another `consent` in [sandbox]",
            ));
        }
        self.take_browser();
        Ok(())
    }

    #[cfg(not(feature = "browser"))]
    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    fn take_browser(&mut self) {}

    #[cfg(feature = "browser")]
    fn take_browser(&mut self) {
        use crate::target::{Chromium, ChromiumSettings};
        let tenant = &self.tenant;
        let own = [Some(&tenant.base), Some(&tenant.authorization), tenant.login.start.as_ref()];
        let own = own
            .into_iter()
            .flatten()
            .filter_map(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
        let listed = tenant.hosts.iter().cloned();
        let mut reaches: Vec<String> = own.chain(listed).collect();
        reaches.sort_unstable();
        reaches.dedup();
        let settings = ChromiumSettings {
            reaches,
            patience: self.settings.patience,
            any_certificate: self.settings.ca.is_some(),
            by_hand: tenant.login.by_hand,
            keeper: tenant.keeper.clone(),
        };
        self.tenant.driver = Some(Arc::new(Chromium::new(settings)));
    }
}
