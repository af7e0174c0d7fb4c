//! The tokens of a stand-in: how they are issued, how long they live, what ends them.

use super::{
    account::Account, asked::Asked, layout, reply::Reply, state::ServerState, token_value::access_token,
};
use crate::{
    behaviour::{
        AccessTokenMember, Behaviour, DeadToken, Descendant, ExpiresIn, Lifetime, RefreshIssued,
        ScopeReported, TokenSort,
    },
    clock::Moment,
    protocol::encode,
};
use serde_json::{Map, json};
use std::{collections::BTreeMap, time::Duration};

/// How long an access token lives where nothing is stated.
const USUAL_LIFETIME: Duration = Duration::from_secs(3600);

/// Everything that was issued.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    all: BTreeMap<String, Token>,
    /// All that were ever issued, in that order.
    issued: Vec<String>,
    /// The refresh tokens that were replaced, in that order.
    replaced: Vec<String>,
    families: usize,
}

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) holder: Holder,
    pub(super) issued: Moment,
    pub(super) revoked: bool,
    /// When it was revoked at the revocation endpoint, by itself or with another.
    pub(super) withdrawn: Option<Moment>,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about one grant")]
pub(super) struct Holder {
    pub(super) client: String,
    /// Whose account it opens.
    pub(super) account: Account,
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
    /// Whether a refresh brought it.
    pub(super) refreshed: bool,
    /// Whether the client got it for itself, without a user.
    pub(super) of_client: bool,
}

impl TokenKind {
    /// What it is called in a behaviour.
    pub(super) const fn sort(self) -> TokenSort {
        match self {
            Self::Access => TokenSort::AccessToken,
            Self::Refresh => TokenSort::RefreshToken,
        }
    }

    /// Whether a hint says so (RFC 7009 section 2.1).
    pub(super) fn is_hinted(self, hint: &str) -> bool {
        hint == if self == Self::Access { "access_token" } else { "refresh_token" }
    }
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
        self.issued.push(value.clone());
        self.all.insert(value, token);
    }

    /// Ends the oldest of those that live, where there are more than that of them.
    fn end_beyond(
        &mut self,
        most: Option<u32>,
        behaviour: &Behaviour,
        now: Moment,
        which: impl Fn(&Token) -> bool,
    ) {
        let Some(most) = most else { return };
        let lives = |value: &&String| {
            self.all.get(value.as_str()).is_some_and(|token| which(token) && token.is_alive(behaviour, now))
        };
        let living: Vec<String> = self.issued.iter().filter(lives).cloned().collect();
        let beyond = living.len().saturating_sub(most as usize);
        for value in living.into_iter().take(beyond) {
            if let Some(token) = self.all.get_mut(&value) {
                token.revoked = true;
            }
        }
    }

    /// Brings the revoked access tokens of a family back to life.
    pub(super) fn revive(&mut self, family: usize) {
        let of_family = self.all.values_mut().filter(|token| token.holder.family == family);
        for token in of_family.filter(|token| token.kind == TokenKind::Access) {
            (token.revoked, token.withdrawn) = (false, None);
        }
    }

    /// The first token that begins so.
    pub(super) fn beginning_with(&self, start: &str) -> Option<(&String, &Token)> {
        self.all.range(start.to_owned()..).next().filter(|(value, _)| value.starts_with(start))
    }

    /// Notes that a refresh token has a successor, and forgets all but so many of those of its
    /// family that were replaced before.
    pub(super) fn replace(&mut self, value: &str, now: Moment, remembered: Option<usize>) {
        let Some(token) = self.all.get_mut(value) else { return };
        let family = token.holder.family;
        if token.replaced.is_none() {
            token.replaced = Some(now);
            self.replaced.push(value.to_owned());
        }
        let of_family =
            |value: &&String| self.all.get(value.as_str()).is_some_and(|token| token.holder.family == family);
        let known: Vec<String> = self.replaced.iter().filter(of_family).cloned().collect();
        let forgotten = remembered.map_or(0, |remembered| known.len().saturating_sub(remembered));
        for value in known.into_iter().take(forgotten) {
            self.all.remove(&value);
        }
    }

    /// Ends all tokens of a client.
    pub(super) fn revoke_client(&mut self, client: &str) {
        let of_client = self.all.values_mut().filter(|token| token.holder.client == client);
        of_client.for_each(|token| token.revoked = true);
    }

    /// Ends those tokens as the revocation endpoint does (RFC 7009 section 2.1).
    pub(super) fn withdraw(&mut self, now: Moment, which: impl Fn(&Token) -> bool) {
        let chosen = self.all.values_mut().filter(|token| which(token));
        chosen.for_each(|token| token.withdrawn = token.withdrawn.or(Some(now)));
    }

    /// The token that begins as this text does, up to its half.
    pub(super) fn like(&self, text: &str) -> Option<&Token> {
        let alike = |value: &str| value.get(..value.len() / 2).is_some_and(|half| text.starts_with(half));
        self.all.iter().find_map(|(value, token)| alike(value).then_some(token))
    }

    /// Ends the tokens of a family, apart from these.
    pub(super) fn revoke_descendants(&mut self, family: usize, spared: &[Descendant]) {
        let of_family = self.all.values_mut().filter(|token| token.holder.family == family);
        of_family.filter(|token| !spared.contains(&token.descent())).for_each(|token| token.revoked = true);
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
        !self.revoked
            && !self.is_over(behaviour, now)
            && !self.is_withdrawn(behaviour, now)
            && self.replaced.is_none()
    }

    /// Whether its time is over.
    pub(super) fn is_over(&self, behaviour: &Behaviour, now: Moment) -> bool {
        self.lifetime(behaviour).is_some_and(|lifetime| now.since(self.issued) > lifetime)
    }

    /// Whether a revocation at the endpoint has come into effect.
    pub(super) fn is_withdrawn(&self, behaviour: &Behaviour, now: Moment) -> bool {
        self.withdrawn.is_some_and(|withdrawn| match behaviour.revocation.delay {
            Some(Lifetime::Ends(delay)) => now.since(withdrawn) >= delay,
            Some(Lifetime::Never) => false,
            None => true,
        })
    }

    /// Why it is no good whoever presents it, if it is not.
    pub(super) fn dead(&self) -> Option<DeadToken> {
        match self {
            Self { replaced: Some(_), .. } => Some(DeadToken::Replaced),
            _ if self.revoked || self.withdrawn.is_some() => Some(DeadToken::Revoked),
            _ => None,
        }
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

pub(super) fn access_lifetime(behaviour: &Behaviour) -> Option<Duration> {
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
    let of = |kind| Token {
        kind,
        holder: holder.clone(),
        issued: now,
        revoked: false,
        withdrawn: None,
        replaced: None,
    };
    let repeated = behaviour.access_token.repeated == Some(true);
    let known = repeated.then(|| state.tokens.another(behaviour, holder, now)).flatten();
    let access = known.unwrap_or_else(|| {
        let value = access_token(behaviour, state, holder, now);
        let access = prefixed(behaviour.access_token.prefix.as_deref(), &value);
        state.tokens.insert(access.clone(), of(TokenKind::Access));
        state.tokens.end_beyond(behaviour.access_token.live_at_once, behaviour, now, |token| {
            token.kind == TokenKind::Access && token.holder.family == holder.family
        });
        access
    });
    let refresh = match behaviour.refresh_token.issued.unwrap_or(RefreshIssued::Always) {
        _ if keeps.is_some() => keeps.filter(|_| behaviour.refresh_token.told_again != Some(false)),
        _ if !holder.refreshes => None,
        RefreshIssued::OnRequest if !holder.offline => None,
        RefreshIssued::Never => None,
        RefreshIssued::Always | RefreshIssued::OnRequest => {
            let policy = &behaviour.refresh_token;
            let value = prefixed(policy.prefix.as_deref(), &state.random("refresh", policy.entropy));
            let scope = holder.granted.clone();
            let holder = Holder { scope, ..holder.clone() };
            let client = holder.client.clone();
            state.tokens.insert(value.clone(), Token { holder, ..of(TokenKind::Refresh) });
            state.tokens.end_beyond(policy.live_at_once, behaviour, now, |token| {
                token.kind == TokenKind::Refresh && token.holder.client == client
            });
            Some(value)
        }
    };
    answer(asked, &access, refresh, holder)
}

/// An access token given at the authorization endpoint, with what stands beside it in the response
/// (RFC 6749 section 4.2.2).
pub(super) fn implicit(
    behaviour: &Behaviour,
    state: &mut ServerState,
    (client, account): (&str, Account),
    scope: Option<String>,
    now: Moment,
) -> Vec<(String, String)> {
    let family = state.tokens.new_family();
    let holder = Holder {
        client: client.to_owned(),
        account,
        family,
        granted: scope.clone(),
        scope,
        offline: false,
        refreshed: false,
        refreshes: true,
        of_client: false,
    };
    let value = access_token(behaviour, state, &holder, now);
    let token = Token {
        kind: TokenKind::Access,
        holder,
        issued: now,
        revoked: false,
        withdrawn: None,
        replaced: None,
    };
    state.tokens.insert(value.clone(), token);
    [("access_token", value.as_str()), ("token_type", "Bearer")]
        .map(|(name, value)| (name.to_owned(), encode(value)))
        .into()
}

fn prefixed(prefix: Option<&str>, value: &str) -> String {
    format!("{}{value}", prefix.unwrap_or_default())
}

fn answer(asked: &Asked<'_>, access: &str, refresh: Option<String>, holder: &Holder) -> Reply {
    let behaviour = asked.behaviour;
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
    layout::success(asked, members)
        .with("cache-control", policy.cache_control.as_deref().unwrap_or("no-store"))
        .with("pragma", policy.pragma.as_deref().unwrap_or("no-cache"))
}
