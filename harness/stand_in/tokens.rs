//! The tokens of a stand-in: how they are issued, how long they live, what ends them.

use super::{asked::Asked, reply::Reply, state::ServerState};
use crate::{
    behaviour::{AccessTokenMember, Behaviour, ExpiresIn, Lifetime, RefreshIssued, ScopeReported},
    clock::Moment,
};
use serde_json::{Map, json};
use std::{collections::BTreeMap, time::Duration};

/// How long an access token lives where nothing is stated.
const USUAL_LIFETIME: Duration = Duration::from_secs(3600);

/// Everything that was issued.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    all: BTreeMap<String, Token>,
    families: usize,
}

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) holder: Holder,
    pub(super) issued: Moment,
    pub(super) revoked: bool,
    /// When a refresh token was replaced by its successor.
    pub(super) replaced: Option<Moment>,
}

/// Which of the two kinds a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TokenKind {
    Access,
    Refresh,
}

/// Whom a token was issued to, and for what.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    pub(super) client: String,
    /// All tokens that stem from one code.
    pub(super) family: usize,
    /// What the user granted, which a refresh cannot exceed.
    pub(super) granted: Option<String>,
    /// What this token is good for.
    pub(super) scope: Option<String>,
    /// Whether a refresh token was asked for.
    pub(super) offline: bool,
    /// Whether its grant is one that refresh tokens come with.
    pub(super) refreshes: bool,
}

impl Tokens {
    pub(super) fn new_family(&mut self) -> usize {
        self.families += 1;
        self.families
    }

    pub(super) fn get(&self, token: &str) -> Option<&Token> {
        self.all.get(token)
    }

    pub(super) fn get_mut(&mut self, token: &str) -> Option<&mut Token> {
        self.all.get_mut(token)
    }

    pub(super) fn insert(&mut self, value: String, token: Token) {
        self.all.insert(value, token);
    }

    /// A live access token that the same client has for the same scope by another grant.
    fn another(&self, behaviour: &Behaviour, holder: &Holder, now: Moment) -> Option<String> {
        let is_alike = |token: &Token| {
            token.kind == TokenKind::Access
                && token.holder.client == holder.client
                && token.holder.scope == holder.scope
                && token.holder.family != holder.family
                && token.is_alive(behaviour, now)
        };
        self.all.iter().find(|(_, token)| is_alike(token)).map(|(value, _)| value.clone())
    }

    /// Ends the tokens of a family that are of this kind, or all of them.
    pub(super) fn revoke_family(&mut self, family: usize, kind: Option<TokenKind>) {
        let of_family = self.all.values_mut().filter(|token| token.holder.family == family);
        of_family
            .filter(|token| kind.is_none_or(|kind| token.kind == kind))
            .for_each(|token| token.revoked = true);
    }
}

impl Token {
    /// Whether it works at that moment.
    pub(super) fn is_alive(&self, behaviour: &Behaviour, now: Moment) -> bool {
        let over = self.lifetime(behaviour).is_some_and(|lifetime| now.since(self.issued) > lifetime);
        !self.revoked && !over && self.replaced.is_none()
    }

    /// How long it lives; nothing if it has no end.
    pub(super) fn lifetime(&self, behaviour: &Behaviour) -> Option<Duration> {
        match self.kind {
            TokenKind::Access => access_lifetime(behaviour),
            TokenKind::Refresh => match behaviour.refresh_token.lifetime {
                Some(Lifetime::Ends(lifetime)) => Some(lifetime),
                _ => None,
            },
        }
    }
}

fn access_lifetime(behaviour: &Behaviour) -> Option<Duration> {
    match behaviour.access_token.lifetime {
        Some(Lifetime::Ends(lifetime)) => Some(lifetime),
        Some(Lifetime::Never) => None,
        None => Some(USUAL_LIFETIME),
    }
}

/// Issues an access token, and a refresh token where one comes with it; answers with them
/// (RFC 6749 section 5.1).
pub(super) fn issue(
    asked: &Asked<'_>,
    state: &mut ServerState,
    holder: &Holder,
    now: Moment,
    keeps: Option<String>,
) -> Reply {
    let behaviour = asked.behaviour;
    let of = |kind| Token { kind, holder: holder.clone(), issued: now, revoked: false, replaced: None };
    let repeated = behaviour.access_token.repeated == Some(true);
    let known = repeated.then(|| state.tokens.another(behaviour, holder, now)).flatten();
    let access = known.unwrap_or_else(|| {
        let access = prefixed(behaviour.access_token.prefix.as_deref(), &state.fresh("token"));
        state.tokens.insert(access.clone(), of(TokenKind::Access));
        access
    });
    let refresh = match behaviour.refresh_token.issued.unwrap_or(RefreshIssued::Always) {
        _ if keeps.is_some() => keeps,
        _ if !holder.refreshes => None,
        RefreshIssued::OnRequest if !holder.offline => None,
        RefreshIssued::Never => None,
        RefreshIssued::Always | RefreshIssued::OnRequest => {
            let value = prefixed(behaviour.refresh_token.prefix.as_deref(), &state.fresh("refresh"));
            let scope = holder.granted.clone();
            let holder = Holder { scope, ..holder.clone() };
            state.tokens.insert(value.clone(), Token { holder, ..of(TokenKind::Refresh) });
            Some(value)
        }
    };
    answer(behaviour, &access, refresh, holder)
}

fn prefixed(prefix: Option<&str>, value: &str) -> String {
    format!("{}{value}", prefix.unwrap_or_default())
}

fn answer(behaviour: &Behaviour, access: &str, refresh: Option<String>, holder: &Holder) -> Reply {
    let policy = &behaviour.token;
    let mut members = Map::new();
    match policy.access_token.unwrap_or(AccessTokenMember::String) {
        AccessTokenMember::String => drop(members.insert("access_token".to_owned(), json!(access))),
        AccessTokenMember::Empty => drop(members.insert("access_token".to_owned(), json!(""))),
        AccessTokenMember::Absent => {}
    }
    let token_type = policy.token_type.as_deref().unwrap_or("Bearer");
    if !token_type.is_empty() {
        members.insert("token_type".to_owned(), json!(token_type));
    }
    let lifetime = match policy.promised_lifetime {
        Some(Lifetime::Ends(promised)) => promised,
        Some(Lifetime::Never) | None => access_lifetime(behaviour).unwrap_or(USUAL_LIFETIME),
    };
    let lifetime = lifetime.as_secs();
    match policy.expires_in.unwrap_or(ExpiresIn::Number) {
        ExpiresIn::Number => drop(members.insert("expires_in".to_owned(), json!(lifetime))),
        ExpiresIn::String => drop(members.insert("expires_in".to_owned(), json!(lifetime.to_string()))),
        ExpiresIn::Absent => {}
    }
    members.extend(refresh.map(|refresh| ("refresh_token".to_owned(), json!(refresh))));
    let told = holder.scope.as_ref().filter(|_| behaviour.scope.reported != Some(ScopeReported::Never));
    members.extend(told.map(|scope| ("scope".to_owned(), json!(scope))));
    let mut reply = Reply::json(policy.status.unwrap_or(200), &members.into());
    if let Some(media_type) = &policy.media_type {
        reply.headers = vec![("content-type", media_type.clone())];
    }
    reply
        .with("cache-control", policy.cache_control.as_deref().unwrap_or("no-store"))
        .with("pragma", policy.pragma.as_deref().unwrap_or("no-cache"))
}
