//! Spans in which something still works that was used, replaced or revoked: measured where it
//! works at once.

use super::{lifetimes, patch::put};
use crate::{
    behaviour::Lifetime,
    budget::Budget,
    evidence::{Observation, TokenAnswer},
    learn::{Bracket, Interval},
    probe::{Call, Issued, Presents, Probe, Service, Step},
    runner::Runner,
    survey::ages,
    target::{Target, TargetError},
};
use futures_util::future::join_all;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use toml::{Table, Value};

/// The longest span that is asked about where a clock can be turned.
const LONGEST: Duration = Duration::from_secs(1_800);

/// How much sooner than a whole second it is asked in real time, so that the second is told apart
/// from the one before.
const SOONER: Duration = Duration::from_millis(300);

/// How long after a grace its end is certain.
const AFTER: Duration = Duration::from_secs(1);

type Seen = BTreeMap<String, Arc<Observation>>;

/// Measures them; what comes back are the probes that show what happens afterwards.
pub(super) async fn measure<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    seen: &Seen,
    table: &mut Table,
) -> Result<Vec<Arc<Probe>>, TargetError> {
    let spans = Spans { runner, patience: budget.patience, longest: LONGEST };
    let mut later = Vec::new();
    let answer = |key: &str, step: usize| seen.get(key).and_then(|seen| seen.answer(step));
    let succeeded = |key: &str, step: usize| answer(key, step).is_some_and(TokenAnswer::succeeded);
    let granted = [Step::authorize(), Step::redeem()];
    if is_rotated(answer("refresh/reused", 1), answer("refresh/reused", 2)) && succeeded("refresh/reused", 3)
    {
        let nth = |nth| Step::from(Call::refresh_nth(nth));
        let before = [&granted[..], &[nth(0)]].concat();
        match spans.until("refresh", &before, nth(0)).await? {
            Some(Span::Ends(grace)) => {
                put(table, &["refresh_token", "grace"], stated(grace));
                let then = vec![nth(0), Call::is_alive(1).into(), nth(1)];
                later.push(afterwards("refresh", before, grace, then));
            }
            Some(Span::Lasts) => put(table, &["refresh_token", "reuse"], "accepted".into()),
            None => {}
        }
    }
    if table.get("code").and_then(|code| code.get("uses")).is_none() && succeeded("code/twice/same", 2) {
        match spans.until("code", &granted, Step::redeem()).await? {
            Some(Span::Ends(grace)) => {
                put(table, &["code", "uses"], 1.into());
                put(table, &["code", "grace"], stated(grace));
                let then = vec![Step::redeem(), Call::is_alive(0).into(), Call::refresh_nth(0).into()];
                later.push(afterwards("code", granted.to_vec(), grace, then));
            }
            Some(Span::Lasts) => {
                put(table, &["code", "uses"], 1.into());
                put(table, &["code", "grace"], "never".into());
            }
            None => {}
        }
    }
    let revoked = seen.get("revoke/access-token");
    let is_confirmed = answer("revoke/access-token", 3).is_some_and(|answer| answer.status == 200);
    if is_confirmed && revoked.and_then(|seen| seen.liveness(4)) == Some(true) {
        let revoke = Call::to(Service::Revocation).presenting(Presents::Access(Issued::nth(0)));
        let before = [&granted[..], &[revoke.into()]].concat();
        // Beyond its lifetime a token ends by itself.
        let lives =
            table.get("access_token").and_then(|access| access.get("lifetime")).and_then(Value::as_str);
        let longest = match lives.and_then(|lives| lives.parse().ok()) {
            Some(Lifetime::Ends(lives)) => LONGEST.min(lives.saturating_sub(AFTER)),
            _ => LONGEST,
        };
        let spans = Spans { longest, ..spans };
        if let Some(Span::Ends(delay)) = spans.until("revocation", &before, Call::is_alive(0).into()).await? {
            put(table, &["revocation", "delay"], stated(delay));
        }
    }
    Ok(later)
}

/// Whether a refresh brought another refresh token.
fn is_rotated(first: Option<&TokenAnswer>, second: Option<&TokenAnswer>) -> bool {
    let token = |answer: Option<&TokenAnswer>| {
        answer.and_then(|answer| answer.refresh_token.as_ref()).map(|token| token.reveal().to_owned())
    };
    token(second).is_some_and(|second| Some(second) != token(first))
}

fn stated(span: Duration) -> Value {
    Lifetime::Ends(span).to_string().into()
}

/// What happens once a grace is over.
fn afterwards(key: &str, before: Vec<Step>, grace: Duration, then: Vec<Step>) -> Arc<Probe> {
    let steps = [before, vec![Step::Pass(grace + AFTER)], then].concat();
    Arc::new(Probe::of(format!("learn/{key}/after-grace"), steps))
}

/// How long something goes on.
enum Span {
    Ends(Duration),
    /// Longer than can be asked.
    Lasts,
}

struct Spans<'r, 't, T> {
    runner: &'r Runner<'t, T>,
    patience: Duration,
    /// The longest span that is asked about.
    longest: Duration,
}

impl<T: Target> Spans<'_, '_, T> {
    /// Until when a step works after these; nothing where that cannot be told.
    async fn until(&self, key: &str, before: &[Step], step: Step) -> Result<Option<Span>, TargetError> {
        let interval = if self.runner.tenant().clock.is_some() {
            self.turned(key, before, &step).await?
        } else {
            self.waited(key, before, &step).await?
        };
        let Some(interval) = interval else { return Ok(None) };
        Ok(match (interval.at_most, lifetimes::stated(interval)) {
            (None, _) => Some(Span::Lasts),
            (Some(_), Some(Lifetime::Ends(span))) => Some(Span::Ends(span)),
            (Some(_), _) => None,
        })
    }

    async fn turned(&self, key: &str, before: &[Step], step: &Step) -> Result<Option<Interval>, TargetError> {
        let mut bracket = Bracket::within(self.longest);
        let mut next = Some(self.longest);
        while let Some(age) = next {
            let Some(works) = self.works(key, before, age, step).await? else { return Ok(None) };
            bracket.tell(age, works);
            next = bracket.next();
        }
        Ok(Some(bracket.interval()))
    }

    /// In real time: at every second that there is patience for, all at once.
    async fn waited(&self, key: &str, before: &[Step], step: &Step) -> Result<Option<Interval>, TargetError> {
        let longest = self.longest.min(self.patience).as_secs();
        let ages = (1..=longest).map(|second| Duration::from_secs(second).saturating_sub(SOONER));
        let ages: Vec<Duration> = ages.collect();
        let asked = join_all(ages.iter().map(|age| self.works(key, before, *age, step))).await;
        let mut bracket = Bracket::within(self.longest);
        let mut told = false;
        for (age, works) in ages.into_iter().zip(asked) {
            if let Some(works) = works? {
                bracket.tell(age, works);
                told = true;
            }
        }
        Ok(told.then(|| bracket.interval()))
    }

    async fn works(
        &self,
        key: &str,
        before: &[Step],
        age: Duration,
        step: &Step,
    ) -> Result<Option<bool>, TargetError> {
        let steps = [before, &[Step::Pass(age), step.clone()]].concat();
        let probe = Arc::new(Probe::of(format!("learn/{key}/grace/{}", age.as_millis()), steps));
        let Ok(observation) = self.runner.ask_bare(&probe).await? else { return Ok(None) };
        Ok(ages::alive(&observation, before.len() + 1))
    }
}
