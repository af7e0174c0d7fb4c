//! The schedule of a measurement in real time, where each code can be redeemed only once.
//!
//! A first lot of codes is issued at once and redeemed one after the other, around the usual
//! lifetimes and at a coarse grid between them. A reserve is issued later, and is younger: once a
//! code was dead, the reserve halves what is left between the oldest that was alive and the
//! youngest that was dead, at ages that the first lot has behind it. Where codes are few, the
//! grid and the bracket are wider.

use super::{
    Ageing,
    grid::{fewer, grid, widest},
    reserve::{NARROW, SLIVER, goal, halvings, in_reserve, lots, staggered},
    standing::{HeldCode, Next, Standing},
};
use std::{collections::VecDeque, time::Duration};

/// The least patience with which there is anything to see.
const LEAST: Duration = Duration::from_secs(1);

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
