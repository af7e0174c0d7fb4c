//! Refresh tokens used as they should be, by whom they should not, too often and too late.
//!
//! A code is scarce on a real server, so rules share a probe where one code serves them all, and
//! an ordinary refresh before what is to be refused is the control beside it.

use crate::{
    mutation::Kind,
    probe::{Alteration, Call, Change, Credentials, Issued, Presents, Probe, Scope, Service, Step, Who},
};
use std::time::Duration;

/// Long enough for any client to count as inactive.
const INACTIVE: Duration = Duration::from_secs(400 * 86_400);

pub(super) fn by_another() -> Vec<Probe> {
    vec![refreshed("refresh/by-another", vec![Call::refresh().by(Who::Other).into(), again()])]
}

/// By a confidential client, and by a public one with the token of a public one.
pub(super) fn by_others() -> Vec<Probe> {
    let by_public = vec![Call::refresh().by(Who::Public).into()];
    let mut probes = by_another();
    probes.push(of_public(refreshed("refresh/by-another-public", by_public)));
    probes
}

pub(super) fn unauthenticated() -> Vec<Probe> {
    let withheld = Call::refresh().with(Credentials::Withheld);
    vec![refreshed("refresh/unauthenticated", vec![withheld.into(), again()])]
}

pub(super) fn anonymous() -> Vec<Probe> {
    let anonymous = vec![Call::refresh().with(Credentials::Anonymous).into()];
    vec![of_public(refreshed("refresh/anonymous", anonymous))]
}

pub(super) fn wider() -> Vec<Probe> {
    let wider = Call::refresh().naming(Scope::Beyond("write".to_owned()));
    vec![refreshed("refresh/wider", vec![wider.into(), again()])]
}

/// Attempts that fail for the scope, and for want of authentication.
pub(super) fn failed() -> Vec<Probe> {
    [wider(), unauthenticated()].concat()
}

/// Of two scopes none is named, then one, then both, then none again.
pub(super) fn scopes() -> Vec<Probe> {
    let naming = |scope| Step::from(Call::refresh().naming(scope));
    let steps = vec![
        Step::authorize_with(vec![Change::widen("scope", "write")]),
        Step::redeem(),
        again(),
        naming(Scope::First),
        naming(Scope::All),
        again(),
    ];
    vec![Probe::of("refresh/scopes", steps)]
}

/// One token used twice.
pub(super) fn reused() -> Vec<Probe> {
    let steps = vec![Step::authorize(), Step::redeem(), nth(0), nth(0)];
    vec![Probe::of("refresh/reused", steps)]
}

/// After two refreshes the token before the active one is used, and then the active one.
pub(super) fn predecessor() -> Vec<Probe> {
    vec![of_public(refreshed("refresh/predecessor", vec![again(), nth(1), nth(2)]))]
}

/// The same with the first token of the grant.
pub(super) fn ancestor() -> Vec<Probe> {
    vec![of_public(refreshed("refresh/ancestor", vec![again(), nth(0), nth(2)]))]
}

/// A reuse between two questions whether the newest access token is alive.
pub(super) fn reused_beside_access() -> Vec<Probe> {
    let is_alive = || Step::from(Call::is_alive(1));
    vec![of_public(refreshed("refresh/reused-beside-access", vec![is_alive(), nth(0), is_alive()]))]
}

/// Two grants, both refreshed; then a reuse in the first, and a refresh in the second.
pub(super) fn two_grants() -> Vec<Probe> {
    let granted = || [Step::authorize(), Step::redeem()];
    let mut steps = [granted(), granted()].concat();
    steps.extend([nth(0), nth(1), nth(0), nth(3)]);
    vec![Probe::of("refresh/two-grants", steps)]
}

/// One token used three times at one instant; then whatever came of it.
pub(super) fn at_once() -> Vec<Probe> {
    let raced = vec![Call::refresh_nth(0); RACERS];
    let mut steps = vec![Step::authorize(), Step::redeem(), Step::AtOnce(raced)];
    steps.extend((1..=RACERS).map(nth));
    vec![Probe::of("refresh/at-once", steps)]
}

/// How many use a token at one instant.
const RACERS: usize = 3;

/// What is no refresh token of this client: altered ones, one that was never issued, and its
/// access token.
pub(super) fn strange() -> Vec<Probe> {
    let altered = |alteration| Call {
        presents: Presents::Refresh(Issued::latest().altered(alteration)),
        ..Call::default()
    };
    let presenting = |presents| Call::default().presenting(presents);
    let strange = vec![
        altered(Alteration::Extended).into(),
        altered(Alteration::Shortened).into(),
        altered(Alteration::Changed).into(),
        presenting(Presents::Made("litmus-never-issued".to_owned())).into(),
        presenting(Presents::Access(Issued::latest())).into(),
    ];
    vec![refreshed("refresh/strange", strange)]
}

/// The access token at a resource, and then the refresh token.
pub(super) fn as_bearer() -> Vec<Probe> {
    let at_resource = |presents| Step::from(Call::to(Service::Resource).presenting(presents));
    let steps = vec![
        Step::authorize(),
        Step::redeem(),
        at_resource(Presents::Access(Issued::latest())),
        at_resource(Presents::Refresh(Issued::latest())),
    ];
    vec![Probe::of("refresh/as-bearer", steps)]
}

pub(super) fn revoked() -> Vec<Probe> {
    let revoke = Call::to(Service::Revocation).presenting(Presents::Refresh(Issued::latest()));
    vec![refreshed("refresh/revoked", vec![revoke.into(), again()])]
}

pub(super) fn inactive() -> Vec<Probe> {
    vec![refreshed("refresh/inactive", vec![Step::Pass(INACTIVE), again()])]
}

/// A code redeemed, its token refreshed, and then these steps, the first of which is step 3.
fn refreshed(key: &str, then: Vec<Step>) -> Probe {
    let mut steps = vec![Step::authorize(), Step::redeem(), again()];
    steps.extend(then);
    Probe::of(key, steps)
}

/// The same about a client that has no secret, where there is one: native apps have none.
fn of_public(probe: Probe) -> Probe {
    Probe { needs: Kind::Loopback, ..probe }
}

fn again() -> Step {
    Call::refresh().into()
}

fn nth(nth: usize) -> Step {
    Call::refresh_nth(nth).into()
}
