//! Where browsers are sent: which text of the several that a policy knows.

use super::{answer::Stop, talk::Talk};
use crate::{
    behaviour::{Emission, Gate, Normalisation, RedirectUriPolicy},
    evidence::{Exit, Observation},
    learn::{Question, VersionSpace, single},
    mutation::{Kind, Registered},
    profile::Learned,
    protocol::{Parameters, RedirectUri},
    target::Target,
};
use std::collections::BTreeSet;

/// How many further values are asked for, to tell by where they lead.
const MOST_FURTHER: usize = 6;

/// Learns which text browsers are sent to: what explains every accepted answer that shows one.
pub(super) async fn emission<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    space: &VersionSpace<'_>,
    clients: &[(Kind, Registered)],
    learned: &mut Learned,
) -> Result<(), Stop> {
    let compared = space.best().policy();
    let askable = single(clients);
    for _ in 0..MOST_FURTHER {
        let left: Vec<RedirectUriPolicy> =
            ways(&compared).filter(|way| unexplained(talk, way).is_some_and(|odd| odd.is_empty())).collect();
        let known = talk.known();
        let telling = askable.iter().find(|question| {
            let leads = left
                .iter()
                .map(|way| way.decide(&question.registered, std::slice::from_ref(&question.requested)));
            let leads: BTreeSet<Option<String>> = leads.map(|to| to.map(|to| to.emitted)).collect();
            leads.len() > 1
                && tells(&question.requested)
                && !known.contains(&(question.needs, question.requested.clone()))
        });
        match telling {
            Some(question) => drop(talk.ask(question).await?),
            None => break,
        }
    }
    let odd = |way: RedirectUriPolicy| Some((unexplained(talk, &way)?.len(), way));
    let Some((odd, way)) = ways(&compared).filter_map(odd).min_by_key(|(odd, _)| *odd) else { return Ok(()) };
    if odd == 0 {
        learned.behaviour.redirect_uri.emit = way.emit;
        if way.decodes != compared.decodes && decides_alike(talk, &way) {
            talk.undecoded = true;
            learned.compares(as_undecoded(&compared), learned.behaviour.redirect_uri.exceptions.clone());
        }
        return Ok(());
    }
    let example = unexplained(talk, &way).and_then(|odd| odd.into_iter().next()).unwrap_or_default();
    learned.note(format!(
        "where browsers are sent fits none of the ways that can be stated, as for `{example}`"
    ));
    Ok(())
}

/// Every way to send browsers somewhere, the most usual first; where a value is decoded once more, it
/// may also be so for the comparison alone.
fn ways(compared: &RedirectUriPolicy) -> impl Iterator<Item = RedirectUriPolicy> {
    let undecoded = Some(as_undecoded(compared)).filter(|other| other.decodes != compared.decodes);
    [compared.clone()].into_iter().chain(undecoded).flat_map(|compared| {
        Emission::ALL.iter().map(move |emit| RedirectUriPolicy { emit: Some(*emit), ..compared.clone() })
    })
}

/// The policy that decodes before it compares instead of when it takes a value in.
pub(super) fn as_undecoded(policy: &RedirectUriPolicy) -> RedirectUriPolicy {
    let times = usize::from(policy.decodes.unwrap_or(0));
    let first = std::iter::repeat_n(Normalisation::DecodePercent, times);
    let normalise = first.chain(policy.normalise.iter().flatten().copied()).collect();
    RedirectUriPolicy { decodes: Some(0), normalise: Some(normalise), ..policy.clone() }
}

/// Whether a policy says what was answered.
fn decides_alike<T: Target>(talk: &Talk<'_, '_, T>, policy: &RedirectUriPolicy) -> bool {
    let said = |question: &Question| policy.accepts(&question.registered, &question.requested);
    talk.history.iter().all(|(question, accepted)| said(question) == *accepted)
}

/// The values after which browsers were sent elsewhere than a policy says; none if none shows where.
fn unexplained<T: Target>(talk: &Talk<'_, '_, T>, policy: &RedirectUriPolicy) -> Option<Vec<String>> {
    let mut seen = (talk.accepted.iter())
        .filter_map(|observation| Some((observation.as_ref(), observation.authorized()?.code_exit()?)))
        .filter_map(|(observation, exit)| Some((observation, exit, observation.subject.mutant.requested()?)))
        .filter(|(.., requested)| tells(requested))
        .peekable();
    seen.peek()?;
    let odd = seen.filter(|(observation, exit, _)| !explains(policy, observation, exit));
    Some(odd.map(|(.., requested)| requested).collect())
}

/// Whether it can be told how a value is sent back: a header field of more than ASCII is no text (RFC
/// 9110 section 5.5), and a parameter of the response may be put in the place of one of that name.
fn tells(requested: &str) -> bool {
    requested.is_ascii() && !Gate::ResponseParameters.refuses(requested)
}

/// Whether a policy sends browsers where they were seen to be sent.
fn explains(policy: &RedirectUriPolicy, observation: &Observation, exit: &Exit) -> bool {
    let mutant = &observation.subject.mutant;
    let registered: Vec<RedirectUri> =
        [&mutant.registered.uri].into_iter().chain(&mutant.registered.others).cloned().collect();
    let values = mutant.parameters().all("redirect_uri");
    let Some(admission) = policy.decide(&registered, &values) else { return false };
    let bare = |text: &str| text.split('#').next().unwrap_or_default().to_owned();
    let (emitted, target) = (bare(&admission.emitted), bare(&exit.target));
    let Some(rest) = target.strip_prefix(&emitted) else { return false };
    let rest = Parameters::parse(rest.trim_start_matches(['?', '&']));
    rest.iter().next().is_none_or(|first| matches!(first.name.as_str(), "code" | "state" | "iss" | "error"))
}
