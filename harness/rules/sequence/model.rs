//! What a sound authorization server may do with codes and tokens, whatever its policy.
//!
//! Each token has a [`Fate`]. It *lives* as long as nothing happened; it is *dead*
//! once a revocation was confirmed; it is *open* where the standards leave the server a choice:
//! after a replay, after a replaced refresh token came again, after time that may exceed its
//! lifetime. Whether grants of one person touch each other is not judged here.

use crate::evidence::TokenAnswer;
use serde_json::Value;
use std::time::Duration;

/// What may be expected of a code or token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    /// It has to work.
    Lives,
    /// It must not work.
    Dead,
    /// Either is allowed.
    Open,
}

/// A code and what happened to it.
struct Code {
    redeemed: bool,
    /// Whether an attempt failed, which may have used it up.
    attempted: bool,
    issued: Duration,
}

/// What one token answer brought.
struct Answer {
    /// The code its grant stems from.
    code: usize,
    access: Fate,
    refresh: Option<(String, Fate)>,
    issued: Duration,
    lifetime: Option<Duration>,
}

/// What a sequence has led to so far.
#[derive(Default)]
pub(super) struct Model {
    now: Duration,
    codes: Vec<Code>,
    answers: Vec<Answer>,
}

impl Model {
    pub(super) fn pass(&mut self, span: Duration) {
        self.now += span;
    }

    pub(super) fn authorized(&mut self) {
        self.codes.push(Code { redeemed: false, attempted: false, issued: self.now });
    }

    /// What may come of redeeming a code: the client it was issued to gets tokens once.
    pub(super) fn code(&self, code: usize, own: bool) -> Fate {
        match self.codes.get(code) {
            Some(_) if !own => Fate::Dead,
            Some(known) if known.redeemed => Fate::Dead,
            Some(known) if !known.attempted && known.issued == self.now => Fate::Lives,
            _ => Fate::Open,
        }
    }

    pub(super) fn redeemed(&mut self, code: usize, answer: &TokenAnswer) {
        if let Some(known) = self.codes.get_mut(code) {
            known.redeemed = true;
        }
        self.brought(code, answer, None);
    }

    /// What may come of a refresh with the refresh token of that answer.
    pub(super) fn refresh(&self, answer: usize, own: bool) -> Fate {
        match self.answers.get(answer) {
            Some(_) if !own => Fate::Dead,
            Some(Answer { refresh: Some((_, Fate::Lives)), issued, .. }) if *issued != self.now => Fate::Open,
            Some(Answer { refresh: Some((_, fate)), .. }) => *fate,
            _ => Fate::Open,
        }
    }

    pub(super) fn refreshed(&mut self, with: usize, answer: &TokenAnswer) {
        let Some(used) = self.answers.get(with) else { return };
        let (code, old) = (used.code, used.refresh.clone());
        let new = answer.refresh_token.as_ref().map(|token| token.reveal().to_owned());
        if let (Some((old, _)), Some(new)) = (&old, &new)
            && old != new
        {
            self.each_refresh(old, |fate| *fate = weaker(*fate));
        }
        for answer in self.answers.iter_mut().filter(|answer| answer.code == code) {
            answer.access = weaker(answer.access);
        }
        self.brought(code, answer, old.map(|(token, _)| token));
    }

    /// What may be said of the access token of that answer.
    pub(super) fn access(&self, answer: usize) -> Fate {
        match self.answers.get(answer) {
            Some(Answer { access: Fate::Lives, issued, lifetime, .. }) if *issued != self.now => {
                match lifetime {
                    Some(lifetime) if self.now.saturating_sub(*issued) < *lifetime => Fate::Lives,
                    _ => Fate::Open,
                }
            }
            Some(answer) => answer.access,
            None => Fate::Open,
        }
    }

    /// The revocation of an access token was confirmed; the rest of its grant may end with it.
    pub(super) fn access_revoked(&mut self, answer: usize) {
        self.disturb();
        if let Some(answer) = self.answers.get_mut(answer) {
            answer.access = Fate::Dead;
        }
    }

    /// The revocation of a refresh token was confirmed; the rest of its grant may end with it.
    pub(super) fn refresh_revoked(&mut self, answer: usize) {
        let token = self.answers.get(answer).and_then(|answer| answer.refresh.clone());
        self.disturb();
        if let Some((token, _)) = token {
            self.each_refresh(&token, |fate| *fate = Fate::Dead);
        }
    }

    fn brought(&mut self, code: usize, answer: &TokenAnswer, kept: Option<String>) {
        let lifetime = answer.member("expires_in").and_then(Value::as_u64);
        let refresh = answer.refresh_token.as_ref().map(|token| token.reveal().to_owned()).or(kept);
        self.answers.push(Answer {
            code,
            access: Fate::Lives,
            refresh: refresh.map(|token| (token, Fate::Lives)),
            issued: self.now,
            lifetime: lifetime.map(Duration::from_secs),
        });
    }

    /// Something was refused, replayed or revoked, which may have ended what lives in a grant: and
    /// that may be all that the person allowed the client, since some servers keep it as one.
    pub(super) fn disturb(&mut self) {
        for code in &mut self.codes {
            code.attempted = true;
        }
        for answer in &mut self.answers {
            answer.access = weaker(answer.access);
            if let Some((_, fate)) = &mut answer.refresh {
                *fate = weaker(*fate);
            }
        }
    }

    fn each_refresh(&mut self, token: &str, change: impl Fn(&mut Fate)) {
        let refreshes = self.answers.iter_mut().filter_map(|answer| answer.refresh.as_mut());
        refreshes.filter(|(known, _)| known == token).for_each(|(_, fate)| change(fate));
    }
}

/// What had to work may now be gone; what is dead stays so.
const fn weaker(fate: Fate) -> Fate {
    match fate {
        Fate::Lives | Fate::Open => Fate::Open,
        Fate::Dead => Fate::Dead,
    }
}
