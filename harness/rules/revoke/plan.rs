//! Tokens revoked: by whom, how, how often, and what is alive afterwards.

use crate::probe::{Call, Change, Credentials, Issued, Method, Presents, Probe, Service, Step, Who};

/// A refresh token is revoked and used, and one of another grant beside it is used.
pub(super) fn refresh_token() -> Vec<Probe> {
    vec![Probe::of("revoke/refresh-token", beside_a_refresh(refresh(0)))]
}

/// An access token is revoked, and the refresh token that came with it is used.
pub(super) fn with_access_token() -> Vec<Probe> {
    vec![Probe::of("revoke/with-access-token", beside_a_refresh(access()))]
}

/// An access token between two questions whether it is alive, and the refresh token as above.
pub(super) fn either() -> Vec<Probe> {
    let steps = between_questions(access());
    let mut probes = refresh_token();
    probes.push(Probe::of("revoke/access-token", steps));
    probes
}

/// A refresh token is revoked between two questions whether the access token is alive.
pub(super) fn with_refresh_token() -> Vec<Probe> {
    let mut steps = between_questions(refresh(0));
    steps.push(Call::refresh_nth(0).into());
    vec![Probe::of("revoke/with-refresh-token", steps)]
}

/// A token that was never issued, then one that was, twice.
pub(super) fn twice() -> Vec<Probe> {
    let made = Presents::Made("litmus-never-issued".to_owned());
    let mut steps = vec![revoke(made).into()];
    steps.extend(granted());
    steps.extend([access().into(), access().into()]);
    vec![Probe::of("revoke/twice", steps)]
}

/// By GET, and without the `callback` that marks the JSONP which RFC 7009 section 2.3 allows.
pub(super) fn by_get() -> Vec<Probe> {
    vec![beside_an_ordinary_one("revoke/by-get", Call { method: Method::Get, ..access() })]
}

pub(super) fn by_another() -> Vec<Probe> {
    vec![beside_an_ordinary_one("revoke/by-another", access().by(Who::Other))]
}

pub(super) fn hint_wrong() -> Vec<Probe> {
    vec![beside_an_ordinary_one("revoke/hint-wrong", hinted("refresh_token"))]
}

pub(super) fn hint_unknown() -> Vec<Probe> {
    vec![beside_an_ordinary_one("revoke/hint-unknown", hinted("litmus"))]
}

/// With a wrong secret, without one, and as it should be.
pub(super) fn credentials() -> Vec<Probe> {
    let wrong = Credentials::Wrong("litmus-wrong".to_owned());
    let mut steps = granted();
    steps.extend([access().with(wrong), access().with(Credentials::Withheld), access()].map(Step::from));
    vec![Probe::of("revoke/credentials", steps)]
}

pub(super) fn no_token() -> Vec<Probe> {
    vec![Probe::of("revoke/no-token", vec![Call::to(Service::Revocation).into()])]
}

pub(super) fn duplicated() -> Vec<Probe> {
    let mut steps = granted();
    steps.extend([access().changed(Change::add("token", "litmus-other")), access()].map(Step::from));
    vec![Probe::of("revoke/duplicated", steps)]
}

/// Two grants; the refresh token of the first is revoked between two questions about the second.
pub(super) fn other_grant() -> Vec<Probe> {
    let mut steps = granted();
    steps.extend(granted());
    steps.extend([Call::is_alive(1), refresh(0), Call::is_alive(1)].map(Step::from));
    vec![Probe::of("revoke/other-grant", steps)]
}

/// A refresh; then the refresh token from before it is revoked, and the one that came last.
pub(super) fn replaced() -> Vec<Probe> {
    let mut steps = granted();
    let last = revoke(Presents::Refresh(Issued::latest()));
    steps.extend([Call::refresh(), refresh(0), last].map(Step::from));
    vec![Probe::of("revoke/replaced", steps)]
}

fn granted() -> Vec<Step> {
    vec![Step::authorize(), Step::redeem()]
}

fn revoke(presents: Presents) -> Call {
    Call::to(Service::Revocation).presenting(presents)
}

/// The revocation of the first access token.
fn access() -> Call {
    revoke(Presents::Access(Issued::nth(0)))
}

fn hinted(hint: &str) -> Call {
    access().changed(Change::set("token_type_hint", hint))
}

/// The revocation of the refresh token of the `nth` answer.
fn refresh(nth: usize) -> Call {
    revoke(Presents::Refresh(Issued::nth(nth)))
}

/// A revocation, a refresh that it may have made impossible, and one of another grant.
fn beside_a_refresh(revocation: Call) -> Vec<Step> {
    let mut steps = granted();
    steps.extend([revocation, Call::refresh_nth(0)].map(Step::from));
    steps.extend(granted());
    steps.push(Call::refresh().into());
    steps
}

fn between_questions(revocation: Call) -> Vec<Step> {
    let mut steps = granted();
    steps.extend([Call::is_alive(0), revocation, Call::is_alive(0)].map(Step::from));
    steps
}

/// A peculiar revocation of an access token, then an ordinary one of the same, with questions
/// whether it is alive around both.
fn beside_an_ordinary_one(key: &str, peculiar: Call) -> Probe {
    let mut steps = between_questions(peculiar);
    steps.extend([access(), Call::is_alive(0)].map(Step::from));
    Probe::of(key, steps)
}
