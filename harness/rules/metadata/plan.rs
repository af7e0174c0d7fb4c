//! Requests for the metadata document, and requests that show whether it tells the truth.

use crate::probe::{Call, Change, CodeRef, Credentials, Presents, Probe, Service, Step};

fn fetched(key: &str, further: impl IntoIterator<Item = Step>) -> Probe {
    let first = Step::from(Call::to(Service::Metadata));
    Probe::of(format!("metadata/{key}"), [first].into_iter().chain(further).collect())
}

/// The document as it is known, then where it has to be.
pub(super) fn document() -> Vec<Probe> {
    vec![fetched("document", [Call::to(Service::Metadata).advertised().into()])]
}

/// A request with nothing in it to each endpoint that the document names.
pub(super) fn endpoints() -> Vec<Probe> {
    let services = [Service::Token, Service::Revocation, Service::Introspection];
    let probes = services
        .into_iter()
        .map(|service| fetched(&format!("endpoint/{service}"), [Call::to(service).advertised().into()]));
    probes.collect()
}

/// A token without a code, then a code.
pub(super) fn response_types() -> Vec<Probe> {
    let implicit = Step::authorize_with(vec![Change::set("response_type", "token")]);
    vec![fetched("response-types", [implicit, Step::authorize()])]
}

/// Each grant type that can be asked for with nothing in hand, as [`GRANT_TYPES`] has them.
pub(super) fn grant_types() -> Vec<Probe> {
    let steps = GRANT_TYPES.iter().map(|name| {
        let made = Call::default().changed(Change::set("grant_type", name));
        let presents = match *name {
            "authorization_code" => Presents::Code(CodeRef::Made("litmus".to_owned())),
            "refresh_token" => Presents::Made("litmus".to_owned()),
            _ => Presents::Nothing,
        };
        made.presenting(presents).into()
    });
    vec![fetched("grant-types", steps)]
}

/// The grant types that are asked for.
pub(super) const GRANT_TYPES: [&str; 3] = ["authorization_code", "refresh_token", "client_credentials"];

/// A code that was never issued: without a secret, then with it in the header, then in the body.
pub(super) fn auth_methods() -> Vec<Probe> {
    let steps = [Credentials::Withheld, Credentials::InHeader, Credentials::InBody].map(|credentials| {
        let made = Presents::Code(CodeRef::Made("litmus".to_owned()));
        Call::default().presenting(made).with(credentials).into()
    });
    vec![fetched("auth-methods", steps)]
}
