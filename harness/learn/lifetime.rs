//! Bracketing a lifetime: which age to ask next, and what the answers leave.

use serde::{Serialize, Serializer};
use std::{fmt, time::Duration};

/// How fine a lifetime is measured on a clock that can be wound.
const RESOLUTION: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// Ages of codes met in the field, asked first.
const USUAL: [u64; 8] = [30, 60, 120, 180, 300, 600, 1800, 3600];

/// The oldest age that is asked of a code.
const OLDEST: Duration = Duration::from_secs(86_400);

/// What is known of a lifetime so far.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bracket {
    alive: Duration,
    dead: Option<Duration>,
    oldest: Duration,
}

impl Default for Bracket {
    /// Nothing is known, and no age beyond a day is asked.
    fn default() -> Self {
        Self::within(OLDEST)
    }
}

impl Bracket {
    /// Nothing is known, and no age beyond this is asked.
    #[must_use]
    pub const fn within(oldest: Duration) -> Self {
        Self { alive: Duration::ZERO, dead: None, oldest }
    }

    /// The age to ask next; none when the bracket is as narrow as it gets, or no end was seen
    /// at the oldest age.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        let Some(dead) = self.dead else {
            let usual = USUAL.map(Duration::from_secs).into_iter().find(|usual| *usual > self.alive);
            let older = usual.unwrap_or((self.alive * 2).min(self.oldest));
            return (self.alive < self.oldest).then_some(older);
        };
        let gap = dead.saturating_sub(self.alive);
        if gap <= RESOLUTION {
            None
        } else if gap > SECOND {
            Some(Duration::from_secs((self.alive + gap / 2).as_secs().max(self.alive.as_secs() + 1)))
        } else if self.alive.subsec_millis() == 0 && gap == SECOND {
            Some(self.alive + RESOLUTION)
        } else {
            Some(self.alive + Duration::from_millis(u64::try_from(gap.as_millis() / 2).unwrap_or(1).max(1)))
        }
    }

    /// Takes in that something of this age was alive, or dead.
    pub fn tell(&mut self, age: Duration, alive: bool) {
        if alive {
            self.alive = self.alive.max(age);
        } else {
            self.dead = Some(self.dead.map_or(age, |dead| dead.min(age)));
        }
    }

    /// The interval in which the lifetime lies.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let exact = self.dead.is_some_and(|dead| dead.saturating_sub(self.alive) <= RESOLUTION);
        Interval { at_least: self.alive, at_most: if exact { Some(self.alive) } else { self.dead } }
    }
}

/// An interval that brackets a duration.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Interval {
    /// It is at least so long, in seconds.
    #[serde(serialize_with = "seconds")]
    pub at_least: Duration,
    /// It is at most so long, in seconds; none if no end was seen.
    #[serde(serialize_with = "seconds_or_null")]
    pub at_most: Option<Duration>,
}

impl Interval {
    /// Whether `span` lies in it.
    #[must_use]
    pub fn holds(&self, span: Duration) -> bool {
        span >= self.at_least && self.at_most.is_none_or(|end| span <= end)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |span: Duration| humantime::format_duration(span).to_string().replace(' ', "");
        match self.at_most {
            Some(end) if end == self.at_least => f.write_str(&text(end)),
            Some(end) => write!(f, "{} to {}", text(self.at_least), text(end)),
            None => write!(f, "at least {}", text(self.at_least)),
        }
    }
}

fn seconds<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    if span.subsec_nanos() == 0 {
        serializer.serialize_u64(span.as_secs())
    } else if let (0, Ok(millis)) = (span.subsec_nanos() % 1_000_000, u32::try_from(span.as_millis())) {
        // Divided once, it is the number that is nearest, such as 7.81.
        serializer.serialize_f64(f64::from(millis) / 1000.0)
    } else {
        serializer.serialize_f64(span.as_secs_f64())
    }
}

#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn seconds_or_null<S: Serializer>(span: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    match span {
        Some(span) => seconds(span, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bracket, Interval};
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use std::time::Duration;

    fn pinned(truth: Duration) -> (Bracket, usize) {
        let mut bracket = Bracket::default();
        let mut asked = 0;
        while let Some(age) = bracket.next() {
            bracket.tell(age, age <= truth);
            asked += 1;
        }
        (bracket, asked)
    }

    proptest! {
        #[test]
        fn every_lifetime_within_a_day_is_pinned_to_the_millisecond(millis in 1_u64..86_399_000) {
            let truth = Duration::from_millis(millis);
            let (bracket, asked) = pinned(truth);
            prop_assert_eq!(bracket.interval().at_least, truth);
            prop_assert_eq!(bracket.interval().at_most, Some(truth));
            prop_assert!(asked < 48, "{asked} questions");
        }
    }

    #[test]
    fn seconds_are_written_as_they_are_read() {
        let interval = Interval { at_least: Duration::from_millis(7_810), at_most: None };
        assert_eq!(serde_json::to_string(&interval).expect("JSON"), r#"{"at_least":7.81,"at_most":null}"#);
    }

    #[test]
    fn no_end_within_a_day_is_no_end() {
        let (bracket, _) = pinned(Duration::from_secs(1_000_000));
        assert_eq!(bracket.interval().at_most, None);
    }
}
