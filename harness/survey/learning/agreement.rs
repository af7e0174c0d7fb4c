//! Checking what was learned on fresh requests, most of them near its boundary.

use super::talk::{Answer, Stop, Talk, probe_of};
use crate::{
    budget::Budget,
    learn::{Pool, Question, VersionSpace, composed, near},
    mutation::{Kind, Registered},
    probe::Probe,
    profile::{Agreement, Learned},
    target::Target,
};
use std::{collections::BTreeSet, sync::Arc};

/// How often an explanation is mended and checked anew.
const ROUNDS: u64 = 6;

/// How many disagreements of one check are looked into.
const LOOKED_INTO: usize = 3;

/// Asks what could still tell explanations near this one apart, then fresh requests that nothing
/// was learned from; where one goes otherwise than predicted, the explanation is mended and
/// checked anew.
pub(super) async fn check<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    mut space: VersionSpace<'_>,
    clients: &[(Kind, Registered)],
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), Stop> {
    let nothing = Pool::default();
    for round in 0..ROUNDS {
        let boundary = Pool::of(near(clients, &space.best().policy()));
        let mut closer = space.resume(&boundary);
        talk.converge(&boundary, &mut closer).await?;
        super::take(learned, &closer);
        let seed = budget.seed.wrapping_add(round);
        let (agreement, odd) = fresh(talk, clients, (seed, budget.cases), learned).await?;
        learned.agreement = Some(agreement);
        if odd.is_empty() || round + 1 == ROUNDS {
            // What is mended after the last check would be stated without one.
            break;
        }
        for (question, accepted) in odd.into_iter().take(LOOKED_INTO) {
            talk.confirm(&question, accepted).await?;
            closer.learn(question.clone(), accepted);
            talk.history.push((question, accepted));
        }
        space = closer.resume(&nothing);
    }
    Ok(())
}

/// Asks fresh requests; how they went, and those that went otherwise than predicted.
async fn fresh<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    clients: &[(Kind, Registered)],
    (seed, count): (u64, usize),
    learned: &Learned,
) -> Result<(Agreement, Vec<(Question, bool)>), Stop> {
    let known: BTreeSet<(Kind, String)> =
        talk.history.iter().map(|(question, _)| (question.needs, question.requested.clone())).collect();
    let policy = &learned.behaviour.redirect_uri;
    let boundary = near(clients, policy);
    let stride = boundary.len().div_ceil((count / 2).max(1)).max(1);
    let from = usize::try_from(seed).unwrap_or(0) % stride;
    let sampled = boundary.into_iter().skip(from).step_by(stride);
    let mut questions: Vec<Question> = sampled.chain(composed(clients, seed, count)).collect();
    questions.retain(|question| !known.contains(&(question.needs, question.requested.clone())));
    questions.truncate(count);
    let mut answerable = Vec::new();
    for question in questions {
        if talk.control_of(question.needs).await? {
            answerable.push(question);
        }
    }
    let probes: Vec<Arc<Probe>> = answerable.iter().map(probe_of).collect();
    let mut asked = Vec::new();
    talk.runner.ask_all(&probes, &mut asked).await?;
    let (mut agreement, mut odd) = (Agreement::default(), Vec::new());
    for (question, asked) in answerable.into_iter().zip(asked) {
        let Ok(observation) = asked else { continue };
        let answer = if observation.control_lost.is_some() { None } else { Some(talk.read(&observation)) };
        match answer {
            Some(Answer::Clear(accepted)) => {
                let predicted = policy.accepts(&question.registered, &question.requested);
                agreement.count(accepted, predicted);
                if accepted != predicted {
                    odd.push((question, accepted));
                }
            }
            _ => agreement.unclear += 1,
        }
    }
    Ok((agreement, odd))
}
