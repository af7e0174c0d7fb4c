//! What an answer of the authorization endpoint says, read alike by every judge.

use super::judgement::{Judgement, Violation};
use crate::evidence::{Authorized, Channel, Exit, Observation, Outcome};
use url::Url;

/// What an authorization request came to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told<'a> {
    /// A code went to the client.
    Code(&'a Exit),
    /// An error went to the client.
    Error(&'a Exit),
    /// A page of the server's own refused it.
    Page,
    /// The server went on, to a login perhaps: what it looks at later is not visible.
    Login,
}

impl Told<'_> {
    /// Whether it was not refused.
    pub(super) const fn goes_on(&self) -> bool {
        matches!(self, Self::Code(_) | Self::Login)
    }
}

/// The answer to the `index`th authorization request of the probe.
///
/// # Errors
/// With the judgement that follows where there is none.
pub(super) fn authorization(observation: &Observation, index: usize) -> Result<&Authorized, Judgement> {
    observation.authorizations().nth(index).ok_or_else(|| {
        Judgement::NotAsked(observation.skipped().unwrap_or("no authorization request was sent").to_owned())
    })
}

/// What the `index`th authorization request came to.
///
/// # Errors
/// With the judgement that follows where that cannot be said, or counts for nothing since a
/// control was lost.
pub(super) fn told(observation: &Observation, index: usize) -> Result<Told<'_>, Judgement> {
    let authorized = authorization(observation, index)?;
    if let Some(exit) = authorized.code_exit() {
        return Ok(Told::Code(exit));
    }
    if let Some(lost) = &observation.control_lost {
        return Err(Judgement::Inconclusive(lost.clone()));
    }
    let error = authorized.exits.iter().find(|exit| exit.error().is_some());
    match (authorized.outcome, error) {
        (Outcome::Refused, Some(exit)) if authorized.landing.is_some() => Ok(Told::Error(exit)),
        (Outcome::Refused, _) => Ok(Told::Page),
        (Outcome::Accepted, _) => Ok(Told::Login),
        (Outcome::Redirected | Outcome::Unclear, _) => Err(untold(authorized)),
    }
}

fn untold(authorized: &Authorized) -> Judgement {
    let why = authorized.because.clone().unwrap_or_else(|| "it led elsewhere".to_owned());
    match &authorized.answer().received {
        Ok(received) if received.status >= 500 => Judgement::Odd(why),
        _ => Judgement::Inconclusive(why),
    }
}

/// Upheld if `holds`, else violated where that answer travels.
pub(super) fn holds(holds: bool, authorized: &Authorized) -> Judgement {
    if holds { Judgement::Upheld } else { violated(authorized.channel()) }
}

/// A violation in that channel, with no landing.
pub(super) const fn violated(channel: Channel) -> Judgement {
    Judgement::Violated(Violation { severity: None, channel })
}

/// What is not visible before a login.
pub(super) fn later() -> Judgement {
    Judgement::Inconclusive(
        "the server goes on, perhaps to a login, and what it looks at after that is not visible".to_owned(),
    )
}

/// The exits of an answer that lead to the client: to the registered redirect URI.
pub(super) fn to_client<'a>(
    observation: &'a Observation,
    authorized: &'a Authorized,
) -> impl Iterator<Item = &'a Exit> {
    let page =
        Url::parse(&authorized.answer().sent.url).unwrap_or_else(|_| observation.subject.server.clone());
    let home = page.join(observation.subject.mutant.registered.uri.as_str()).ok();
    let is_home = move |exit: &&Exit| {
        let place = |url: &Url| {
            let host = url.host_str().map(str::to_owned);
            (url.scheme().to_owned(), host, url.port_or_known_default(), url.path().to_owned())
        };
        page.join(&exit.target).is_ok_and(|url| home.as_ref().is_some_and(|home| place(home) == place(&url)))
    };
    authorized.exits.iter().filter(is_home)
}
