//! Quotas: how many codes or tokens a server gives in what time, counted before it has to say so.

use crate::scenario::{Quota, QuotaTable};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// The quotas of one target, as far as they are used up.
#[derive(Debug, Default)]
pub struct Quotas {
    /// Of authorization codes.
    pub codes: Meter,
    /// Of tokens.
    pub tokens: Meter,
}

impl Quotas {
    /// Nothing is used up yet.
    #[must_use]
    pub fn of(table: Option<&QuotaTable>) -> Self {
        Self {
            codes: Meter::of(table.and_then(|table| table.codes)),
            tokens: Meter::of(table.and_then(|table| table.tokens)),
        }
    }
}

/// One quota: at most so many in any such span.
#[derive(Debug, Default)]
pub struct Meter {
    quota: Option<Quota>,
    state: Mutex<Used>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Used {
    at: VecDeque<Instant>,
    taken: usize,
}

/// The right to ask for one more; it is given back unless it is spent.
#[must_use]
pub struct Ticket<'a>(&'a Meter);

impl Meter {
    /// A meter; without a quota it never waits.
    #[must_use]
    pub fn of(quota: Option<Quota>) -> Self {
        Self { quota, ..Self::default() }
    }

    /// Waits until one more may be asked for.
    pub async fn take(&self) -> Ticket<'_> {
        loop {
            let freed = self.freed.notified();
            let Some(wait) = self.try_take(1) else { return Ticket(self) };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = freed => {}
            }
        }
    }

    /// Waits until so many more may be asked for at one instant, or as many as there ever are.
    pub async fn take_together(&self, count: usize) -> Vec<Ticket<'_>> {
        let count = self.quota.map_or(0, |quota| count.min(quota.count as usize));
        loop {
            let freed = self.freed.notified();
            let Some(wait) = self.try_take(count) else {
                return std::iter::repeat_with(|| Ticket(self)).take(count).collect();
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = freed => {}
            }
        }
    }

    /// Takes so many, or says how long it is until there may be enough.
    fn try_take(&self, count: usize) -> Option<Duration> {
        let quota = self.quota?;
        let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while used.at.front().is_some_and(|at| now.duration_since(*at) >= quota.span) {
            used.at.pop_front();
        }
        if used.at.len() + used.taken + count <= quota.count as usize {
            used.taken += count;
            return None;
        }
        Some(used.at.front().map_or(quota.span, |at| quota.span.saturating_sub(now.duration_since(*at))))
    }

    fn give_back(&self, spent: bool) {
        if self.quota.is_some() {
            let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            used.taken = used.taken.saturating_sub(1);
            if spent {
                used.at.push_back(Instant::now());
            }
            drop(used);
            self.freed.notify_waiters();
        }
    }
}

impl Ticket<'_> {
    /// It was used: the server gave one.
    pub fn spend(self) {
        self.0.give_back(true);
        std::mem::forget(self);
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.0.give_back(false);
    }
}

#[cfg(test)]
mod tests {
    use super::{Meter, Quota};
    use std::time::Duration;

    fn meter(count: u32) -> Meter {
        Meter::of(Some(Quota { count, span: Duration::from_secs(60) }))
    }

    #[test]
    fn what_is_asked_for_together_is_there_at_once_or_not_at_all() {
        let meter = meter(5);
        assert_eq!(meter.try_take(3), None);
        assert!(meter.try_take(3).is_some(), "three of two");
        assert_eq!(meter.try_take(2), None);
        assert!(meter.try_take(1).is_some());
    }

    #[test]
    fn more_than_there_ever_are_is_as_many_as_there_are() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let meter = meter(2);
            let mut tickets = meter.take_together(5).await;
            assert_eq!(tickets.len(), 2);
            tickets.pop().into_iter().for_each(super::Ticket::spend);
            drop(tickets);
            assert_eq!(meter.try_take(1), None, "the other one was given back");
            assert!(meter.try_take(1).is_some());
            assert_eq!(Meter::of(None).take_together(5).await.len(), 0);
        });
    }
}
