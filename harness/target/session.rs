//! A browser session: the cookies of a login, which every further request carries, and how
//! flows under way at once share it.

use super::driver::Walked;
use crate::{
    evidence::{Face, Received},
    protocol::Secret,
};
use cookie_store::{CookieDomain, CookieExpiration, CookieStore};
use serde::{Deserialize, Serialize};
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

/// A cookie with all that a browser knows of it (RFC 6265 section 5.3).
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct KnownCookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host, or the domain, without a dot in front and without brackets.
    pub domain: String,
    /// Whether only that very host gets it.
    pub host_only: bool,
    /// The path that it is for.
    pub path: String,
    /// When it ends, in seconds since 1970; with the browser if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// Whether it travels over https only.
    pub secure: bool,
    /// Whether scripts see it not.
    pub http_only: bool,
    /// Its `SameSite`, if it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_site: Option<String>,
}

impl std::fmt::Debug for KnownCookie {
    /// Its name alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KnownCookie({})", self.name.escape_debug())
    }
}

impl Session {
    /// A session with these cookies; what is no cookie is passed over.
    #[must_use]
    pub fn of(cookies: impl IntoIterator<Item = KnownCookie>) -> Self {
        let mut session = Self::default();
        for cookie in cookies {
            let host = if cookie.domain.contains(':') {
                format!("[{}]", cookie.domain)
            } else {
                cookie.domain.clone()
            };
            let scheme = if cookie.secure { "https" } else { "http" };
            let Ok(url) = Url::parse(&format!("{scheme}://{host}/")) else { continue };
            let mut line = format!("{}={}; Path={}", cookie.name, cookie.value, cookie.path);
            if !cookie.host_only {
                line += "; Domain=";
                line += &cookie.domain;
            }
            let left = cookie.expires.map(|at| at.saturating_sub(now()));
            line += &left.map_or_else(String::new, |left| format!("; Max-Age={left}"));
            line += if cookie.secure { "; Secure" } else { "" };
            line += if cookie.http_only { "; HttpOnly" } else { "" };
            line += &cookie.same_site.map_or_else(String::new, |site| format!("; SameSite={site}"));
            let _ = session.0.parse(&line, &url);
        }
        session
    }

    /// Its cookies.
    #[must_use]
    pub fn cookies(&self) -> Vec<KnownCookie> {
        let known = self.0.iter_unexpired().filter_map(|cookie| {
            let (domain, host_only) = match &cookie.domain {
                CookieDomain::HostOnly(host) => (host.clone(), true),
                CookieDomain::Suffix(domain) => (domain.clone(), false),
                CookieDomain::NotPresent | CookieDomain::Empty => return None,
            };
            let expires = match &cookie.expires {
                CookieExpiration::AtUtc(at) => Some(at.unix_timestamp()),
                CookieExpiration::SessionEnd => None,
            };
            Some(KnownCookie {
                name: cookie.name().to_owned(),
                value: cookie.value().to_owned(),
                domain: domain.trim_matches(['[', ']']).to_owned(),
                host_only,
                path: String::from(cookie.path.clone()),
                expires,
                secure: cookie.secure().unwrap_or_default(),
                http_only: cookie.http_only().unwrap_or_default(),
                same_site: cookie.same_site().map(|site| site.to_string()),
            })
        });
        known.collect()
    }

    /// It as a text, to be kept; it is worth a login.
    #[must_use]
    pub fn saved(&self) -> String {
        serde_json::to_string(&self.cookies()).unwrap_or_default()
    }

    /// What was kept; none where that is none.
    #[must_use]
    pub fn restored(text: &str) -> Option<Self> {
        serde_json::from_str::<Vec<KnownCookie>>(text).ok().map(Self::of)
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// The session that all flows of a run start from. A server may give a session another name at
/// each login or consent; so one flow at a time fills forms, and the others catch up.
#[derive(Debug, Default)]
pub struct SharedSession {
    latest: Mutex<(usize, Session)>,
    gate: Gate<()>,
    /// Pages that were taken to a browser, and whether anything was to be done there.
    tried: Mutex<Vec<(Face, bool)>>,
}

impl SharedSession {
    /// One that goes on with a session that was kept.
    #[must_use]
    pub fn going_on(session: Session) -> Self {
        Self { latest: Mutex::new((0, session)), ..Self::default() }
    }

    /// Whether nothing was to be done at any page like that one in a browser.
    pub(super) fn is_barren(&self, face: &Face) -> bool {
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let mut like = tried.iter().filter(|(known, _)| known == face).peekable();
        like.peek().is_some() && like.all(|(_, got_on)| !got_on)
    }

    /// Notes what came of a page in a browser.
    pub(super) fn tried(&self, face: Face, walked: &Walked) {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let note = (face, walked.got_on);
        if !tried.contains(&note) {
            tried.push(note);
        }
    }

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
