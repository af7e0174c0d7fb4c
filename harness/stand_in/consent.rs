//! Asking a person: first who they are, then whether the client may (RFC 6749 section 4.1,
//! steps B and C). Both answers are remembered in a session.

use super::{
    authorize::{self, Pending},
    decide::{decide, not_allowed},
    dress::dressed,
    pages,
    reply::Reply,
    request::{Endpoint, Request},
    state::ServerState,
    visits::{Transaction, Wish},
};
use crate::{
    behaviour::{Behaviour, Oddity, Unchecked},
    clock::Moment,
};

/// As [`decide`], and before a code is given a person logs in and consents, unless the session
/// of their browser remembers both.
pub fn decide_asking(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    let visit = Visit { behaviour, request, now };
    let policy = &behaviour.authorization;
    match (request.endpoint, request.method.as_str()) {
        (Endpoint::Authorization, method) if policy.answers(method) => {
            dressed(policy, request, visit.authorize(state))
        }
        (Endpoint::Login, "POST") => dressed(policy, request, visit.log_in(state)),
        (Endpoint::Consent, "POST") => dressed(policy, request, visit.consent(state)),
        (Endpoint::Login | Endpoint::Consent, _) => not_allowed("POST"),
        _ => decide(behaviour, state, request, now),
    }
}

/// A request of a browser, and the behaviour it meets.
struct Visit<'a> {
    behaviour: &'a Behaviour,
    request: &'a Request,
    now: Moment,
}

impl Visit<'_> {
    fn authorize(&self, state: &mut ServerState) -> Reply {
        let pending = match authorize::examine(self.behaviour, state, self.request) {
            Ok(pending) => pending,
            Err(refusal) => return *refusal,
        };
        let session = state.session_of(self.request);
        let allowed = session.as_ref().is_some_and(|id| state.has_allowed(id, &Wish::of(&pending)));
        match next(&Prompt::of(&pending), session.clone(), allowed) {
            Next::Refuse(error) => pending.refuse(self.behaviour, state, error),
            Next::Grant => {
                let user = session.as_deref().and_then(|id| state.user_of(id)).unwrap_or_default().to_owned();
                pending.by(&user).grant(self.behaviour, state, self.now)
            }
            Next::Consent(session) => {
                let user = state.user_of(&session).unwrap_or_default().to_owned();
                let id = state.park(Transaction { pending: pending.clone(), session: Some(session) });
                pages::consent(&state.provider, &id, &pending, &user)
            }
            Next::Login => {
                let id = state.park(Transaction { pending: pending.clone(), session: None });
                pages::login(200, &state.provider, &id, &pending, "")
            }
        }
    }

    fn log_in(&self, state: &mut ServerState) -> Reply {
        let form = &self.request.form;
        let id = form.first("transaction").unwrap_or_default();
        let Some(pending) = state.waiting(&id).map(|transaction| transaction.pending.clone()) else {
            return pages::lost();
        };
        let user = form.first("username").unwrap_or_default();
        let user = user.trim();
        if user.is_empty() {
            return pages::login(400, &state.provider, &id, &pending, "Give a name; any will do.");
        }
        let session = state.sign_in(state.session_of(self.request), user);
        let cookie = state.cookie_for(&session);
        let allowed = state.has_allowed(&session, &Wish::of(&pending));
        let reply = if Prompt::of(&pending).wants_consent(allowed) {
            state.hand_over(&id, &session);
            pages::consent(&state.provider, &id, &pending, user)
        } else {
            state.settle(&id);
            pending.by(user).grant(self.behaviour, state, self.now)
        };
        reply.with("set-cookie", &cookie)
    }

    fn consent(&self, state: &mut ServerState) -> Reply {
        let Some(id) = answered(self.behaviour, state, self.request) else { return pages::lost() };
        let Some(transaction) = state.waiting(&id) else { return pages::lost() };
        let session = state.session_of(self.request).filter(|id| transaction.session.as_ref() == Some(id));
        let Some(session) = session else { return pages::not_logged_in() };
        let Some(allowed) = said(self.request) else { return pages::undecided() };
        let Some(Transaction { pending, .. }) = state.settle(&id) else { return pages::lost() };
        if allowed {
            state.allow(&session, Wish::of(&pending));
            let user = state.user_of(&session).unwrap_or_default().to_owned();
            let pending = pending.by(&user);
            return settled(self.behaviour, state, self.request, (pending, allowed), self.now);
        }
        settled(self.behaviour, state, self.request, (pending, allowed), self.now)
    }
}

/// The one user of a stand-in that has no logins.
pub(super) const THE_USER: &str = "the-user";

/// The answer to a form of consent where the one user there is was asked.
pub(super) fn of_the_user(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    now: Moment,
) -> Reply {
    let Some(id) = answered(behaviour, state, request) else { return pages::lost() };
    let Some(allowed) = said(request) else { return pages::undecided() };
    let Some(Transaction { pending, .. }) = state.settle(&id) else { return pages::lost() };
    settled(behaviour, state, request, (pending, allowed), now)
}

/// The id of the request that a form of consent answers, if one waits that it could be.
fn answered(behaviour: &Behaviour, state: &ServerState, request: &Request) -> Option<String> {
    let policy = &behaviour.authorization;
    let id = request.form.first("transaction").unwrap_or_default();
    let counts_for_latest = match state.waiting(&id) {
        Some(_) => policy.ignores(Unchecked::MixedConsents),
        None => policy.ignores(Unchecked::ForgedConsent),
    };
    if counts_for_latest { state.latest_waiting() } else { state.waiting(&id).map(|_| id) }
}

/// Whether a form of consent says yes; nothing if it says neither.
fn said(request: &Request) -> Option<bool> {
    match request.form.first("decision").as_deref() {
        Some("allow") => Some(true),
        Some("deny") => Some(false),
        _ => None,
    }
}

/// What comes of a request once a person has decided.
fn settled(
    behaviour: &Behaviour,
    state: &mut ServerState,
    request: &Request,
    (pending, allowed): (Pending, bool),
    now: Moment,
) -> Reply {
    let policy = &behaviour.authorization;
    let elsewhere =
        request.form.first("redirect_uri").filter(|_| policy.ignores(Unchecked::ConsentRedirectUri));
    let pending = match elsewhere {
        Some(uri) => pending.leading_to(uri),
        None => pending,
    };
    let pending = if policy.is_odd(Oddity::WaitedState) { pending.waited() } else { pending };
    if allowed || policy.ignores(Unchecked::Denial) {
        pending.grant(behaviour, state, now)
    } else if policy.is_odd(Oddity::DenialOnPage) {
        Reply::page(403, "Denied", "Nothing was granted.")
    } else {
        pending.refuse(behaviour, state, "access_denied")
    }
}

/// What stands between a request and its code.
#[derive(Debug, Eq, PartialEq)]
enum Next {
    /// Nothing can help: the client gets this error.
    Refuse(&'static str),
    /// Someone has to log in.
    Login,
    /// Whoever logged in to this session has to consent.
    Consent(String),
    /// Nothing.
    Grant,
}

/// What a request with this prompt comes to (`OpenID` Connect Core sections 3.1.2.1, 3.1.2.3,
/// 3.1.2.4 and 3.1.2.6).
fn next(prompt: &Prompt, session: Option<String>, allowed: bool) -> Next {
    match session {
        _ if prompt.has("none") && prompt.0.len() > 1 => Next::Refuse("invalid_request"),
        None if prompt.has("none") => Next::Refuse("login_required"),
        Some(_) if prompt.has("none") && !allowed => Next::Refuse("consent_required"),
        Some(_) if prompt.has("none") => Next::Grant,
        None => Next::Login,
        Some(_) if prompt.has("login") || prompt.has("select_account") => Next::Login,
        Some(session) if prompt.wants_consent(allowed) => Next::Consent(session),
        Some(_) => Next::Grant,
    }
}

/// The words of `prompt`.
struct Prompt(Vec<String>);

impl Prompt {
    fn of(pending: &Pending) -> Self {
        let words = pending.prompt().unwrap_or_default();
        Self(words.split_whitespace().map(str::to_owned).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }

    /// Whether consent has to be asked for, where `allowed` says that it was given before.
    fn wants_consent(&self, allowed: bool) -> bool {
        self.has("consent") || !allowed
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Prompt, next};

    #[test]
    fn a_prompt_asks_again_or_never() {
        let with = |prompt: &str, session: Option<&str>, allowed| {
            let prompt = Prompt(prompt.split(' ').map(str::to_owned).collect());
            next(&prompt, session.map(str::to_owned), allowed)
        };
        let consent = || Next::Consent("s".to_owned());
        assert_eq!(with("", None, false), Next::Login);
        assert_eq!(with("", Some("s"), false), consent());
        assert_eq!(with("", Some("s"), true), Next::Grant);
        assert_eq!(with("login", Some("s"), true), Next::Login);
        assert_eq!(with("select_account", Some("s"), true), Next::Login);
        assert_eq!(with("consent", Some("s"), true), consent());
        assert_eq!(with("none", None, false), Next::Refuse("login_required"));
        assert_eq!(with("none", Some("s"), false), Next::Refuse("consent_required"));
        assert_eq!(with("none", Some("s"), true), Next::Grant);
        assert_eq!(with("none login", Some("s"), true), Next::Refuse("invalid_request"));
    }
}
