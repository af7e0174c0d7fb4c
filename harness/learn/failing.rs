//! What the values have in common over which a server fails.

use super::question::Question;
use crate::behaviour::{Failing, FailsAt, RedirectUriPolicy, Requested, Unfit};
use std::collections::BTreeMap;

/// The fewest values that say what a server fails over: one alone has too much in common with
/// anything.
const FEWEST: usize = 2;

/// How many failures outweigh one refusal that a statement would call a failure.
const DEAR: usize = 20;

/// The simplest statement that describes the most of the values that made a server fail, each with
/// its status, none of those that were accepted and hardly any that was refused; `compared` says
/// which values would be admitted. None if nothing describes more than one of them.
#[must_use]
pub fn failing(
    failed: &[(Question, u16)],
    clear: &[(Question, bool)],
    compared: &RedirectUriPolicy,
) -> Option<Failing> {
    let compared = RedirectUriPolicy { fails: None, exceptions: Vec::new(), ..compared.clone() };
    let admitted = |question: &Question| compared.accepts(&question.registered, &question.requested);
    let failed: Vec<(&Question, u16, bool)> =
        failed.iter().map(|(question, status)| (question, *status, admitted(question))).collect();
    let singles = Unfit::ALL.iter().map(|unfit| vec![*unfit]);
    let pairs = Unfit::ALL
        .iter()
        .enumerate()
        .flat_map(|(at, one)| Unfit::ALL[at + 1..].iter().map(move |other| vec![*one, *other]));
    let mut found: Option<(usize, Failing)> = None;
    for on in singles.chain(pairs) {
        let describes = |question: &Question| {
            let values = std::slice::from_ref(&question.requested);
            let Requested::One(value) = compared.intake(values, &[]) else { return false };
            on.iter().any(|unfit| unfit.describes(&value))
        };
        for at in [FailsAt::Reading, FailsAt::Sending] {
            let reached = |admitted: bool| at == FailsAt::Reading || admitted;
            let wrong = |accepted: bool| {
                let others = clear.iter().filter(|(_, was)| *was == accepted && reached(*was));
                others.filter(|(question, _)| describes(question)).count()
            };
            let statuses: Vec<u16> = (failed.iter())
                .filter(|(question, _, admitted)| reached(*admitted) && describes(question))
                .map(|(_, status, _)| *status)
                .collect();
            let worth = statuses.len().saturating_sub(wrong(false) * DEAR);
            let better = found.as_ref().map_or(FEWEST, |(most, _)| most + 1);
            if worth >= better && wrong(true) == 0 {
                let status = most_frequent(&statuses).filter(|status| *status != 500);
                found = Some((worth, Failing { at, on: on.clone(), status }));
            }
        }
    }
    found.map(|(_, failing)| failing)
}

fn most_frequent(all: &[u16]) -> Option<u16> {
    let mut counts = BTreeMap::<u16, usize>::new();
    for one in all {
        *counts.entry(*one).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(one, _)| one)
}
