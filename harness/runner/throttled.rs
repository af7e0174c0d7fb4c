//! Servers that give no more than so much: at a stand-in the clock is turned until it gives again, and
//! what a real one was met to do is kept.
//!
//! At a stand-in every probe has a tenant and so a count of its own; where one asks for more than
//! its client gets, the clock is turned on until it gets it again. What was issued before is older
//! then than the probe meant, so nothing is concluded from it.

use super::conduct::{Conductor, Flow};
use crate::{
    behaviour::{Counted, Lifetime},
    evidence::{Happened, Received, TokenAnswer},
    probe::Service,
    protocol::ErrorCode,
};
use std::{fmt, time::Duration};

/// A throttle of the token endpoint that was met.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Met {
    /// The status of its answer.
    pub status: u16,
    /// The error in its answer, if one is named.
    pub error: Option<ErrorCode>,
    /// How many tokens were given before.
    pub granted: usize,
    /// How long it lasted at least.
    pub at_least: Duration,
    /// How long it lasted at most; none if it did not end while it was waited for.
    pub at_most: Option<Duration>,
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, error, granted, at_least, at_most } = self;
        let named = error.as_ref().map_or_else(String::new, |error| format!(" {}", error.as_str()));
        write!(
            f,
            "after {granted} tokens the token endpoint refused every redemption with {status}{named}, "
        )?;
        let seconds = at_least.as_secs_f64();
        match at_most {
            Some(at_most) => write!(f, "for {seconds:.1} to {:.1} s", at_most.as_secs_f64()),
            None => write!(f, "for at least {seconds:.1} s"),
        }
    }
}

/// What an answer to a token request looks like.
pub(super) type Face = (u16, Option<ErrorCode>);

impl Conductor<'_> {
    /// How far the clock has to be turned until a step that was put off is taken: at a stand-in,
    /// whose scenario says what it looks like; nothing where it was not.
    pub(super) fn put_off(&self, flow: &Flow<'_>, happened: &Happened) -> Option<Duration> {
        let (_, policy) = (self.tenant.clock.as_ref()?, self.throttle?);
        let (received, allowance) = match happened {
            Happened::Authorized(authorized) if authorized.code.is_none() => {
                let got = match policy.counts {
                    Some(Counted::Requests) => flow.authorizations.saturating_sub(1),
                    _ => flow.codes.iter().flatten().count(),
                };
                let allowance = policy.codes.filter(|codes| got >= codes.count as usize)?;
                (authorized.answer().received.as_ref().ok()?, allowance)
            }
            Happened::Redeemed(exchange, answer) | Happened::Called(Service::Token, exchange, answer) => {
                let stated = policy.at_token();
                let face = face(answer.as_deref()?);
                let allowance =
                    policy.tokens.filter(|_| face == (stated.status.unwrap_or(429), stated.error))?;
                (exchange.received.as_ref().ok()?, allowance)
            }
            Happened::Raced(raced) => {
                let stated = policy.at_token();
                let stated = (stated.status.unwrap_or(429), stated.error);
                let mut answers = raced.iter().filter_map(|(_, answer)| answer.as_ref());
                return answers.any(|answer| face(answer) == stated).then_some(Duration::ZERO);
            }
            _ => return None,
        };
        let usual = match policy.blocks {
            Some(Lifetime::Ends(span)) => span,
            _ => allowance.span,
        };
        Some(retry_after(received).unwrap_or(usual))
    }
}

pub(super) fn face(answer: &TokenAnswer) -> Face {
    (answer.status, answer.error.clone())
}

/// The pause that an answer asks for, in seconds (RFC 9110 section 10.2.3).
fn retry_after(received: &Received) -> Option<Duration> {
    received.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
}
