//! The throttle of a stand-in: who got how much lately, and what is said to those who want more.

use super::{authorize::Pending, reply::Reply, state::ServerState};
use crate::{
    behaviour::{Allowance, Behaviour, Counted, ErrorAnswer, Lifetime, ThrottlePolicy},
    clock::Moment,
};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// What clients got lately.
#[derive(Clone, Debug, Default)]
pub(super) struct Throttle(BTreeMap<(Grants, String), Used>);

/// What is throttled, each by itself.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Grants {
    Codes,
    Tokens,
}

#[derive(Clone, Debug, Default)]
struct Used {
    at: VecDeque<Moment>,
    /// When it wanted more than it gets; what follows is refused for a while, if that is stated.
    exceeded: Option<Moment>,
}

impl Grants {
    const fn allowance(self, policy: &ThrottlePolicy) -> Option<Allowance> {
        match self {
            Self::Codes => policy.codes,
            Self::Tokens => policy.tokens,
        }
    }
}

impl Throttle {
    /// How long a client has to wait before it gets one more; nothing if it gets it now. Where every
    /// request counts, this one does.
    pub(super) fn wait(
        &mut self,
        policy: &ThrottlePolicy,
        grants: Grants,
        client: &str,
        now: Moment,
    ) -> Option<Duration> {
        let allowance = grants.allowance(policy)?;
        let used = self.0.entry((grants, client.to_owned())).or_default();
        let wait = used.wait(allowance, policy.blocks, now);
        if wait.is_none() && policy.counts == Some(Counted::Requests) {
            used.at.push_back(now);
        }
        wait
    }

    /// Counts what a client got.
    pub(super) fn count(&mut self, policy: &ThrottlePolicy, grants: Grants, client: &str, now: Moment) {
        if grants.allowance(policy).is_some() && policy.counts != Some(Counted::Requests) {
            self.0.entry((grants, client.to_owned())).or_default().at.push_back(now);
        }
    }
}

impl Used {
    fn wait(&mut self, allowance: Allowance, blocks: Option<Lifetime>, now: Moment) -> Option<Duration> {
        if let (Some(exceeded), Some(blocks)) = (self.exceeded, blocks) {
            match blocks {
                Lifetime::Never => return Some(Duration::MAX),
                Lifetime::Ends(span) if now.since(exceeded) < span => {
                    return Some(span.saturating_sub(now.since(exceeded)));
                }
                Lifetime::Ends(_) => *self = Self::default(),
            }
        }
        while self.at.front().is_some_and(|at| now.since(*at) >= allowance.span) {
            self.at.pop_front();
        }
        if self.at.len() < allowance.count as usize {
            return None;
        }
        self.exceeded = Some(now);
        let first = self.at.front().map_or(Duration::ZERO, |at| now.since(*at));
        Some(match blocks {
            Some(Lifetime::Ends(span)) => span,
            Some(Lifetime::Never) => Duration::MAX,
            None => allowance.span.saturating_sub(first),
        })
    }
}

/// What the authorization endpoint says to a client that wants one code more than it gets.
pub(super) fn at_authorization(
    behaviour: &Behaviour,
    state: &mut ServerState,
    pending: &Pending,
    now: Moment,
) -> Option<Reply> {
    let policy = &behaviour.throttle;
    let wait = state.throttle.wait(policy, Grants::Codes, &pending.client, now)?;
    let reply = match policy.at_authorization.as_ref() {
        Some(ErrorAnswer { status: None, error: Some(error), .. }) => {
            pending.refuse(behaviour, state, error.as_str())
        }
        stated => {
            let status = stated.and_then(|answer| answer.status).unwrap_or(429);
            Reply::page(status, "Too many requests", "This client asked for too many codes lately.")
        }
    };
    Some(timed(policy, reply, wait))
}

/// What the token endpoint says to a client that wants one token more than it gets.
pub(super) fn at_token(
    behaviour: &Behaviour,
    state: &mut ServerState,
    client: &str,
    now: Moment,
) -> Option<Reply> {
    let policy = &behaviour.throttle;
    let wait = state.throttle.wait(policy, Grants::Tokens, client, now)?;
    let reply = Reply::error(&policy.at_token()).with("cache-control", "no-store");
    Some(timed(policy, reply, wait))
}

/// The reply, with what it says of when to come back: in whole seconds, rounded up.
fn timed(policy: &ThrottlePolicy, reply: Reply, wait: Duration) -> Reply {
    if policy.retry_after != Some(true) || wait == Duration::MAX {
        return reply;
    }
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    reply.with("retry-after", &seconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Grants, Throttle};
    use crate::{
        behaviour::{Counted, Lifetime, ThrottlePolicy},
        clock::Moment,
    };
    use std::time::Duration;

    fn two_a_minute() -> ThrottlePolicy {
        ThrottlePolicy { codes: "2/1m".parse().ok(), ..ThrottlePolicy::default() }
    }

    /// How long a client that asks at these seconds has to wait each time; what it gets is counted.
    fn waits(policy: &ThrottlePolicy, at: &[u64]) -> Vec<Option<u64>> {
        let mut throttle = Throttle::default();
        let asked = at.iter().map(|second| {
            let now = Moment::after_start(Duration::from_secs(*second));
            let wait = throttle.wait(policy, Grants::Codes, "app", now);
            if wait.is_none() {
                throttle.count(policy, Grants::Codes, "app", now);
            }
            wait.map(|wait| wait.as_secs())
        });
        asked.collect()
    }

    #[test]
    fn there_is_room_again_once_the_span_has_passed() {
        assert_eq!(
            waits(&two_a_minute(), &[0, 30, 40, 60, 61, 90]),
            [None, None, Some(20), None, Some(29), None]
        );
    }

    #[test]
    fn who_wants_more_may_be_blocked_for_longer() {
        let policy =
            ThrottlePolicy { blocks: Some(Lifetime::Ends(Duration::from_secs(600))), ..two_a_minute() };
        assert_eq!(
            waits(&policy, &[0, 30, 40, 100, 639, 640, 641, 642]),
            [None, None, Some(600), Some(540), Some(1), None, None, Some(600)]
        );
    }

    #[test]
    fn every_client_and_every_grant_has_a_count_of_its_own() {
        let policy = ThrottlePolicy { tokens: "1/1m".parse().ok(), ..two_a_minute() };
        let (mut throttle, now) = (Throttle::default(), Moment::default());
        throttle.count(&policy, Grants::Tokens, "app", now);
        assert!(throttle.wait(&policy, Grants::Tokens, "app", now).is_some());
        assert!(throttle.wait(&policy, Grants::Tokens, "other", now).is_none());
        assert!(throttle.wait(&policy, Grants::Codes, "app", now).is_none());
    }

    #[test]
    fn every_request_may_count() {
        let policy = ThrottlePolicy { counts: Some(Counted::Requests), ..two_a_minute() };
        let (mut throttle, now) = (Throttle::default(), Moment::default());
        let asked: Vec<bool> =
            (0..3).map(|_| throttle.wait(&policy, Grants::Codes, "app", now).is_some()).collect();
        assert_eq!(asked, [false, false, true]);
    }
}
