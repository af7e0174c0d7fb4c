//! The tokens of a stand-in: how they are issued, how long they live, what ends them.

use super::{asked::Asked, reply::Reply, state::ServerState};
use crate::{
    behaviour::{Behaviour, Descendant, ExpiresIn, Lifetime, RefreshIssued},
    clock::Moment,
};
use serde_json::{Map, Value, json};
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
    /// Whether a refresh token comes with it.
    pub(super) offline: bool,
    /// Whether a refresh brought it.
    pub(super) refreshed: bool,
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

    /// Ends the tokens of a family, apart from these.
    pub(super) fn revoke_descendants(&mut self, family: usize, spared: &[Descendant]) {
        let of_family = self.all.values_mut().filter(|token| token.holder.family == family);
        of_family.filter(|token| !spared.contains(&token.descent())).for_each(|token| token.revoked = true);
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
    /// What it is to the code that it stems from.
    fn descent(&self) -> Descendant {
        match self.kind {
            _ if self.holder.refreshed => Descendant::Refreshed,
            TokenKind::Access => Descendant::AccessToken,
            TokenKind::Refresh => Descendant::RefreshToken,
        }
    }

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
    let access = state.fresh("token");
    state.tokens.insert(access.clone(), of(TokenKind::Access));
    let refresh = match behaviour.refresh_token.issued.unwrap_or(RefreshIssued::Always) {
        _ if keeps.is_some() => keeps,
        RefreshIssued::OnRequest if !holder.offline => None,
        RefreshIssued::Never => None,
        RefreshIssued::Always | RefreshIssued::OnRequest => {
            let value = state.fresh("refresh");
            let scope = holder.granted.clone();
            let holder = Holder { scope, ..holder.clone() };
            state.tokens.insert(value.clone(), Token { holder, ..of(TokenKind::Refresh) });
            Some(value)
        }
    };
    answer(behaviour, access, refresh, holder)
}

fn answer(behaviour: &Behaviour, access: String, refresh: Option<String>, holder: &Holder) -> Reply {
    let policy = &behaviour.token;
    let mut members = Map::from_iter([("access_token".to_owned(), Value::from(access))]);
    let token_type = policy.token_type.as_deref().unwrap_or("Bearer");
    if !token_type.is_empty() {
        members.insert("token_type".to_owned(), json!(token_type));
    }
    let lifetime = access_lifetime(behaviour).unwrap_or(USUAL_LIFETIME).as_secs();
    match policy.expires_in.unwrap_or(ExpiresIn::Number) {
        ExpiresIn::Number => drop(members.insert("expires_in".to_owned(), json!(lifetime))),
        ExpiresIn::String => drop(members.insert("expires_in".to_owned(), json!(lifetime.to_string()))),
        ExpiresIn::Absent => {}
    }
    members.extend(refresh.map(|refresh| ("refresh_token".to_owned(), json!(refresh))));
    members.extend(holder.scope.as_ref().map(|scope| ("scope".to_owned(), json!(scope))));
    let mut reply = Reply::json(policy.status.unwrap_or(200), &members.into());
    if let Some(media_type) = &policy.media_type {
        reply.headers = vec![("content-type", media_type.clone())];
    }
    reply
        .with("cache-control", policy.cache_control.as_deref().unwrap_or("no-store"))
        .with("pragma", policy.pragma.as_deref().unwrap_or("no-cache"))
}
