//! What kept a token endpoint from answering for itself: a throttle, a lock-out, an outage. What
//! it says then is about us or about itself, and not about the code or token that was presented.

use super::{
    exchange::Exchange,
    observation::{Happened, Observation},
    token_answer::TokenAnswer,
};
use crate::probe::{Service, Step};

impl Observation {
    /// Whether a token came.
    #[must_use]
    pub fn a_token_came(&self) -> bool {
        self.token_answers().any(TokenAnswer::succeeded)
    }

    /// How many answers brought a token.
    #[must_use]
    pub fn tokens_that_came(&self) -> usize {
        self.token_answers().filter(|answer| answer.succeeded()).count()
    }

    /// The last answer that refused a token.
    #[must_use]
    pub fn last_refusal(&self) -> Option<&TokenAnswer> {
        self.token_answers().filter(|answer| !answer.succeeded()).last()
    }

    /// Whether tokens were asked for, and none came.
    #[must_use]
    pub fn no_token_came(&self) -> bool {
        self.asks_for_tokens() && !self.a_token_came()
    }

    /// Why what was seen says little, if the token endpoint shows by itself that it puts us off, or
    /// refuses what nothing speaks against: a fresh code, redeemed as it should be.
    #[must_use]
    pub fn hindrance(&self) -> Option<String> {
        if self.everything().any(throttled) {
            return Some("the server throttles us (429)".to_owned());
        }
        let steps = self.probe.steps.windows(2).zip(self.happened.windows(2));
        steps.filter(|(steps, _)| *steps == [Step::authorize(), Step::redeem()]).find_map(|(_, happened)| {
            let [Happened::Authorized(authorized), Happened::Redeemed(_, answer)] = happened else {
                return None;
            };
            authorized.code.as_ref()?;
            match answer {
                Some(answer) if answer.succeeded() => None,
                Some(answer) => Some(format!("an ordinary redemption was answered {}", said(answer))),
                None => Some("an ordinary redemption was not answered".to_owned()),
            }
        })
    }

    /// Whether an ordinary authorization request was answered, and brought no code.
    #[must_use]
    pub fn lacks_code(&self) -> bool {
        self.probe.steps.iter().zip(&self.happened).any(|(step, happened)| match happened {
            Happened::Authorized(authorized) => {
                let answered = authorized.answer().received.as_ref().is_ok_and(|answer| answer.status < 500);
                *step == Step::authorize() && authorized.code.is_none() && answered
            }
            _ => false,
        })
    }

    /// Whether nothing may be concluded from what the token endpoint said: the control beside it
    /// did not hold, and it shows in what it said.
    #[must_use]
    pub fn is_hindered(&self) -> bool {
        self.control_lost.is_some()
            && (self.no_token_came() || self.lacks_code() || self.hindrance().is_some())
    }

    /// Whether the token endpoint was asked for one, answered or not.
    fn asks_for_tokens(&self) -> bool {
        self.happened.iter().any(|happened| match happened {
            Happened::Redeemed(..) | Happened::Called(Service::Token, ..) => true,
            Happened::Raced(raced) => !raced.is_empty(),
            _ => false,
        })
    }
}

/// Whether the server would not hear what may have done something: that is not sent again as it is.
fn throttled(exchange: &Exchange) -> bool {
    exchange.sent.method == "POST" && exchange.received.as_ref().is_ok_and(|received| received.status == 429)
}

/// Status and error code.
fn said(answer: &TokenAnswer) -> String {
    let error = answer.error.as_ref().map_or_else(String::new, |error| format!(", {error}"));
    format!("{}{error}", answer.status)
}
