//! Time as the harness sees it: a clock wound by hand for stand-ins, the real one for sandboxes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
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
}

/// A clock that stands still until it is wound; clones show the same time.
///
/// ```
/// use std::time::Duration;
/// let clock = oauth_litmus::clock::Clock::default();
/// let issued = clock.now();
/// clock.advance(Duration::from_secs(121));
/// assert_eq!(clock.now().since(issued), Duration::from_secs(121));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    /// The time it shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment(Duration::from_millis(self.0.load(Ordering::SeqCst)))
    }

    /// Turns it forward, in whole milliseconds.
    pub fn advance(&self, span: Duration) {
        self.0.fetch_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX / 4), Ordering::SeqCst);
    }
}
