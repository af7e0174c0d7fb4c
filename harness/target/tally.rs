//! What may be sent to one target, whoever sends it, and when.

use super::pace::Pace;
use crate::evidence::{Fault, Received};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

/// The requests that were sent to one target, counted against their limit, and the pace that is
/// kept between them.
#[derive(Debug)]
pub struct Tally {
    limit: Option<usize>,
    sent: AtomicUsize,
    pub(super) pace: Pace,
}

impl Tally {
    /// At most `limit` requests, with so many sent before, and so much time between two.
    #[must_use]
    pub const fn of(limit: Option<usize>, sent_before: usize, between: Duration) -> Self {
        Self { limit, sent: AtomicUsize::new(sent_before), pace: Pace::of(between) }
    }

    /// How many requests were sent so far, those before included.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// The limit on requests, if there is one.
    #[must_use]
    pub const fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// The limit on requests, if it is reached.
    #[must_use]
    pub fn spent(&self) -> Option<usize> {
        self.limit.filter(|limit| self.sent() >= *limit)
    }

    /// Counts a request before it is sent.
    ///
    /// # Errors
    /// If the limit is reached.
    pub(super) fn count(&self) -> Result<(), Fault> {
        self.is_open()?;
        self.sent.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    /// Waits until a page may be loaded. What its load takes is not known beforehand: whoever loads
    /// it tells that with [`Tally::add`].
    ///
    /// # Errors
    /// If the limit is reached.
    pub async fn turn(&self) -> Result<(), Fault> {
        self.is_open()?;
        self.pace.turn().await;
        self.is_open()
    }

    /// Counts requests that a page made by itself.
    pub fn add(&self, requests: usize) {
        self.sent.fetch_add(requests, Ordering::SeqCst);
    }

    /// Lets nothing out before a pause is over that the server asks for with an answer to a page.
    pub fn heed(&self, received: &Received) {
        if let Some(pause) = self.pace.put_off(received, 0) {
            self.pace.hold(pause);
        }
    }

    /// Whether pages have not made more requests than there may be.
    ///
    /// # Errors
    /// If they have.
    pub fn within(&self) -> Result<(), Fault> {
        self.limit.filter(|limit| self.sent() > *limit).map_or(Ok(()), |limit| Err(Fault::OutOfBudget(limit)))
    }

    fn is_open(&self) -> Result<(), Fault> {
        self.spent().map_or(Ok(()), |limit| Err(Fault::OutOfBudget(limit)))
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::evidence::{Fault, Received};
    use std::time::{Duration, Instant};

    #[test]
    fn a_pause_that_a_page_asks_for_is_waited_out() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let tally = Tally::of(None, 0, Duration::ZERO);
            let answer = |status, after: &str| {
                Received::new(status, vec![("retry-after".to_owned(), after.as_bytes().to_vec())], Vec::new())
            };
            let started = Instant::now();
            tally.heed(&answer(200, "3"));
            assert_eq!(tally.turn().await, Ok(()));
            assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
            tally.heed(&answer(429, "1"));
            assert_eq!(tally.turn().await, Ok(()));
            assert!(started.elapsed() >= Duration::from_secs(1), "{:?}", started.elapsed());
        });
    }

    #[test]
    fn pages_are_held_to_the_limit_and_the_pace_of_all_else() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let tally = Tally::of(Some(5), 1, Duration::from_millis(60));
            let started = Instant::now();
            for _ in 0..3 {
                assert_eq!(tally.turn().await, Ok(()));
            }
            assert!(started.elapsed() >= Duration::from_millis(120), "{:?}", started.elapsed());
            tally.add(3);
            assert_eq!((tally.sent(), tally.count()), (4, Ok(())));
            assert_eq!((tally.turn().await, tally.within()), (Err(Fault::OutOfBudget(5)), Ok(())));
            tally.add(1);
            assert_eq!((tally.within(), tally.sent()), (Err(Fault::OutOfBudget(5)), 6));
        });
    }
}
