//! Quotas: how many codes or tokens a server gives in what time, counted before it has to say so.

use crate::scenario::{Quota, QuotaTable};
use serde::{Deserialize, Serialize};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, OnceLock, PoisonError},
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

    /// The meter of that sort.
    #[must_use]
    pub const fn meter(&self, metered: Metered) -> &Meter {
        match metered {
            Metered::Codes => &self.codes,
            Metered::Tokens => &self.tokens,
        }
    }

    /// Counts what an earlier run spent, so long ago each: the server still counts it.
    pub fn remember(&self, spent: impl IntoIterator<Item = (Metered, Duration)>) {
        for (metered, ago) in spent {
            self.meter(metered).remember(ago);
        }
    }

    /// Tells of everything that is spent from now on, as far as there is a quota for it; the first
    /// who wants to know is told.
    pub fn tell(&self, told: impl Fn(Metered) + Clone + Send + Sync + 'static) {
        for metered in [Metered::Codes, Metered::Tokens] {
            let told = told.clone();
            self.meter(metered).tell(move || told(metered));
        }
    }
}

/// What a quota may be of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metered {
    /// Authorization codes.
    Codes,
    /// Tokens.
    Tokens,
}

/// One quota: at most so many in any such span.
#[derive(Debug, Default)]
pub struct Meter {
    quota: Option<Quota>,
    state: Mutex<Used>,
    freed: Notify,
    told: OnceLock<Told>,
}

/// Who is told of what is spent.
struct Told(Box<dyn Fn() + Send + Sync>);

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
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

    /// How much of it is spent, and how much there is; nothing without a quota.
    #[must_use]
    pub fn spent(&self) -> Option<(usize, Quota)> {
        let quota = self.quota?;
        let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        used.forget(quota);
        Some((used.at.len(), quota))
    }

    /// How long it is until one more may be asked for, if nothing that is under way is given back.
    #[must_use]
    pub fn wait(&self) -> Duration {
        let Some(quota) = self.quota else { return Duration::ZERO };
        let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        used.forget(quota);
        let full = used.at.len() + used.taken >= quota.count as usize;
        if full { used.wait(quota, 1) } else { Duration::ZERO }
    }

    fn remember(&self, ago: Duration) {
        if let Some(quota) = self.quota.filter(|quota| ago < quota.span) {
            let now = Instant::now();
            // A machine that runs for less long than that tells no earlier moment; later is safe.
            let at = now.checked_sub(ago).unwrap_or(now);
            let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let place = used.at.partition_point(|other| *other <= at);
            used.at.insert(place, at);
            used.forget(quota);
        }
    }

    fn tell(&self, told: impl Fn() + Send + Sync + 'static) {
        let _ = self.told.set(Told(Box::new(told)));
    }

    /// Takes so many, or says how long it is until there may be enough.
    fn try_take(&self, count: usize) -> Option<Duration> {
        let quota = self.quota?;
        let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        used.forget(quota);
        if used.at.len() + used.taken + count <= quota.count as usize {
            used.taken += count;
            return None;
        }
        Some(used.wait(quota, count))
    }

    fn give_back(&self, spent: bool) {
        if self.quota.is_some() {
            let mut used = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            used.taken = used.taken.saturating_sub(1);
            if spent {
                used.at.push_back(Instant::now());
            }
            drop(used);
            if let (true, Some(Told(told))) = (spent, self.told.get()) {
                told();
            }
            self.freed.notify_waiters();
        }
    }
}

impl Used {
    /// Passes over what was spent so long ago that it counts no more.
    fn forget(&mut self, quota: Quota) {
        let now = Instant::now();
        while self.at.front().is_some_and(|at| now.duration_since(*at) >= quota.span) {
            self.at.pop_front();
        }
    }

    /// How long it is until there is room for so many more; what an earlier run spent may be more
    /// than there is room for. What is under way may still be given back, and is not counted.
    fn wait(&self, quota: Quota, count: usize) -> Duration {
        let over = (self.at.len() + count).saturating_sub(quota.count as usize).max(1);
        let last = self.at.get(over - 1).or(self.at.back());
        last.map_or(quota.span, |at| quota.span.saturating_sub(at.elapsed()))
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
    use super::{Meter, Metered, Quota};
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

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
    fn what_an_earlier_run_spent_still_counts_for_as_long_as_the_span() {
        let (quotas, ago) =
            (super::Quotas { codes: meter(3), ..super::Quotas::default() }, Duration::from_secs);
        let spent = [(Metered::Codes, ago(10)), (Metered::Codes, ago(59)), (Metered::Codes, ago(61))];
        quotas.remember(spent.into_iter().chain([(Metered::Tokens, ago(1))]));
        assert_eq!(quotas.codes.spent().map(|(spent, _)| spent), Some(2));
        assert_eq!(quotas.tokens.spent(), None);
        let told = Arc::new(AtomicUsize::new(0));
        let telling = Arc::clone(&told);
        quotas.tell(move |metered| {
            assert_eq!(metered, Metered::Codes);
            telling.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(quotas.codes.try_take(1), None);
        super::Ticket(&quotas.codes).spend();
        assert_eq!(
            quotas.codes.try_take(1).map(|wait| wait <= ago(1)),
            Some(true),
            "that of 59 s ago is next"
        );
        assert_eq!(told.load(Ordering::SeqCst), 1);
        // More than there is room for, as where the quota was larger before.
        quotas.remember([(Metered::Codes, ago(30)), (Metered::Codes, ago(20))]);
        assert!(quotas.codes.wait() > ago(29), "{:?}", quotas.codes.wait());
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
