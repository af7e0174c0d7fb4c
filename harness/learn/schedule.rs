//! The schedule of a measurement in real time, where each code can be redeemed only once.
//!
//! A first lot of codes is issued at once and redeemed one after the other, around the usual
//! lifetimes and at a coarse grid between them. A reserve is issued later, and is younger: once a
//! code was dead, the reserve halves what is left between the oldest that was alive and the
//! youngest that was dead, at ages that the first lot has behind it. Where codes are few, the
//! grid and the bracket are wider.

use super::{
    Ageing,
    grid::{beside, fewer, grid, widest},
};
use std::{collections::VecDeque, time::Duration};

/// A bracket that is as narrow as this is not narrowed further.
const NARROW: Duration = Duration::from_millis(900);

/// What is not worth a code.
const SLIVER: Duration = Duration::from_millis(100);

/// The least patience with which there is anything to see.
const LEAST: Duration = Duration::from_secs(1);

/// A code that was issued and not redeemed yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HeldCode {
    /// Which one it is, in the order of issuing; the first is 0.
    pub number: usize,
    /// When it was issued, since the beginning.
    pub issued: Duration,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Next {
    /// Have a code issued, the one with this number; once that is begun, [`Schedule::begun`] wants to know.
    Issue {
        /// Its number.
        number: usize,
    },
    /// Redeem that code at that age.
    Redeem {
        /// Its number.
        number: usize,
        /// How old it shall be.
        age: Duration,
    },
    /// Nothing before an answer comes.
    Wait,
    /// Nothing at all.
    Done,
}

/// Where a measurement stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// How long it has gone on.
    pub now: Duration,
    /// The codes that are held.
    pub held: &'a [HeldCode],
    /// The numbers of those that are being redeemed.
    pub under_way: &'a [usize],
    /// Whether one is being issued.
    pub issuing: bool,
}

/// The plan of one measurement, and how far it got.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The ages at which the first lot is redeemed, ascending.
    ages: Vec<Duration>,
    /// How many codes there are in reserve.
    reserve: usize,
    /// How many were issued, or tried.
    issued: usize,
    /// When the next ones of the reserve are due; nothing is planned yet before the first lot is out.
    due: Option<VecDeque<Duration>>,
    narrowing: bool,
}

impl Schedule {
    /// A plan for lifetimes up to `patience`, with at most so many codes; nothing if that is too
    /// little to see anything.
    #[must_use]
    pub fn new(patience: Duration, codes: Option<usize>, seen: &Ageing) -> Option<Self> {
        if patience < LEAST || codes.is_some_and(|codes| codes < 2) {
            return None;
        }
        let grid = grid(patience);
        let wanted = lots(widest(&grid)).map(|lot| halvings(lot) + 1).sum();
        let (mut ages, reserve) = match codes {
            Some(codes) if codes < grid.len() + wanted => {
                let reserve = (codes / 3).min(wanted);
                (fewer(&grid, patience, codes - reserve), reserve)
            }
            _ => (grid, wanted),
        };
        ages.retain(|age| *age > seen.alive() && seen.dead().is_none_or(|dead| *age < dead));
        Some(Self { ages, reserve, issued: 0, due: None, narrowing: false })
    }

    /// How much longer it takes at most, about.
    #[must_use]
    pub fn left(&self, seen: &Ageing, now: Duration) -> Duration {
        let end = match seen.dead() {
            None => self.ages.last().copied().unwrap_or_default(),
            Some(dead) => dead + widest(&self.ages) * 2,
        };
        end.saturating_sub(now)
    }

    /// What is next, and when, since the beginning; it is asked again after every change.
    pub fn next(&mut self, seen: &Ageing, standing: Standing<'_>) -> (Duration, Next) {
        match seen.dead() {
            None => self.sweep(standing),
            Some(dead) => self.narrow(seen, dead, standing),
        }
    }

    /// The code with this number is being issued.
    pub fn begun(&mut self, number: usize) {
        self.issued = number + 1;
        if let Some(due) = self.due.as_mut().filter(|_| number >= self.ages.len()) {
            due.pop_front();
        }
    }

    /// While nothing was dead: the first lot is issued, and redeemed as it grows old.
    fn sweep(&mut self, standing: Standing<'_>) -> (Duration, Next) {
        let mut events = self.first_lot(standing, Duration::ZERO);
        if self.issued < self.ages.len() {
            if !standing.issuing {
                events.push((standing.now, self.issue()));
            }
        } else if events.is_empty() {
            return idle(standing);
        } else if !standing.issuing {
            let gap = widest(&self.ages);
            let reserve = self.reserve;
            let due = self.due.get_or_insert_with(|| in_reserve(standing.now, gap, reserve));
            let due = due.front().copied();
            events.extend(due.map(|due| (due, self.issue())));
        }
        earliest(events).unwrap_or_else(|| idle(standing))
    }

    /// Once something was dead: the reserve halves the bracket, and one more of the first lot
    /// confirms the death.
    fn narrow(&mut self, seen: &Ageing, dead: Duration, standing: Standing<'_>) -> (Duration, Next) {
        let alive = seen.alive();
        let confirming = if seen.deaths() < 2 { self.first_lot(standing, dead) } else { Vec::new() };
        let confirming = earliest(confirming);
        let gap = dead.saturating_sub(alive);
        let halving = standing.under_way.iter().any(|number| *number >= self.ages.len());
        if seen.lifetime().is_err() {
            return settled(standing);
        }
        if gap <= NARROW {
            return confirming.unwrap_or_else(|| settled(standing));
        }
        if halving {
            return confirming.unwrap_or_else(|| idle(standing));
        }
        let goal = goal(alive, dead);
        let age = |held: &HeldCode| standing.now.saturating_sub(held.issued);
        let reserve = || standing.held.iter().filter(|held| held.number >= self.ages.len());
        // Nobody is woken at the very moment: what is a little older than that was waited for.
        let fit = reserve().filter(|held| age(held) <= goal + SLIVER).min_by_key(|held| held.issued);
        let late = reserve()
            .filter(|held| age(held) > alive + SLIVER && age(held) + SLIVER < dead)
            .max_by_key(|held| held.issued);
        let mut events: Vec<(Duration, Next)> = confirming.into_iter().collect();
        events.extend(match (fit, late) {
            (Some(held), _) => Some(redeem(held, goal)),
            (None, Some(held)) => Some((standing.now, Next::Redeem { number: held.number, age: age(held) })),
            (None, None) => None,
        });
        // What the first lot left over is never issued: it would be no use any more.
        self.issued = self.issued.max(self.ages.len());
        let left = (self.ages.len() + self.reserve).saturating_sub(self.issued);
        if !self.narrowing && fit.is_none() {
            self.due = Some(staggered(standing.now, gap / 2, left.min(halvings(gap))));
        } else if !self.narrowing
            && let Some(due) = &mut self.due
        {
            due.retain(|due| *due <= standing.now + gap * 2);
        }
        self.narrowing = true;
        let due = self.due.as_ref().and_then(|due| due.front().copied());
        let nothing_fits = fit.is_none() && late.is_none();
        let due = due.or_else(|| (left > 0 && nothing_fits).then_some(standing.now));
        if !standing.issuing {
            events.extend(due.filter(|_| left > 0).map(|due| (due, self.issue())));
        }
        earliest(events).unwrap_or_else(|| idle(standing))
    }

    fn issue(&self) -> Next {
        Next::Issue { number: self.issued }
    }

    /// The redemptions of those of the first lot that are held and meant to be older than this.
    fn first_lot(&self, standing: Standing<'_>, older: Duration) -> Vec<(Duration, Next)> {
        let held = standing.held.iter();
        held.filter_map(|held| Some((held, *self.ages.get(held.number)?)))
            .filter(|(_, age)| *age > older)
            .map(|(held, age)| redeem(held, age))
            .collect()
    }
}

fn redeem(held: &HeldCode, age: Duration) -> (Duration, Next) {
    (held.issued + age, Next::Redeem { number: held.number, age })
}

fn earliest(events: Vec<(Duration, Next)>) -> Option<(Duration, Next)> {
    events.into_iter().min_by_key(|(at, _)| *at)
}

fn idle(standing: Standing<'_>) -> (Duration, Next) {
    let busy = standing.issuing || !standing.under_way.is_empty();
    (standing.now, if busy { Next::Wait } else { Next::Done })
}

/// Nothing more is needed but the answers that are on their way.
fn settled(standing: Standing<'_>) -> (Duration, Next) {
    (standing.now, if standing.under_way.is_empty() { Next::Done } else { Next::Wait })
}

/// When codes are issued that halve a gap one after the other: each is young enough when the one
/// before it was dead.
fn staggered(first: Duration, gap: Duration, count: usize) -> VecDeque<Duration> {
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
fn lots(widest: Duration) -> impl Iterator<Item = Duration> {
    std::iter::successors(Some(widest), |gap| Some(*gap / 4)).take_while(|gap| *gap > NARROW * 2)
}

/// When the reserve is issued.
fn in_reserve(first: Duration, widest: Duration, count: usize) -> VecDeque<Duration> {
    let mut due: Vec<Duration> = Vec::new();
    for gap in lots(widest) {
        due.extend(staggered(first + gap, gap, (halvings(gap) + 1).min(count - due.len())));
    }
    due.sort();
    due.into()
}

/// How often a gap is halved until it is narrow.
fn halvings(gap: Duration) -> usize {
    let mut gap = gap;
    let mut count = 0;
    while gap > NARROW {
        gap /= 2;
        count += 1;
    }
    count
}

/// The age that says most about a bracket: its middle, or what lies beside a usual lifetime.
fn goal(alive: Duration, dead: Duration) -> Duration {
    let middle = alive + dead.saturating_sub(alive) / 2;
    let inside = |age: &Duration| *age > alive + SLIVER && *age + SLIVER < dead;
    beside().filter(inside).min_by_key(|age| age.abs_diff(middle)).unwrap_or(middle)
}

#[cfg(test)]
mod tests {
    use super::{Ageing, HeldCode, Next, Schedule, Standing};
    use crate::learn::{Interval, grid::grid};
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use std::time::Duration;

    /// How much later than planned anything is done that was waited for.
    const TARDY: Duration = Duration::from_millis(4);

    /// A server in virtual time, and a network that takes its time.
    struct World {
        truth: Duration,
        latency: Duration,
    }

    struct Told {
        interval: Option<Interval>,
        took: Duration,
        codes: usize,
    }

    impl World {
        fn measured(&self, patience: Duration, codes: Option<usize>) -> Told {
            let mut seen = Ageing::default();
            let mut schedule = Schedule::new(patience, codes, &seen).expect("a schedule");
            let (mut now, mut held, mut codes_issued) = (Duration::ZERO, Vec::<HeldCode>::new(), 0);
            for _ in 0..10_000 {
                let standing = Standing { now, held: &held, under_way: &[], issuing: false };
                let (at, next) = schedule.next(&seen, standing);
                if at > now {
                    now = at + TARDY;
                }
                match next {
                    Next::Issue { number } => {
                        schedule.begun(number);
                        now += self.latency;
                        held.push(HeldCode { number, issued: now });
                        codes_issued += 1;
                    }
                    Next::Redeem { number, age } => {
                        let at = held.iter().position(|held| held.number == number).expect("it is held");
                        let code = held.swap_remove(at);
                        assert!(now >= code.issued + age, "too early");
                        let old = now.saturating_sub(code.issued) + self.latency;
                        now += self.latency;
                        seen.tell(age, old + self.latency, old <= self.truth);
                    }
                    Next::Wait => panic!("nothing is under way"),
                    Next::Done => {
                        let interval = seen.lifetime().expect("no contradiction");
                        return Told { interval, took: now, codes: codes_issued };
                    }
                }
            }
            panic!("it does not end");
        }
    }

    proptest! {
        #[test]
        fn without_a_quota_every_lifetime_is_bracketed_within_a_second(
            millis in 100_u64..360_000, latency in 1_u64..15
        ) {
            let world = World {
                truth: Duration::from_millis(millis), latency: Duration::from_millis(latency),
            };
            let told = world.measured(Duration::from_secs(360), None);
            let Interval { at_least, at_most } = told.interval.expect("a lifetime");
            prop_assert!(at_least <= world.truth && world.truth <= at_most.unwrap_or(Duration::MAX));
            if let Some(end) = at_most {
                prop_assert!(at_least + Duration::from_secs(1) >= world.truth, "{at_least:?}");
                prop_assert!(end <= world.truth + Duration::from_secs(1), "{end:?}");
            }
            prop_assert!(told.codes < 64, "{} codes", told.codes);
            let little = Duration::from_secs(90).min(world.truth) + Duration::from_secs(4);
            prop_assert!(told.took <= world.truth + little, "{:?}", told.took);
        }

        #[test]
        fn whatever_the_patience_a_lifetime_that_ends_within_it_is_bracketed_within_a_second(
            millis in 100_u64..360_000, more in 1_u64..300, latency in 1_u64..15
        ) {
            let world = World {
                truth: Duration::from_millis(millis), latency: Duration::from_millis(latency),
            };
            let told = world.measured(world.truth + Duration::from_secs(more), None);
            let Interval { at_least, at_most } = told.interval.expect("a lifetime");
            prop_assert!(at_least <= world.truth && at_least + Duration::from_secs(1) >= world.truth, "{at_least:?}");
            let end = at_most.expect("an end");
            prop_assert!(world.truth <= end && end <= world.truth + Duration::from_secs(1), "{end:?}");
        }

        #[test]
        fn whatever_the_quota_the_truth_lies_in_the_bracket(
            millis in 100_u64..700_000, patience in 2_u64..700, codes in 2_usize..40
        ) {
            let world = World { truth: Duration::from_millis(millis), latency: Duration::from_millis(20) };
            let told = world.measured(Duration::from_secs(patience), Some(codes));
            prop_assert!(told.codes <= codes, "{} codes", told.codes);
            let Interval { at_least, at_most } = told.interval.expect("a lifetime");
            prop_assert!(at_least <= world.truth && world.truth <= at_most.unwrap_or(Duration::MAX));
        }

        #[test]
        fn what_does_not_end_in_time_lives_at_least_so_long(patience in 2_u64..700) {
            let world = World { truth: Duration::from_secs(1_000), latency: Duration::from_millis(2) };
            let patience = Duration::from_secs(patience);
            let told = world.measured(patience, None);
            prop_assert_eq!(told.interval, Some(Interval { at_least: patience, at_most: None }));
        }
    }

    #[test]
    fn eight_codes_pin_down_two_minutes() {
        let world = World { truth: Duration::from_secs(120), latency: Duration::from_millis(50) };
        let interval = world.measured(Duration::from_secs(360), Some(8)).interval.expect("a lifetime");
        assert_eq!(interval.at_least, Duration::from_millis(119_600));
        assert!(interval.at_most.is_some_and(|end| end < Duration::from_millis(120_600)));
    }

    #[test]
    fn usual_lifetimes_are_asked_on_both_sides() {
        let ages = grid(Duration::from_secs(360));
        for millis in [119_600, 120_400, 299_600, 300_400, 360_000] {
            assert!(ages.contains(&Duration::from_millis(millis)), "{ages:?}");
        }
        assert!(ages.len() < 48, "{} ages", ages.len());
        assert!(Schedule::new(Duration::ZERO, None, &Ageing::default()).is_none());
    }
}
