//! Tokens asked about: live, dead, unknown and altered ones, by whom and how.

use crate::probe::{
    Alteration, Call, Change, Credentials, Issued, Method, Presents, Probe, Service, Step, Who,
};
use std::time::Duration;

/// How long is waited for a token to expire.
pub(super) const WAIT: Duration = Duration::from_secs(90_000);

/// As it should be, with a wrong hint, by GET, and a token that was never issued.
pub(super) fn live() -> Vec<Probe> {
    let hinted = access().changed(Change::set("token_type_hint", "refresh_token"));
    let by_get = Call { method: Method::Get, ..access() };
    vec![Probe::of("introspect/live", beside_control([hinted, by_get, made()]))]
}

/// By nobody, and by a client that does not show its secret.
pub(super) fn credentials() -> Vec<Probe> {
    let calls = [Credentials::Anonymous, Credentials::Withheld].map(|shown| access().with(shown));
    vec![Probe::of("introspect/credentials", beside_control(calls))]
}

pub(super) fn wrong_secret() -> Vec<Probe> {
    let wrong = Credentials::Wrong("litmus-wrong".to_owned());
    vec![Probe::of("introspect/wrong-secret", vec![made().with(wrong).into(), made().into()])]
}

pub(super) fn by_another() -> Vec<Probe> {
    vec![Probe::of("introspect/by-another", beside_control([access().by(Who::Other)]))]
}

pub(super) fn altered() -> Vec<Probe> {
    let alterations = [Alteration::Changed, Alteration::Extended, Alteration::Shortened];
    let calls = alterations.map(|altered| ask(Presents::Access(Issued::nth(0).altered(altered))));
    vec![Probe::of("introspect/altered", beside_control(calls))]
}

pub(super) fn expired() -> Vec<Probe> {
    let mut steps = beside_control([]);
    steps.extend([Step::Pass(WAIT), access().into()]);
    vec![Probe::of("introspect/expired", steps)]
}

pub(super) fn revoked() -> Vec<Probe> {
    let revoke = Call::to(Service::Revocation).presenting(Presents::Access(Issued::nth(0)));
    vec![Probe::of("introspect/revoked", beside_control([revoke, access()]))]
}

/// Where an inactive answer is to be had.
pub(super) fn inactive() -> Vec<Probe> {
    let mut probes = live();
    probes.extend(revoked());
    probes
}

fn ask(presents: Presents) -> Call {
    Call::to(Service::Introspection).presenting(presents)
}

fn access() -> Call {
    ask(Presents::Access(Issued::nth(0)))
}

fn made() -> Call {
    ask(Presents::Made("litmus-never-issued".to_owned()))
}

/// These calls, after one that asks about a live token as it should be done.
fn beside_control<const COUNT: usize>(calls: [Call; COUNT]) -> Vec<Step> {
    let mut steps = vec![Step::authorize(), Step::redeem(), access().into()];
    steps.extend(calls.map(Step::from));
    steps
}
