//! Authorization requests whose challenge is missing, odd, or of an odd method; and what the
//! metadata says of methods.

use super::{
    plan::{challenged, hashed, pair, unchallenged},
    texts,
};
use crate::{
    mutation::Kind,
    probe::{Call, Change, Probe, Service, Step},
    protocol::Pkce,
};

/// An ordinary request and its answer.
pub(super) fn ordinary() -> Vec<Probe> {
    vec![Probe::of("pkce/ordinary", vec![Step::authorize()])]
}

/// No challenge, from a client that listens on the user's own machine.
pub(super) fn unchallenged_public() -> Vec<Probe> {
    vec![without_challenge("public", Kind::Loopback)]
}

/// No challenge, from the client under test.
pub(super) fn unchallenged_confidential() -> Vec<Probe> {
    vec![without_challenge("confidential", Kind::Any)]
}

pub(super) fn unchallenged_each() -> Vec<Probe> {
    [unchallenged_public(), unchallenged_confidential()].concat()
}

/// No challenge, and an empty one.
pub(super) fn empty_challenge() -> Vec<Probe> {
    let of = |key: &str, needs| {
        let steps = vec![
            Step::authorize_with(unchallenged()),
            Step::authorize_with(challenged("", "S256")),
            Step::authorize(),
        ];
        Probe { needs, ..Probe::of(format!("pkce/empty-challenge/{key}"), steps) }
    };
    vec![of("public", Kind::Loopback), of("any", Kind::Any)]
}

pub(super) fn unknown_method() -> Vec<Probe> {
    let challenge = Pkce::challenge_of(&texts::verifier(43));
    let steps = vec![Step::authorize_with(challenged(&challenge, "S512")), Step::authorize()];
    vec![Probe::of("pkce/unknown-method", steps)]
}

pub(super) fn two_challenges() -> Vec<Probe> {
    let mut changes = hashed(&texts::verifier(43));
    changes.push(Change::add("code_challenge", &Pkce::challenge_of(&texts::other())));
    vec![Probe::of("pkce/two-challenges", vec![Step::authorize_with(changes), Step::authorize()])]
}

/// What metadata says.
pub(super) fn metadata() -> Vec<Probe> {
    vec![Probe::of("pkce/metadata", vec![Step::from(Call::to(Service::Metadata))])]
}

/// What metadata says, and each method in use.
pub(super) fn metadata_and_methods() -> Vec<Probe> {
    let plain = texts::verifier(43);
    let mut steps = vec![Step::from(Call::to(Service::Metadata))];
    steps.extend(pair(&texts::verifier(64)));
    steps.push(Step::authorize_with(challenged(&plain, "plain")));
    steps.push(Step::redeem_with(vec![Change::set("code_verifier", &plain)]));
    vec![Probe::of("pkce/metadata-and-methods", steps)]
}

/// Without a challenge and with one; the redemption tells whether the client has a secret.
fn without_challenge(key: &str, needs: Kind) -> Probe {
    let steps = vec![Step::authorize_with(unchallenged()), Step::authorize(), Step::redeem()];
    Probe { needs, ..Probe::of(format!("pkce/no-challenge/{key}"), steps) }
}
