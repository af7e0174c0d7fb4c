//! Where endpoints are: by which scheme they are reached, and whether their addresses are whole.
//! An address is the one that was asked, or the one that the metadata document names.

use super::{
    judgement::{Judgement, answer_at},
    metadata::document,
};
use crate::{
    evidence::{Happened, Observation},
    probe::{Call, CodeRef, Presents, Probe, Service, Step},
    protocol::is_loopback,
};
use url::Url;

/// The metadata document.
pub(super) fn in_metadata() -> Vec<Probe> {
    vec![Probe::of("places/metadata", vec![Call::to(Service::Metadata).into()])]
}

/// The authorization endpoint as it is known, and the metadata document.
pub(super) fn of_authorization() -> Vec<Probe> {
    beside_metadata("authorization", Step::authorize())
}

/// The token endpoint as it is known, and the metadata document.
pub(super) fn of_token() -> Vec<Probe> {
    let code = Presents::Code(CodeRef::Made("litmus-never-issued".to_owned()));
    beside_metadata("token", Call::to(Service::Token).presenting(code).into())
}

/// The revocation endpoint as it is known, and the metadata document.
pub(super) fn of_revocation() -> Vec<Probe> {
    let token = Presents::Made("litmus-never-issued".to_owned());
    beside_metadata("revocation", Call::to(Service::Revocation).presenting(token).into())
}

fn beside_metadata(name: &str, step: Step) -> Vec<Probe> {
    let mut probes = vec![Probe::of(format!("places/{name}"), vec![step])];
    probes.extend(in_metadata());
    probes
}

pub(super) fn authorization_secure(observation: &Observation) -> Judgement {
    judged(observation, "authorization_endpoint", is_secure)
}

pub(super) fn token_secure(observation: &Observation) -> Judgement {
    judged(observation, "token_endpoint", is_secure)
}

pub(super) fn revocation_secure(observation: &Observation) -> Judgement {
    judged(observation, "revocation_endpoint", is_secure)
}

pub(super) fn authorization_whole(observation: &Observation) -> Judgement {
    judged(observation, "authorization_endpoint", is_without_fragment)
}

pub(super) fn token_whole(observation: &Observation) -> Judgement {
    judged(observation, "token_endpoint", is_without_fragment)
}

/// What never leaves the machine needs no TLS.
fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_loopback(url)
}

fn is_without_fragment(url: &Url) -> bool {
    url.fragment().is_none()
}

/// Judges the address that was asked, or that the document has under this name.
fn judged(observation: &Observation, member: &str, holds: fn(&Url) -> bool) -> Judgement {
    match address(observation, member) {
        Err(judgement) => judgement,
        Ok(address) => match Url::parse(&address) {
            Ok(url) => Judgement::holds(holds(&url)),
            Err(_) => Judgement::NotApplicable(format!("the {member} of the document is no URL")),
        },
    }
}

fn address(observation: &Observation, member: &str) -> Result<String, Judgement> {
    match observation.happened.first() {
        Some(Happened::Authorized(authorized)) => Ok(authorized.request().sent.url.clone()),
        Some(Happened::Called(Service::Metadata, ..)) => {
            let named = document(observation, 0)?.get(member).and_then(serde_json::Value::as_str);
            let unnamed = || Judgement::NotApplicable(format!("the document names no {member}"));
            named.map(str::to_owned).ok_or_else(unnamed)
        }
        Some(Happened::Called(_, exchange, _)) => Ok(exchange.sent.url.clone()),
        _ => Err(match answer_at(observation, 0) {
            Err(judgement) => judgement,
            Ok(_) => Judgement::NotAsked("the endpoint was not asked".to_owned()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_secure, is_without_fragment};
    use url::Url;

    #[test]
    fn plain_http_stays_on_the_machine() {
        let url = |text: &str| Url::parse(text).expect("a URL");
        let secure = ["https://auth.example/token", "http://127.0.0.1:9101/token", "http://[::1]/token"];
        assert!(secure.into_iter().all(|text| is_secure(&url(text))));
        assert!(!is_secure(&url("http://auth.example/token")) && !is_secure(&url("ftp://127.0.0.1/token")));
        assert!(is_without_fragment(&url("https://auth.example/a?b=c")));
        assert!(!is_without_fragment(&url("https://auth.example/a#")));
    }
}
