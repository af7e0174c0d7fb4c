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
            let Some(wait) = self.try_take() else { return Ticket(self) };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = freed => {}
            }
        }
    }

    /// Takes one, or says how long it is until one may be free.
    fn try_take(&self) -> Option<Duration> {
        let quota = self.quota?;
        let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while used.at.front().is_some_and(|at| now.duration_since(*at) >= quota.span) {
            used.at.pop_front();
        }
        if used.at.len() + used.taken < quota.count as usize {
            used.taken += 1;
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
