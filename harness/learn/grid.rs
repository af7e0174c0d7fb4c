//! The ages at which lifetimes are looked at in real time: around the usual ones, and at a coarse
//! grid between them.

use std::time::Duration;

/// Lifetimes of codes met in the field, in the order in which they are looked at where codes are
/// few, in seconds.
const USUAL: [u64; 6] = [120, 300, 60, 600, 30, 180];

/// How far below and above a usual lifetime a code is redeemed.
const BESIDE: Duration = Duration::from_millis(400);

/// The least and the greatest distance of two ages on the grid.
const STEP: (Duration, Duration) = (Duration::from_millis(800), Duration::from_secs(30));

/// The greatest distance of two ages at which something is asked about that lives on.
const WATCHED: Duration = Duration::from_secs(5);

/// The widest distance of two ages that follow each other, birth included.
pub(super) fn widest(ages: &[Duration]) -> Duration {
    let before = std::iter::once(&Duration::ZERO).chain(ages);
    before.zip(ages).map(|(before, age)| age.saturating_sub(*before)).max().unwrap_or_default()
}

/// The ages that are asked where codes are plenty.
pub(super) fn grid(patience: Duration) -> Vec<Duration> {
    let mut pairs: Vec<Duration> = beside().collect();
    pairs.sort();
    pairs.push(patience);
    let mut ages = Vec::new();
    let mut age = Duration::ZERO;
    while age < patience {
        let step = (age / 4).clamp(STEP.0, STEP.1);
        let near = pairs.iter().find(|pair| **pair > age).copied().filter(|pair| *pair < age + step * 3 / 2);
        age = near.unwrap_or(age + step).min(patience);
        ages.push(age);
    }
    ages
}

/// The ages at which something is asked about that asking does not use up, and that is said to
/// live so long.
#[must_use]
pub fn watching(patience: Duration, said: Option<Duration>) -> Vec<Duration> {
    let beside = said.into_iter().chain(usual()).flat_map(|end| [end.saturating_sub(BESIDE), end + BESIDE]);
    let mut ages: Vec<Duration> = beside.filter(|age| !age.is_zero() && *age < patience).collect();
    let mut age = Duration::ZERO;
    while age < patience {
        age = (age + (age / 20).clamp(STEP.0, WATCHED)).min(patience);
        ages.push(age);
    }
    ages.sort();
    ages.dedup();
    ages
}

/// So many of the ages of a grid: its end, those above and below usual lifetimes, and then
/// whatever halves the widest gap.
pub(super) fn fewer(grid: &[Duration], patience: Duration, count: usize) -> Vec<Duration> {
    let above = usual().map(|usual| usual + BESIDE);
    let below = usual().map(|usual| usual.saturating_sub(BESIDE));
    let mut ages: Vec<Duration> = Vec::new();
    for age in std::iter::once(patience).chain(above).chain(below) {
        if ages.len() < count && grid.contains(&age) {
            ages.push(age);
        }
    }
    ages.sort();
    while ages.len() < count {
        let free = grid.iter().filter(|age| !ages.contains(age));
        let room = |age: &Duration| {
            let under = ages.iter().filter(|other| *other < age).max().copied().unwrap_or_default();
            let over = ages.iter().filter(|other| *other > age).min().copied().unwrap_or(patience);
            age.saturating_sub(under).min(over.saturating_sub(*age))
        };
        let Some(next) = free.max_by_key(|age| room(age)).copied() else { break };
        ages.push(next);
        ages.sort();
    }
    ages
}

/// The ages on both sides of each usual lifetime.
pub(super) fn beside() -> impl Iterator<Item = Duration> {
    usual().flat_map(|usual| [usual.saturating_sub(BESIDE), usual + BESIDE])
}

fn usual() -> impl Iterator<Item = Duration> {
    USUAL.into_iter().map(Duration::from_secs)
}
