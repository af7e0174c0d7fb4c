//! Checking what was learned on fresh requests, most of them near its boundary.

use super::{
    answer::{Answer, Stop},
    strata::{self, Fresh},
    talk::Talk,
};
use crate::{
    behaviour::Exception,
    budget::Budget,
    evidence::Observation,
    learn::{Pool, Question, VersionSpace, near},
    mutation::{Kind, Registered},
    probe::Probe,
    profile::{Agreement, Learned},
    runner::Asked,
    target::Target,
};
use std::{collections::BTreeSet, sync::Arc};

/// How often an explanation is mended and checked anew.
const ROUNDS: u64 = 6;

/// How many disagreements of one check are looked into.
const LOOKED_INTO: usize = 3;

/// How often a failure and what is listed as an exception have to come again.
const AGAIN: usize = 2;

/// Asks what could still tell explanations near this one apart, then fresh requests that nothing
/// was learned from; where one goes otherwise than predicted, the explanation is mended and
/// checked anew. What goes otherwise in the end is stated as exceptions, and so is every single edit
/// that does.
pub(super) async fn check<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    mut space: VersionSpace<'_>,
    clients: &[(Kind, Registered)],
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), Stop> {
    let nothing = Pool::default();
    let takes_unknown = takes_unknown(talk).await?;
    for round in 0..ROUNDS {
        let boundary = Pool::of(near(clients, &space.best().policy()));
        let mut closer = space.resume(&boundary);
        talk.converge(&boundary, &mut closer).await?;
        super::take(learned, &closer, talk);
        let known = talk.known();
        let drawn = (budget.seed.wrapping_add(round), budget.cases);
        let policy = &learned.behaviour.redirect_uri;
        let fresh = strata::fresh(talk.runner.tenant(), clients, drawn, policy, &known, takes_unknown);
        let before = policy.fails.clone();
        let Checked { agreement, odd } = ask(talk, fresh, learned).await?;
        learned.agreement = Some(agreement);
        let fails = talk.explained_failure(&learned.behaviour.redirect_uri);
        let values = || odd.iter().filter(|(fresh, _)| !fresh.is_ordinary);
        if round + 1 == ROUNDS || values().next().is_none() && fails == before {
            // What is mended after the last check would be stated without one.
            let Checked { odd: parting, .. } =
                ask(talk, strata::single(clients, &talk.known()), learned).await?;
            let exceptions = again(talk, odd.iter().chain(&parting)).await?;
            learned.behaviour.redirect_uri.exceptions.extend(exceptions);
            let strange = odd.len() - values().count();
            if strange > 0 {
                learned.note(format!("{strange} requests for a registered URI are refused"));
            }
            break;
        }
        let looked_into: Vec<(Question, bool)> =
            values().take(LOOKED_INTO).map(|(fresh, accepted)| (fresh.question.clone(), *accepted)).collect();
        for (question, accepted) in looked_into {
            if talk.failed(&question) {
                continue;
            }
            talk.confirm(&question, accepted).await?;
            closer.learn(question.clone(), accepted);
            talk.history.push((question, accepted));
        }
        space = closer.resume(&nothing);
    }
    Ok(())
}

/// Whether a parameter that nobody knows changes nothing (RFC 6749 section 3.1).
async fn takes_unknown<T: Target>(talk: &mut Talk<'_, '_, T>) -> Result<bool, Stop> {
    let observation = talk.conduct(strata::with_unknown()).await?;
    Ok(observation.is_some_and(|observation| matches!(talk.read(&observation), Answer::Clear(true))))
}

/// How fresh requests went, and those that went otherwise than predicted.
#[derive(Default)]
struct Checked {
    agreement: Agreement,
    odd: Vec<(Fresh, bool)>,
}

/// Asks fresh requests; those that make the server fail are asked again.
async fn ask<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    fresh: Vec<Fresh>,
    learned: &Learned,
) -> Result<Checked, Stop> {
    let mut answerable = Vec::new();
    for fresh in fresh {
        if talk.control_of(fresh.question.needs).await? {
            answerable.push(fresh);
        }
    }
    let answers = batch(talk, &answerable).await?;
    let mut failed: Vec<usize> = (0..answers.len())
        .filter(|at| matches!(answers[*at].as_ref().map(|seen| talk.read(seen)), Some(Answer::Failed(_))))
        .collect();
    for _ in 0..AGAIN {
        let probes: Vec<Arc<Probe>> = failed.iter().map(|at| Arc::clone(&answerable[*at].probe)).collect();
        let again = seen(talk, &probes).await?;
        failed = (failed.into_iter().zip(again))
            .filter(|(_, seen)| matches!(seen.as_ref().map(|seen| talk.read(seen)), Some(Answer::Failed(_))))
            .map(|(at, _)| at)
            .collect();
    }
    let failed: BTreeSet<usize> = failed.into_iter().collect();
    let policy = &learned.behaviour.redirect_uri;
    let (mut checked, mut classes) = (Checked::default(), BTreeSet::new());
    for (at, (fresh, seen)) in answerable.into_iter().zip(answers).enumerate() {
        let Some(seen) = seen else {
            checked.agreement.unclear += 1;
            continue;
        };
        let Question { registered, requested, edits, .. } = &fresh.question;
        let accepted = match talk.read(&seen) {
            Answer::Clear(accepted) => accepted,
            Answer::Failed(status) if failed.contains(&at) => {
                checked.agreement.fail(policy.failure(registered, requested).is_some());
                talk.failing.push((fresh.question.clone(), status));
                false
            }
            Answer::Failed(_) | Answer::Unclear(_) | Answer::NoControl => {
                checked.agreement.unclear += 1;
                continue;
            }
        };
        let predicted = policy.accepts(registered, requested);
        checked.agreement.count(accepted, predicted);
        classes.extend(edits.iter().map(|edit| edit.mutation.id));
        if !failed.contains(&at) {
            talk.checked.push((fresh.question.clone(), accepted));
        }
        if accepted != predicted {
            checked.odd.push((fresh, accepted));
        }
    }
    checked.agreement.classes = classes.len();
    Ok(checked)
}

/// Asks all of them, between controls.
async fn batch<T: Target>(
    talk: &Talk<'_, '_, T>,
    fresh: &[Fresh],
) -> Result<Vec<Option<Arc<Observation>>>, Stop> {
    let probes: Vec<Arc<Probe>> = fresh.iter().map(|fresh| Arc::clone(&fresh.probe)).collect();
    seen(talk, &probes).await
}

/// What was seen of each probe, where the controls around it hold.
async fn seen<T: Target>(
    talk: &Talk<'_, '_, T>,
    probes: &[Arc<Probe>],
) -> Result<Vec<Option<Arc<Observation>>>, Stop> {
    let mut asked: Vec<Asked> = Vec::new();
    talk.runner.ask_all(probes, &mut asked).await?;
    let held = |asked: Asked| asked.ok().filter(|observation| observation.control_lost.is_none());
    Ok(asked.into_iter().map(held).collect())
}

/// What went otherwise than predicted and does so again, as exceptions.
async fn again<T: Target>(
    talk: &Talk<'_, '_, T>,
    odd: impl Iterator<Item = &(Fresh, bool)>,
) -> Result<Vec<Exception>, Stop> {
    let mut lasting: Vec<&(Fresh, bool)> = odd.filter(|(fresh, _)| !fresh.is_ordinary).collect();
    for _ in 0..AGAIN {
        let probes: Vec<Arc<Probe>> = lasting.iter().map(|(fresh, _)| Arc::clone(&fresh.probe)).collect();
        let answers = seen(talk, &probes).await?;
        lasting = (lasting.into_iter().zip(answers))
            .filter(|((_, accepted), seen)| match seen.as_ref().map(|seen| talk.read(seen)) {
                Some(Answer::Clear(again)) => again == *accepted,
                Some(Answer::Failed(_)) => !accepted,
                Some(Answer::Unclear(_) | Answer::NoControl) | None => false,
            })
            .map(|(odd, _)| odd)
            .collect();
    }
    Ok(lasting.into_iter().map(|(fresh, accepted)| super::exception(&fresh.question, *accepted)).collect())
}
