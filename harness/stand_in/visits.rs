//! What a stand-in that asks people remembers of them: who is logged in, what they allowed, and
//! which requests still wait for them.

use super::{authorize::Pending, request::Request, state::ServerState};
use std::collections::{BTreeSet, VecDeque};

/// The sessions, and the requests that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Visits {
    sessions: Recent<Session>,
    transactions: Recent<Transaction>,
}

/// Someone who logged in.
#[derive(Clone, Debug)]
struct Session {
    user: String,
    allowed: BTreeSet<Wish>,
}

/// What a consent is about.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Wish {
    client: String,
    scope: Option<String>,
    redirect_uri: String,
}

/// A request that waits for a person.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    pub(super) pending: Pending,
    /// The session that may answer; none before the login.
    pub(super) session: Option<String>,
}

impl Wish {
    pub(super) fn of(pending: &Pending) -> Self {
        Self { client: pending.client.clone(), scope: pending.scope(), redirect_uri: pending.emitted.clone() }
    }
}

impl ServerState {
    /// The session that the browser names, if it is one.
    pub(super) fn session_of(&self, request: &Request) -> Option<String> {
        let name = self.cookie_name();
        let pairs = request.cookie.as_deref()?.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut named = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
        named.find(|id| self.visits.sessions.get(id).is_some()).map(str::to_owned)
    }

    /// What makes the browser remember a session (RFC 6265 section 4.1).
    pub(super) fn cookie_for(&self, session: &str) -> String {
        format!("{}={session}; Path=/; HttpOnly; SameSite=Lax", self.cookie_name())
    }

    /// A name that stand-ins on other ports do not use: cookies do not keep to a port (RFC 6265
    /// section 8.5).
    fn cookie_name(&self) -> String {
        let port = self.base.rsplit(':').next().unwrap_or_default();
        let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
        format!("litmus-session-{digits}")
    }

    /// Logs `user` in: into the session there is, if it is the same person's.
    pub(super) fn sign_in(&mut self, current: Option<String>, user: &str) -> String {
        let same = current.filter(|id| self.user_of(id).is_some_and(|known| known == user));
        same.unwrap_or_else(|| {
            let id = self.fresh("session");
            let session = Session { user: user.to_owned(), allowed: BTreeSet::new() };
            self.visits.sessions.keep(id.clone(), session);
            id
        })
    }

    /// Who is logged in there.
    pub(super) fn user_of(&self, session: &str) -> Option<&str> {
        self.visits.sessions.get(session).map(|session| session.user.as_str())
    }

    /// Whether that was allowed before in this session.
    pub(super) fn has_allowed(&self, session: &str, wish: &Wish) -> bool {
        self.visits.sessions.get(session).is_some_and(|session| session.allowed.contains(wish))
    }

    /// Remembers that it is allowed in this session.
    pub(super) fn allow(&mut self, session: &str, wish: Wish) {
        if let Some(session) = self.visits.sessions.get_mut(session) {
            session.allowed.insert(wish);
        }
    }

    /// Lets a request wait, and says under which id.
    pub(super) fn park(&mut self, transaction: Transaction) -> String {
        let id = self.fresh("transaction");
        self.visits.transactions.keep(id.clone(), transaction);
        id
    }

    /// The request that waits under that id.
    pub(super) fn waiting(&self, id: &str) -> Option<&Transaction> {
        self.visits.transactions.get(id)
    }

    /// The id of the request that came last of those that wait.
    pub(super) fn latest_waiting(&self) -> Option<String> {
        self.visits.transactions.latest().map(str::to_owned)
    }

    /// From now on it waits for this session.
    pub(super) fn hand_over(&mut self, id: &str, session: &str) {
        if let Some(transaction) = self.visits.transactions.get_mut(id) {
            transaction.session = Some(session.to_owned());
        }
    }

    /// The request that waits under that id, which now waits no longer.
    pub(super) fn settle(&mut self, id: &str) -> Option<Transaction> {
        self.visits.transactions.take(id)
    }
}

/// The latest things by their ids; the oldest is forgotten for the newest.
#[derive(Clone, Debug)]
struct Recent<T>(VecDeque<(String, T)>);

/// How many are kept: more than people open in their browsers, and no burden.
const KEPT: usize = 1024;

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Recent<T> {
    fn keep(&mut self, id: String, thing: T) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((id, thing));
    }

    fn get(&self, id: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, thing)| thing)
    }

    fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.0.iter_mut().find(|(known, _)| known == id).map(|(_, thing)| thing)
    }

    fn latest(&self) -> Option<&str> {
        self.0.back().map(|(id, _)| id.as_str())
    }

    fn take(&mut self, id: &str) -> Option<T> {
        let at = self.0.iter().position(|(known, _)| known == id)?;
        self.0.remove(at).map(|(_, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent};

    #[test]
    fn the_oldest_is_forgotten_for_the_newest() {
        let mut recent = Recent::default();
        for number in 0..=KEPT {
            recent.keep(number.to_string(), number);
        }
        assert_eq!((recent.get("0"), recent.get("1"), recent.0.len()), (None, Some(&1), KEPT));
        assert_eq!(recent.take("1024"), Some(1024));
        assert_eq!(recent.take("1024"), None);
    }
}
