//! One survey that all tests of a process share; the first of them makes it.

use crate::{
    budget::Budget,
    profile::Profile,
    protocol::inert,
    survey::survey,
    target::{Target, TargetError},
};
use std::{
    any::Any,
    fmt, io,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// Makes a target and surveys it.
pub(super) type Work = Box<dyn FnOnce(Wanted) -> Result<Profile, Unsurveyed> + Send>;

/// What the survey may spend, and what it is for.
pub(super) struct Wanted {
    /// The user's budget; what is usual for the target if there is none.
    pub(super) budget: Option<Budget>,
    /// The ids of the selected rules; all if empty.
    pub(super) only: Vec<String>,
}

/// Why there is no profile.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsurveyed {
    /// The target could not be made.
    #[error("could not make the target: {0}")]
    Unmade(String),
    /// It could not be used.
    #[error("{0}")]
    Target(#[from] TargetError),
    /// What makes the target, or the survey, panicked.
    #[error("it panicked: {0}\n  mend: the panic's own message, with its place, is on stderr")]
    Panicked(String),
    /// The machine would not let us work.
    #[error("could not start a thread or a runtime: {0}")]
    Machine(#[from] io::Error),
}

/// A survey that is made when it is first asked for.
pub(super) struct Shared {
    work: Mutex<Option<(Work, Wanted)>>,
    done: OnceLock<Result<Profile, Unsurveyed>>,
    told: AtomicBool,
}

impl Shared {
    pub(super) fn new(work: Work, wanted: Wanted) -> Self {
        Self { work: Mutex::new(Some((work, wanted))), done: OnceLock::new(), told: AtomicBool::new(false) }
    }

    /// The profile; the first caller makes it and the others wait.
    ///
    /// # Errors
    /// The first time with the whole reason why there is none, and then with its first line.
    pub(super) fn profile(&self) -> Result<&Profile, String> {
        let made = self.done.get_or_init(|| {
            let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).take();
            match work {
                Some((work, wanted)) => apart(move || work(wanted)),
                None => Err(Unsurveyed::Panicked("the survey was given up".to_owned())),
            }
        });
        made.as_ref().map_err(|error| {
            let text = format!("not judged: {error}");
            let lines = if self.told.swap(true, Ordering::Relaxed) { 1 } else { usize::MAX };
            text.lines().take(lines).map(inert).collect::<Vec<_>>().join("\n")
        })
    }

    /// The profile, if it was asked for and made.
    pub(super) fn made(&self) -> Option<&Profile> {
        self.done.get()?.as_ref().ok()
    }
}

/// Runs on a thread of its own, so that a panic ends nothing else, and so that it does not matter
/// whether the caller is inside a runtime.
fn apart(work: impl FnOnce() -> Result<Profile, Unsurveyed> + Send + 'static) -> Result<Profile, Unsurveyed> {
    let thread = thread::Builder::new().name("survey".to_owned()).spawn(work)?;
    thread.join().unwrap_or_else(|panic| Err(Unsurveyed::Panicked(said(panic.as_ref()))))
}

/// The message of a panic.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text").to_owned()
}

/// The work of surveying what `make` makes. Whatever that spawns on the runtime lives until the
/// survey has ended.
pub(super) fn work<T, E, F>(make: F) -> Work
where
    T: Target,
    E: fmt::Display,
    F: AsyncFnOnce() -> Result<T, E> + Send + 'static,
{
    Box::new(|wanted| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let surveyed = runtime.block_on(async {
            let target = make().await.map_err(|error| Unsurveyed::Unmade(error.to_string()))?;
            let surveyed = match wanted.budget_for(&target).await {
                Ok(budget) => survey(&target, &budget).await,
                Err(error) => Err(error),
            };
            target.leave().await;
            Ok(surveyed?)
        });
        // A server of the user's may have tasks that never end.
        runtime.shutdown_background();
        surveyed
    })
}

impl Wanted {
    async fn budget_for<T: Target>(self, target: &T) -> Result<Budget, TargetError> {
        let budget = match self.budget {
            Some(budget) => budget,
            None if target.is_live() => Budget::live(target.enrol().await?.is_loopback()),
            None => Budget::default(),
        };
        Ok(Budget { only: self.only, ..budget })
    }
}
