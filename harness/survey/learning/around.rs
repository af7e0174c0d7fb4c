//! What is learned around the comparison: missing and repeated parameters, clients without a
//! registered URI, second errors, the answer to a mismatch, where browsers are sent.

use super::{
    answer::{Answer, Stop},
    sent,
    talk::{Talk, steps},
    token,
};
use crate::{
    behaviour::{AnswerKind, Checked, Duplicates, MismatchAnswer, Missing, NoneRegistered, SecondError},
    evidence::{Exit, Observation, Outcome},
    learn::VersionSpace,
    mutation::{self, Edit, Kind, Registered},
    probe::{Authorize, Probe, Step},
    profile::Learned,
    protocol::ErrorCode,
    target::Target,
};
use std::sync::Arc;

/// How many second errors have to be refused before the rest is taken to be refused too.
const SECOND_ERRORS: usize = 3;

/// Learns all of it.
pub(super) async fn all<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    space: &VersionSpace<'_>,
    clients: &[(Kind, Registered)],
    learned: &mut Learned,
) -> Result<(), Stop> {
    sent::emission(talk, space, clients, learned).await?;
    let stranger = accepts_stranger(talk, learned);
    if talk.refused.is_none() {
        learned.note("it accepts anything: no redirect URI that was asked is refused");
    } else if stranger {
        learned.note("it accepts a stranger's redirect URI");
    }
    learned.behaviour.redirect_uri.duplicate = duplicates(talk, stranger).await?;
    learned.behaviour.redirect_uri.missing = missing(talk).await?;
    learned.behaviour.redirect_uri.none_registered = none_registered(talk).await?;
    if !stranger {
        learned.behaviour.redirect_uri.second_error = second_error(talk).await?;
    }
    learned.behaviour.redirect_uri.mismatch.at_authorization = mismatch(talk);
    token::binding(talk, clients, learned).await?;
    talk.control().await?;
    if let (count @ 1.., Some(why)) = &talk.unclear {
        learned.note(format!("{count} questions had no clear answer, the first because {why}"));
    }
    Ok(())
}

fn accepts_stranger<T: Target>(talk: &Talk<'_, '_, T>, learned: &Learned) -> bool {
    let registered = talk.runner.tenant().subject(Kind::Any).map(|(_, registered)| registered.uri);
    let policy = &learned.behaviour.redirect_uri;
    registered.is_some_and(|registered| policy.accepts(&[registered], "https://evil.example/callback"))
}

/// One authorization request with one form of a mutation.
fn request(id: &'static str, form: usize) -> Option<Probe> {
    let mutation = mutation::by_id(id)?;
    let step = Step::Authorize(Authorize { edits: vec![Edit { mutation, form }], ..Authorize::default() });
    Some(steps(&format!("{id}/{form}"), mutation.needs, vec![step]))
}

async fn accepted<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    id: &'static str,
    form: usize,
) -> Result<Option<(bool, Arc<Observation>)>, Stop> {
    let Some(probe) = request(id, form) else { return Ok(None) };
    let Some(observation) = talk.conduct(probe).await? else { return Ok(None) };
    Ok(match talk.read(&observation) {
        Answer::Clear(accepted) => Some((accepted, observation)),
        Answer::Failed(_) | Answer::Unclear(_) | Answer::NoControl => None,
    })
}

/// What several values come to (RFC 6749 section 3.1). Where a stranger's URI is accepted as well,
/// only where the browser is sent could tell.
async fn duplicates<T: Target>(
    talk: &mut Talk<'_, '_, T>,
    stranger: bool,
) -> Result<Option<Duplicates>, Stop> {
    let last = accepted(talk, "param-duplicate-first", 0).await?;
    let Some((last, observation)) = last else { return Ok(None) };
    if last && stranger {
        let to =
            observation.authorized().and_then(|authorized| authorized.code_exit()).map(|exit| &exit.target);
        let to_stranger = to.map(|target| target.contains(mutation::ATTACKER));
        return Ok(to_stranger.map(|first| if first { Duplicates::First } else { Duplicates::Last }));
    }
    if last {
        return Ok(Some(Duplicates::Last));
    }
    let first = accepted(talk, "param-duplicate-last", 0).await?;
    Ok(first.map(|(first, _)| if first { Duplicates::First } else { Duplicates::Refuse }))
}

/// What a request without a value gets (RFC 6749 section 3.1.2.3).
async fn missing<T: Target>(talk: &mut Talk<'_, '_, T>) -> Result<Option<Missing>, Stop> {
    let single = accepted(talk, "param-omitted-single", 0).await?.map(|(accepted, _)| accepted);
    if single == Some(false) {
        return Ok(Some(Missing::Refuse));
    }
    let several = accepted(talk, "param-omitted-multi", 0).await?.map(|(accepted, _)| accepted);
    Ok(match (single, several) {
        (_, Some(true)) => Some(Missing::FirstRegistered),
        (Some(true), _) => Some(Missing::SoleRegistered),
        (None, Some(false) | None) | (Some(false), _) => None,
    })
}

/// What a client without a registered URI gets (RFC 6749 section 3.1.2.2): a stranger's URI, and
/// then another.
async fn none_registered<T: Target>(talk: &mut Talk<'_, '_, T>) -> Result<Option<NoneRegistered>, Stop> {
    if talk.runner.tenant().subject(Kind::Nothing).is_none() {
        return Ok(None);
    }
    let with = |id| {
        mutation::by_id(id).map(|mutation| {
            Step::Authorize(Authorize { edits: vec![Edit { mutation, form: 0 }], ..Authorize::default() })
        })
    };
    let both = [with("ctl-unrelated"), with("scheme-oob")];
    let probe = steps("none-registered", Kind::Nothing, both.into_iter().flatten().collect());
    let Some(observation) = talk.conduct(probe).await? else { return Ok(None) };
    let outcomes: Vec<Outcome> = observation.authorizations().map(|authorized| authorized.outcome).collect();
    Ok(match outcomes.as_slice() {
        [Outcome::Refused | Outcome::Redirected, ..] => Some(NoneRegistered::Refuse),
        [Outcome::Accepted, Outcome::Accepted] => Some(NoneRegistered::Anything),
        [Outcome::Accepted, Outcome::Refused] => Some(NoneRegistered::FirstUsed),
        _ => None,
    })
}

/// Which errors beside an inadmissible URI are redirected to it.
async fn second_error<T: Target>(talk: &mut Talk<'_, '_, T>) -> Result<Option<SecondError>, Stop> {
    let Some(original) = talk.runner.tenant().subject(Kind::Any) else { return Ok(None) };
    let original = mutation::Mutant::original(original.1);
    let Some(class) = mutation::by_id("flow-error-unvalidated") else { return Ok(None) };
    let (mut redirected, mut refused) = (Vec::<ErrorCode>::new(), 0);
    for edit in mutation::edits_of(class, &original) {
        if redirected.is_empty() && refused >= SECOND_ERRORS {
            break;
        }
        let Some(probe) = request(class.id, edit.form) else { continue };
        let Some(observation) = talk.conduct(probe).await? else { continue };
        let Some(authorized) = observation.authorized() else { continue };
        match authorized.outcome {
            Outcome::Redirected => {
                let errors = authorized.exits.iter().filter_map(Exit::error);
                redirected.extend(errors.map(|error| ErrorCode::from(error.as_str())));
            }
            Outcome::Refused => refused += 1,
            Outcome::Accepted | Outcome::Unclear => {}
        }
    }
    redirected.sort();
    redirected.dedup();
    Ok(match (redirected.is_empty(), refused) {
        (true, 0) => None,
        (true, _) => Some(SecondError::Every(Checked::Refused)),
        (false, 0) => Some(SecondError::Every(Checked::Redirected)),
        (false, _) => Some(SecondError::RedirectedOn(redirected)),
    })
}

/// How a mismatch is answered.
fn mismatch<T: Target>(talk: &Talk<'_, '_, T>) -> Option<MismatchAnswer> {
    let authorized = talk.refused.as_ref()?.authorized()?;
    if authorized.outcome == Outcome::Redirected {
        let error = authorized.exits.iter().find_map(Exit::error);
        let error = error.map(|error| ErrorCode::from(error.as_str()));
        return Some(MismatchAnswer { answer: AnswerKind::Redirect, error, ..MismatchAnswer::page() });
    }
    let registered = &talk.refused.as_ref()?.subject.mutant.registered.uri;
    let back = authorized
        .exits
        .iter()
        .find(|exit| exit.target.split(['?', '#']).next() == registered.as_str().split(['?', '#']).next());
    if let Some(error) = back.and_then(Exit::error) {
        let error = Some(ErrorCode::from(error.as_str()));
        return Some(MismatchAnswer {
            answer: AnswerKind::RegisteredRedirect,
            error,
            ..MismatchAnswer::page()
        });
    }
    let received = authorized.answer().received.as_ref().ok()?;
    let page = MismatchAnswer {
        status: Some(received.status),
        title: received.page().title.clone().filter(|title| !title.is_empty()),
        ..MismatchAnswer::page()
    };
    (!(300..400).contains(&received.status)).then_some(page)
}
