//! What a probe brought to light on one target.

use super::{
    authorized::{Authorized, Outcome},
    exchange::{Exchange, Fault},
    shapes::Shapes,
    subject::Subject,
    token_answer::TokenAnswer,
};
use crate::probe::{Authorize, Probe, Service, Step};
use std::{sync::Arc, time::Duration};

/// How [`Observation::control_lost`] begins where a throttle is why nothing may be concluded.
pub const THROTTLED: &str = "the server throttles us";

/// A probe and what happened.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The plan.
    pub probe: Arc<Probe>,
    /// Whom and what it was about.
    pub subject: Arc<Subject>,
    /// What happened at each step.
    pub happened: Vec<Happened>,
    /// Why nothing may be concluded from a refusal: the control beside it did not hold.
    pub control_lost: Option<String>,
    /// What a journal tells of its codes and tokens; none while their texts are there.
    pub shapes: Option<Shapes>,
}

/// What happened at one step.
#[derive(Clone, Debug)]
pub enum Happened {
    /// An authorization request was answered.
    Authorized(Box<Authorized>),
    /// A token request was answered; no answer where the exchange failed.
    Redeemed(Box<Exchange>, Option<Box<TokenAnswer>>),
    /// The endpoint that was called answered; no answer where the exchange failed.
    Called(Service, Box<Exchange>, Option<Box<TokenAnswer>>),
    /// Several calls at one instant were answered, each as a single one would be.
    Raced(Vec<(Exchange, Option<TokenAnswer>)>),
    /// So much time passed.
    Passed(Duration),
    /// The step could not be taken, for this reason.
    Skipped(String),
}

impl Observation {
    /// Why nothing at all may be concluded, if a throttle came in between.
    #[must_use]
    pub fn throttled(&self) -> Option<&str> {
        self.control_lost.as_deref().filter(|lost| lost.starts_with(THROTTLED))
    }

    /// What happened at its first authorization request.
    #[must_use]
    pub fn authorized(&self) -> Option<&Authorized> {
        self.happened.iter().find_map(|happened| match happened {
            Happened::Authorized(authorized) => Some(authorized.as_ref()),
            _ => None,
        })
    }

    /// The answer that says most about its edits: where they were asked more than once, the first
    /// that went on or sent the browser away.
    #[must_use]
    pub fn decisive(&self) -> Option<&Authorized> {
        let mut answers = self.answers_to(|authorize| authorize.edits == self.probe.edits());
        answers.clone().find(|answer| answer.went_on()).or_else(|| answers.next())
    }

    /// Whether the server went on with its edits, or sent the browser away.
    #[must_use]
    pub fn went_on(&self) -> bool {
        self.decisive().is_some_and(Authorized::went_on)
    }

    /// Why a refusal says nothing, if it does not: the registered URI, asked for in the same way,
    /// was not accepted either.
    #[must_use]
    pub fn refuses_control(&self) -> Option<String> {
        let edited = !self.probe.edits().is_empty() && !self.probe.redeems();
        let mut controls = self.answers_to(|authorize| edited && authorize.edits.is_empty());
        let control = controls.find(|control| control.outcome != Outcome::Accepted)?;
        let because = control.because.as_ref().map_or_else(String::new, |because| format!(": {because}"));
        Some(format!("asked for in the same way, the registered URI came back {}{because}", control.outcome))
    }

    /// The answers to some of its authorization requests, in order.
    fn answers_to(
        &self,
        wanted: impl Fn(&Authorize) -> bool + Clone,
    ) -> impl Iterator<Item = &Authorized> + Clone {
        let steps = self.probe.steps.iter().zip(&self.happened);
        steps.filter_map(move |(step, happened)| match (step, happened) {
            (Step::Authorize(authorize), Happened::Authorized(answer)) if wanted(authorize) => {
                Some(answer.as_ref())
            }
            _ => None,
        })
    }

    /// The answers to its token requests in order; none for one that failed or was skipped.
    #[must_use]
    pub fn redeemed(&self) -> Vec<Option<&TokenAnswer>> {
        let steps = self.probe.steps.iter().zip(&self.happened);
        steps
            .filter(|(step, _)| matches!(step, Step::Redeem(_)))
            .map(|(_, happened)| match happened {
                Happened::Redeemed(_, answer) => answer.as_deref(),
                _ => None,
            })
            .collect()
    }

    /// The answer at that step, if it is a redemption or a call; the first is 0.
    #[must_use]
    pub fn answer(&self, step: usize) -> Option<&TokenAnswer> {
        match self.happened.get(step)? {
            Happened::Redeemed(_, answer) | Happened::Called(_, _, answer) => answer.as_deref(),
            _ => None,
        }
    }

    /// The exchange at that step, if it is a redemption or a call.
    #[must_use]
    pub fn exchange(&self, step: usize) -> Option<&Exchange> {
        match self.happened.get(step)? {
            Happened::Redeemed(exchange, _) | Happened::Called(_, exchange, _) => Some(exchange),
            _ => None,
        }
    }

    /// The answer of that endpoint at that step, with its exchange.
    #[must_use]
    pub fn called(&self, step: usize, service: Service) -> Option<(&TokenAnswer, &Exchange)> {
        match self.happened.get(step)? {
            Happened::Called(called, exchange, Some(answer)) if *called == service => {
                Some((answer.as_ref(), exchange.as_ref()))
            }
            _ => None,
        }
    }

    /// Whether the token that was asked about at that step is alive; nothing where the answer
    /// does not tell.
    #[must_use]
    pub fn liveness(&self, step: usize) -> Option<bool> {
        self.happened.get(step)?.liveness()
    }

    /// Whether it can be relied on when a run goes on: the controls beside it held, and the server
    /// answered.
    #[must_use]
    pub fn is_reliable(&self) -> bool {
        let mut faults = self.everything().filter_map(|exchange| exchange.received.as_ref().err());
        self.control_lost.is_none() && !faults.any(Fault::is_servers)
    }

    /// The answers to all authorization requests, in order.
    pub fn authorizations(&self) -> impl Iterator<Item = &Authorized> {
        self.happened.iter().filter_map(|happened| match happened {
            Happened::Authorized(authorized) => Some(authorized.as_ref()),
            _ => None,
        })
    }

    /// The first step that could not be taken, in words.
    #[must_use]
    pub fn skipped(&self) -> Option<&str> {
        self.happened.iter().find_map(|happened| match happened {
            Happened::Skipped(why) => Some(why.as_str()),
            _ => None,
        })
    }

    /// The requests that the steps ask for, with their answers, in order.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.happened.iter().flat_map(|happened| happened.requests().into_iter().map(|(request, _)| request))
    }

    /// All exchanges in order, those of logins and consents included.
    pub fn everything(&self) -> impl Iterator<Item = &Exchange> {
        let requests = self.happened.iter().flat_map(Happened::requests);
        requests.flat_map(|(request, walk)| std::iter::once(request).chain(walk))
    }

    /// How many requests it took: those that were sent, or tried to be.
    #[must_use]
    pub fn requests(&self) -> usize {
        let kept_back =
            |exchange: &&Exchange| exchange.received.as_ref().is_err_and(|fault| !fault.is_servers());
        self.everything().filter(|exchange| !kept_back(exchange)).count()
    }
}

impl Happened {
    /// Whether the token that was asked about is alive; nothing where the answer does not tell.
    #[must_use]
    pub fn liveness(&self) -> Option<bool> {
        let Self::Called(service, _, Some(answer)) = self else { return None };
        match (service, answer.status) {
            (Service::Introspection, 200) => answer.json.as_ref()?.get("active")?.as_bool(),
            (Service::Resource, 200..=299) => Some(true),
            (Service::Resource, 401) => Some(false),
            _ => None,
        }
    }

    /// What was sent, each with what following its answer led to.
    fn requests(&self) -> Vec<(&Exchange, &[Exchange])> {
        match self {
            Self::Authorized(authorized) => vec![(authorized.request(), &authorized.journey.walk)],
            Self::Redeemed(exchange, _) | Self::Called(_, exchange, _) => vec![(exchange, &[])],
            Self::Raced(raced) => raced.iter().map(|(exchange, _)| (exchange, &[][..])).collect(),
            Self::Passed(_) | Self::Skipped(_) => Vec::new(),
        }
    }
}
