//! When a request may go: the pace that is kept at a target, and the pauses it asks for.

use crate::evidence::Received;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

/// How often a server may put off one request before its answer is taken as it is.
const PATIENCE_WITH_THROTTLES: usize = 4;

/// How many requests in a row may be put off for good before none is sent again.
const PATIENCE_WITH_A_THROTTLE: usize = 3;

/// The longest pause that a server may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// The pause after a throttle that names none.
const USUAL_PAUSE: Duration = Duration::from_millis(500);

/// The pace at one target.
#[derive(Debug)]
pub(super) struct Pace {
    /// The least time between two requests.
    between: Duration,
    /// When the next one may go.
    next: Mutex<Option<Instant>>,
    /// How many requests in a row the server has put off for good.
    given_up: AtomicUsize,
}

impl Pace {
    pub(super) const fn of(between: Duration) -> Self {
        Self { between, next: Mutex::new(None), given_up: AtomicUsize::new(0) }
    }

    /// Waits until it is one's turn.
    pub(super) async fn turn(&self) {
        let now = Instant::now();
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = next.map_or(now, |next| next.max(now));
            if !self.between.is_zero() {
                *next = turn.checked_add(self.between).or(Some(turn));
            }
            turn
        };
        if turn > now {
            tokio::time::sleep_until(turn.into()).await;
        }
    }

    /// Lets nothing out before the pause is over.
    pub(super) fn hold(&self, pause: Duration) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now().checked_add(pause));
    }

    /// The pause after which a request that was put off so often before is sent again; nothing
    /// if its answer is to be taken as it is.
    pub(super) fn put_off(&self, received: &Received, times: usize) -> Option<Duration> {
        let Some(pause) = pause_after(received) else {
            self.given_up.store(0, Ordering::SeqCst);
            return None;
        };
        let for_good = self.given_up.load(Ordering::SeqCst) >= PATIENCE_WITH_A_THROTTLE;
        if for_good || times >= PATIENCE_WITH_THROTTLES || pause > LONGEST_PAUSE {
            self.given_up.fetch_add(1, Ordering::SeqCst);
            return None;
        }
        Some(pause)
    }
}

/// How long a server that puts us off wants to be left alone (RFC 6585 section 4, RFC 9110
/// section 10.2.3): in seconds, or until a date.
fn pause_after(received: &Received) -> Option<Duration> {
    let asked = received.header("retry-after").and_then(|value| {
        let value = value.trim();
        let until = || httpdate::parse_http_date(value).ok();
        let left = || until().map(|date| date.duration_since(SystemTime::now()).unwrap_or_default());
        value.parse().ok().map(Duration::from_secs).or_else(left)
    });
    match received.status {
        429 => Some(asked.unwrap_or(USUAL_PAUSE)),
        503 => asked,
        _ => None,
    }
}
