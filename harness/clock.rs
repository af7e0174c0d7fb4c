//! Time as the harness sees it: a clock wound by hand for stand-ins, the real one for sandboxes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A moment on a server's clock, counted from its start.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Moment(Duration);

impl Moment {
    /// The moment so long after the start.
    #[must_use]
    pub const fn after_start(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// How long ago `earlier` was; zero if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Whole seconds since the clock began.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0.as_secs()
    }
}

/// A clock that can be turned forward by hand; clones show the same time. It stands still
/// otherwise, or runs with real time.
///
/// ```
/// use std::time::Duration;
/// let clock = oauth_litmus::clock::Clock::default();
/// let issued = clock.now();
/// clock.advance(Duration::from_secs(121));
/// assert_eq!(clock.now().since(issued), Duration::from_secs(121));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// How far it was turned, in milliseconds.
    turned: Arc<AtomicU64>,
    /// Since when it runs by itself; one that stands still does not.
    running_since: Option<Instant>,
}

impl Clock {
    /// A clock that shows the real time since now, and whatever it is turned forward.
    #[must_use]
    pub fn real() -> Self {
        Self { running_since: Some(Instant::now()), ..Self::default() }
    }

    /// The time it shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        let turned = Duration::from_millis(self.turned.load(Ordering::SeqCst));
        let ran = self.running_since.map_or(Duration::ZERO, |start| start.elapsed());
        Moment(turned.saturating_add(ran))
    }

    /// Turns it forward, in whole milliseconds; what is beyond all time is the end of it.
    pub fn advance(&self, span: Duration) {
        let span = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        let further = |turned: u64| Some(turned.saturating_add(span));
        let _ = self.turned.fetch_update(Ordering::SeqCst, Ordering::SeqCst, further);
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use std::{thread, time::Duration};

    #[test]
    fn a_real_clock_runs_and_can_be_turned_as_well() {
        let clock = Clock::real();
        let before = clock.now();
        thread::sleep(Duration::from_millis(5));
        assert!(clock.now().since(before) >= Duration::from_millis(5));
        clock.clone().advance(Duration::from_secs(121));
        assert!(clock.now().since(before) >= Duration::from_millis(121_005));
    }

    #[test]
    fn time_never_runs_back() {
        let clock = Clock::default();
        clock.advance(Duration::MAX);
        let end = clock.now();
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), end);
    }
}
