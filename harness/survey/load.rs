//! How much is sent, what a limit leaves of it, and how long it takes.

use crate::{scenario::Quota, target::Tenant};
use std::time::Duration;

/// What is sent, controls included, if nothing has to be shrunk; and what the server has to give.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Load {
    /// Requests.
    pub requests: usize,
    /// Authorization codes.
    pub codes: usize,
    /// Token answers.
    pub tokens: usize,
}

impl Load {
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            codes: self.codes + other.codes,
            tokens: self.tokens + other.tokens,
        }
    }

    pub(super) const fn times(self, count: usize) -> Self {
        Self { requests: self.requests * count, codes: self.codes * count, tokens: self.tokens * count }
    }

    /// The first so many requests of it, and what they bring in proportion.
    fn first(self, requests: usize) -> Self {
        if requests >= self.requests {
            return self;
        }
        let part = |count: usize| count * requests / self.requests.max(1);
        Self { requests, codes: part(self.codes), tokens: part(self.tokens) }
    }
}

/// What of the phases a limit on requests leaves.
pub(super) fn cut(phases: &[Load], limit: usize) -> Vec<Load> {
    let mut left = limit;
    let cut = phases.iter().map(|phase| {
        let first = phase.first(left);
        left -= first.requests;
        first
    });
    cut.collect()
}

/// How long it is: each part as long as its requests, its codes or its tokens make it, whichever is
/// the longest; what a quota gives at once is not waited for.
pub(super) fn waiting(phases: &[Load], tenant: &Tenant, pace: Duration) -> Option<Duration> {
    let quota = tenant.quota.as_ref();
    let (codes, tokens) = (quota.and_then(|quota| quota.codes), quota.and_then(|quota| quota.tokens));
    let by_quota = |quota: Option<Quota>, count: usize| {
        quota.map_or(Duration::ZERO, |quota| times(quota.span, count) / quota.count)
    };
    let by_pace: Duration = phases.iter().map(|phase| times(pace, phase.requests)).sum();
    let longest = phases.iter().map(|phase| {
        by_quota(codes, phase.codes).max(by_quota(tokens, phase.tokens)).max(times(pace, phase.requests))
    });
    let at_once = [codes, tokens].into_iter().flatten().map(|quota| quota.span).max().unwrap_or_default();
    let waiting = longest.sum::<Duration>().saturating_sub(at_once).max(by_pace);
    (waiting.as_secs() > 0).then_some(waiting)
}

fn times(span: Duration, count: usize) -> Duration {
    span.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Load, cut};

    #[test]
    fn a_limit_leaves_the_first_parts_and_a_share_of_the_last() {
        let load = |requests, codes| Load { requests, codes, tokens: 0 };
        let within = cut(&[load(100, 10), load(200, 50), load(50, 50)], 200);
        assert_eq!(within, [load(100, 10), load(100, 25), load(0, 0)]);
        assert_eq!(cut(&[load(100, 10)], usize::MAX), [load(100, 10)]);
    }
}
