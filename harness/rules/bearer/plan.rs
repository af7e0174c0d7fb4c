//! Bearer tokens at a resource: none, a bad one, and a good one in every way.

use crate::probe::{Bearer, Call, Change, Issued, Presents, Probe, Service, Step};

/// Without a token, then with a good one in each way.
pub(super) fn ways() -> Vec<Probe> {
    let ways = [Bearer::Header, Bearer::LowerCaseHeader, Bearer::Query, Bearer::Form, Bearer::HeaderAndForm];
    let good = |bearer| Call { bearer, ..ask().presenting(Presents::Access(Issued::nth(0))) };
    let mut steps = vec![Step::authorize(), Step::redeem(), ask().into()];
    steps.extend(ways.map(|bearer| good(bearer).into()));
    vec![Probe::of("bearer/ways", steps)]
}

/// Without a token, then with one that was never issued.
pub(super) fn refused() -> Vec<Probe> {
    let bad = ask().presenting(Presents::Made("litmus-never-issued".to_owned()));
    vec![Probe::of("bearer/refused", vec![ask().into(), bad.into()])]
}

/// With a token for a scope that is good for little by itself: without `openid`, a server that
/// knows it opens no userinfo with it. Then with an ordinary one.
pub(super) fn narrow() -> Vec<Probe> {
    let use_latest = || Step::from(ask().presenting(Presents::Access(Issued::latest())));
    let narrowed = Step::authorize_with(vec![Change::set("scope", "profile")]);
    let mut steps = vec![narrowed, Step::redeem(), use_latest()];
    steps.extend([Step::authorize(), Step::redeem(), use_latest()]);
    vec![Probe::of("bearer/narrow", steps)]
}

fn ask() -> Call {
    Call::to(Service::Resource)
}
