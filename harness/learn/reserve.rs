//! When the codes in reserve are issued, which halve the bracket of a lifetime, and at which age.

use super::grid::beside;
use std::{collections::VecDeque, time::Duration};

/// A bracket that is as narrow as this is not narrowed further.
pub(super) const NARROW: Duration = Duration::from_millis(900);

/// What is not worth a code.
pub(super) const SLIVER: Duration = Duration::from_millis(100);

/// When codes are issued that halve a gap one after the other: each is young enough when the one
/// before it was dead.
pub(super) fn staggered(first: Duration, gap: Duration, count: usize) -> VecDeque<Duration> {
    let mut due = VecDeque::new();
    let (mut at, mut gap) = (first, gap);
    for _ in 0..count {
        due.push_back(at);
        gap /= 2;
        at += gap;
    }
    due
}

/// The gaps that lots of the reserve are meant for, the widest first: the sooner a lot is issued, the
/// sooner it has halved the gap.
pub(super) fn lots(widest: Duration) -> impl Iterator<Item = Duration> {
    std::iter::successors(Some(widest), |gap| Some(*gap / 4)).take_while(|gap| *gap > NARROW * 2)
}

/// When the reserve is issued.
pub(super) fn in_reserve(first: Duration, widest: Duration, count: usize) -> VecDeque<Duration> {
    let mut due: Vec<Duration> = Vec::new();
    for gap in lots(widest) {
        due.extend(staggered(first + gap, gap, (halvings(gap) + 1).min(count - due.len())));
    }
    due.sort();
    due.into()
}

/// How often a gap is halved until it is narrow.
pub(super) fn halvings(gap: Duration) -> usize {
    let mut gap = gap;
    let mut count = 0;
    while gap > NARROW {
        gap /= 2;
        count += 1;
    }
    count
}

/// The age that says most about a bracket: its middle, or what lies beside a usual lifetime.
pub(super) fn goal(alive: Duration, dead: Duration) -> Duration {
    let middle = alive + dead.saturating_sub(alive) / 2;
    let inside = |age: &Duration| *age > alive + SLIVER && *age + SLIVER < dead;
    beside().filter(inside).min_by_key(|age| age.abs_diff(middle)).unwrap_or(middle)
}
