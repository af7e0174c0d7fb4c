//! What was seen of a lifetime while real time passed: ages are known to within the time that
//! requests take, and answers may contradict each other.

use super::Interval;
use std::{fmt, time::Duration};

/// How far answers may contradict each other and still bracket a lifetime: servers that count
/// whole seconds, or clean up now and then, do so within about this.
const LEEWAY: Duration = Duration::from_secs(2);

/// In what steps ages are told that were measured.
const GRAIN: Duration = Duration::from_millis(10);

/// What was seen so far: things of known age, dead or alive.
#[derive(Clone, Debug, Default)]
pub struct Ageing {
    seen: Vec<Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    at_least: Duration,
    at_most: Duration,
    alive: bool,
}

/// Something was dead that was younger, by much, than something that was alive.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("one that was {} old was dead, and one that was {} old was alive", Short(*.dead), Short(*.alive))]
pub struct Contradiction {
    /// The oldest that the dead one can have been.
    pub dead: Duration,
    /// The youngest that the living one can have been.
    pub alive: Duration,
}

/// A duration without spaces, to the hundredth of a second.
struct Short(Duration);

impl Ageing {
    /// Takes in that something was dead or alive at an age between these two.
    pub fn tell(&mut self, at_least: Duration, at_most: Duration, alive: bool) {
        self.seen.push(Seen { at_least, at_most: at_most.max(at_least), alive });
    }

    /// The greatest age at which something was alive for certain; zero if nothing was.
    #[must_use]
    pub fn alive(&self) -> Duration {
        self.seen.iter().filter(|seen| seen.alive).map(|seen| seen.at_least).max().unwrap_or_default()
    }

    /// The smallest age by which something was dead.
    #[must_use]
    pub fn dead(&self) -> Option<Duration> {
        self.seen.iter().filter(|seen| !seen.alive).map(|seen| seen.at_most).min()
    }

    /// How many were dead.
    #[must_use]
    pub fn deaths(&self) -> usize {
        self.seen.iter().filter(|seen| !seen.alive).count()
    }

    /// The interval in which the lifetime lies, wider where the answers contradict each other a
    /// little; nothing if nothing was seen.
    ///
    /// # Errors
    /// If they contradict each other by more than a server's counting explains.
    pub fn lifetime(&self) -> Result<Option<Interval>, Contradiction> {
        let alive = self.alive();
        let Some(dead) = self.dead() else {
            let at_least = rounded_down(alive);
            return Ok((!self.seen.is_empty()).then_some(Interval { at_least, at_most: None }));
        };
        if dead >= alive {
            return Ok(Some(Interval { at_least: rounded_down(alive), at_most: Some(rounded_up(dead)) }));
        }
        if alive.saturating_sub(dead) > LEEWAY {
            return Err(Contradiction { dead, alive });
        }
        let first_death = self.seen.iter().filter(|seen| !seen.alive).map(|seen| seen.at_least).min();
        let last_life = self.seen.iter().filter(|seen| seen.alive).map(|seen| seen.at_most).max();
        Ok(Some(Interval {
            at_least: rounded_down(first_death.unwrap_or_default()),
            at_most: Some(rounded_up(last_life.unwrap_or(alive))),
        }))
    }

    /// What is left where no death counts.
    #[must_use]
    pub fn without_deaths(&self) -> Self {
        Self { seen: self.seen.iter().filter(|seen| seen.alive).copied().collect() }
    }
}

fn rounded_down(span: Duration) -> Duration {
    let grains = span.as_millis() / GRAIN.as_millis();
    GRAIN.saturating_mul(u32::try_from(grains).unwrap_or(u32::MAX))
}

fn rounded_up(span: Duration) -> Duration {
    let grains = span.as_millis().div_ceil(GRAIN.as_millis());
    GRAIN.saturating_mul(u32::try_from(grains).unwrap_or(u32::MAX))
}

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&humantime::format_duration(rounded_up(self.0)).to_string().replace(' ', ""))
    }
}

#[cfg(test)]
mod tests {
    use super::{Ageing, Interval};
    use std::time::Duration;

    fn seen(all: &[(u64, u64, bool)]) -> Ageing {
        let mut ageing = Ageing::default();
        for (at_least, at_most, alive) in all {
            ageing.tell(Duration::from_millis(*at_least), Duration::from_millis(*at_most), *alive);
        }
        ageing
    }

    fn between(at_least: u64, at_most: Option<u64>) -> Interval {
        let (at_least, at_most) = (Duration::from_millis(at_least), at_most.map(Duration::from_millis));
        Interval { at_least, at_most }
    }

    #[test]
    fn a_lifetime_lies_between_the_surely_alive_and_the_surely_dead() {
        assert_eq!(seen(&[]).lifetime(), Ok(None));
        assert_eq!(seen(&[(1000, 1100, true)]).lifetime(), Ok(Some(between(1000, None))));
        let bracketed = seen(&[(1600, 1604, true), (2400, 2403, false), (3200, 3201, false)]);
        assert_eq!(bracketed.lifetime(), Ok(Some(between(1600, Some(2410)))));
        let told = seen(&[(1607, 1608, true), (2401, 2402, false)]);
        assert_eq!(told.lifetime(), Ok(Some(between(1600, Some(2410)))), "both ends are rounded outwards");
    }

    #[test]
    fn a_little_contradiction_widens_and_a_big_one_tells_nothing() {
        let little = seen(&[(119_600, 119_610, false), (120_400, 120_410, true)]);
        assert_eq!(little.lifetime(), Ok(Some(between(119_600, Some(120_410)))));
        let big = seen(&[(30_400, 30_500, false), (60_400, 60_500, true)]);
        let said = big.lifetime().expect_err("a contradiction").to_string();
        assert_eq!(said, "one that was 30s500ms old was dead, and one that was 1m400ms old was alive");
        assert_eq!(big.without_deaths().lifetime(), Ok(Some(between(60_400, None))));
    }
}
