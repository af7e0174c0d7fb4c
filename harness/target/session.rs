//! A browser session: the cookies of a login, which every further request carries, and how
//! flows under way at once share it.

use crate::{evidence::Received, protocol::Secret};
use cookie_store::CookieStore;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Mutex as Gate, MutexGuard as GateGuard};
use url::Url;

/// The cookies of one browser; a clone goes its own way (RFC 6265).
#[derive(Clone, Default)]
pub struct Session(CookieStore);

impl std::fmt::Debug for Session {
    /// How many cookies there are: they may be worth a login.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({} cookies)", self.0.iter_unexpired().count())
    }
}

impl Session {
    /// The value of `Cookie` for a request to `url`, if there is one.
    #[must_use]
    pub fn cookies_for(&self, url: &Url) -> Option<Secret> {
        let pairs: Vec<String> =
            self.0.get_request_values(url).map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| Secret::new(pairs.join("; ")))
    }

    /// The same for a form that a page of another site posts: only cookies go along that say
    /// `SameSite=None`, as browsers have it that take `Lax` where nothing is said (RFC 6265bis
    /// section 5.5).
    #[must_use]
    pub fn cookies_across_sites(&self, url: &Url) -> Option<Secret> {
        let sent = self.0.matches(url);
        let pairs: Vec<String> = sent
            .into_iter()
            .filter(|cookie| cookie.same_site().is_some_and(|site| site.is_none()))
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        (!pairs.is_empty()).then(|| Secret::new(pairs.join("; ")))
    }

    /// Keeps the cookies that an answer sets; what is no cookie is passed over.
    pub fn learn(&mut self, url: &Url, received: &Received) {
        for (_, value) in received.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let _ = self.0.parse(&String::from_utf8_lossy(value), url);
        }
    }
}

/// The session that all flows of a run start from. A server may give a session another name at
/// each login or consent; so one flow at a time fills forms, and the others catch up.
#[derive(Debug, Default)]
pub struct SharedSession {
    latest: Mutex<(usize, Session)>,
    gate: Gate<()>,
}

impl SharedSession {
    /// The latest session, and which one that is.
    #[must_use]
    pub fn latest(&self) -> (usize, Session) {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes `session` the latest.
    pub(super) fn keep(&self, session: Session) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = (latest.0 + 1, session);
    }

    /// Waits until no other flow fills forms.
    pub(super) async fn alone(&self) -> GateGuard<'_, ()> {
        self.gate.lock().await
    }
}
