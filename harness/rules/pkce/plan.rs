//! Codes with a challenge, redeemed without the right verifier.

use super::texts;
use crate::{
    probe::{Change, Probe, Step},
    protocol::Pkce,
};

pub(in crate::rules) fn wrong_verifier() -> Vec<Probe> {
    redeemed("pkce/wrong-verifier", Change::set("code_verifier", &texts::other()))
}

pub(in crate::rules) fn no_verifier() -> Vec<Probe> {
    redeemed("pkce/no-verifier", Change::drop("code_verifier"))
}

/// A verifier although there was no challenge.
pub(super) fn verifier_alone() -> Vec<Probe> {
    let verifier = vec![Change::set("code_verifier", &texts::verifier(43))];
    let probed = [Step::authorize_with(unchallenged()), Step::redeem_with(verifier)];
    vec![after_control("pkce/verifier-alone", probed)]
}

/// Neither challenge nor verifier.
pub(super) fn neither() -> Vec<Probe> {
    let probed = [Step::authorize_with(unchallenged()), Step::redeem_with(unverified())];
    vec![after_control("pkce/neither", probed)]
}

/// The challenge itself as its verifier, called plain only now.
pub(super) fn challenge_as_verifier() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let as_plain = vec![
        Change::set("code_verifier", &Pkce::challenge_of(&verifier)),
        Change::set("code_challenge_method", "plain"),
    ];
    let probed = [Step::authorize_with(hashed(&verifier)), Step::redeem_with(as_plain)];
    vec![after_control("pkce/challenge-as-verifier", probed)]
}

/// The verifier of one code for another, the client's own.
pub(super) fn verifier_of_another_code() -> Vec<Probe> {
    let (first, second) = (texts::verifier(43), texts::other());
    let steps = vec![
        Step::authorize_with(hashed(&first)),
        Step::authorize_with(hashed(&second)),
        Step::redeem_with(vec![Change::set("code_verifier", &first)]),
        Step::authorize(),
        Step::redeem(),
    ];
    vec![Probe::of("pkce/verifier-of-another-code", steps)]
}

pub(super) fn short_verifier() -> Vec<Probe> {
    vec![after_control("pkce/short-verifier", pair(&texts::verifier(42)))]
}

/// The longest verifier, and one that is longer.
pub(super) fn long_verifier() -> Vec<Probe> {
    let mut probe = after_control("pkce/long-verifier", pair(&texts::verifier(128)));
    probe.steps.extend(pair(&texts::verifier(129)));
    vec![probe]
}

pub(super) fn odd_characters() -> Vec<Probe> {
    vec![after_control("pkce/odd-characters", pair(texts::ODD))]
}

/// White space after the verifier; and a challenge in another letter case.
pub(super) fn nearly_equal() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let swapped = texts::swapped(&Pkce::challenge_of(&verifier));
    let spaced = [Step::authorize_with(hashed(&verifier)), verified(&format!("{verifier} "))];
    let recased = [Step::authorize_with(challenged(&swapped, "S256")), verified(&verifier)];
    vec![after_control("pkce/nearly-equal/space", spaced), after_control("pkce/nearly-equal/case", recased)]
}

/// Challenges that hold the right hash, written in another way.
pub(super) fn odd_challenges() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let challenge = Pkce::challenge_of(&verifier);
    let written = |key: &str, challenge: &str| {
        after_control(key, [Step::authorize_with(challenged(challenge, "S256")), verified(&verifier)])
    };
    vec![
        written("pkce/odd-challenge/padded", &format!("{challenge}=")),
        written("pkce/odd-challenge/hex", &texts::hex(&challenge)),
    ]
}

pub(super) fn plain() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let probed = [Step::authorize_with(challenged(&verifier, "plain")), verified(&verifier)];
    vec![after_control("pkce/plain", probed)]
}

/// A hash as challenge, and no word that it is one.
pub(super) fn no_method() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let challenge = Change::set("code_challenge", &Pkce::challenge_of(&verifier));
    let unnamed = vec![challenge, Change::drop("code_challenge_method")];
    vec![after_control("pkce/no-method", [Step::authorize_with(unnamed), verified(&verifier)])]
}

/// A method in another letter case.
pub(super) fn method_in_lower_case() -> Vec<Probe> {
    let verifier = texts::verifier(43);
    let probed =
        [Step::authorize_with(challenged(&Pkce::challenge_of(&verifier), "s256")), verified(&verifier)];
    vec![after_control("pkce/method-in-lower-case", probed)]
}

/// The pair of RFC 7636 appendix B, after one that looks the same in every alphabet of base64.
pub(super) fn appendix_b() -> Vec<Probe> {
    let mut steps = pair(&texts::without_symbols()).to_vec();
    steps.extend(pair(texts::APPENDIX_B));
    vec![Probe::of("pkce/appendix-b", steps)]
}

/// A code with a challenge, and one without.
pub(super) fn with_and_without() -> Vec<Probe> {
    let mut steps = pair(&texts::without_symbols()).to_vec();
    steps.extend([Step::authorize_with(unchallenged()), Step::redeem_with(unverified())]);
    vec![Probe::of("pkce/with-and-without", steps)]
}

/// Three wrong verifiers, then the right one.
pub(super) fn tries() -> Vec<Probe> {
    let wrong = || verified(&texts::other());
    let steps =
        vec![Step::authorize(), wrong(), wrong(), wrong(), Step::redeem(), Step::authorize(), Step::redeem()];
    vec![Probe::of("pkce/tries", steps)]
}

fn redeemed(key: &str, change: Change) -> Vec<Probe> {
    vec![Probe::of(
        key,
        vec![Step::authorize(), Step::redeem_with(vec![change]), Step::authorize(), Step::redeem()],
    )]
}

/// A code and its redemption, after those that nothing is wrong with.
fn after_control(key: &str, probed: [Step; 2]) -> Probe {
    let mut steps = vec![Step::authorize(), Step::redeem()];
    steps.extend(probed);
    Probe::of(key, steps)
}

/// A code for a verifier, and its redemption with it.
pub(super) fn pair(verifier: &str) -> [Step; 2] {
    [Step::authorize_with(hashed(verifier)), verified(verifier)]
}

fn verified(verifier: &str) -> Step {
    Step::redeem_with(vec![Change::set("code_verifier", verifier)])
}

/// With the S256 challenge of a verifier.
pub(super) fn hashed(verifier: &str) -> Vec<Change> {
    challenged(&Pkce::challenge_of(verifier), "S256")
}

pub(super) fn challenged(challenge: &str, method: &str) -> Vec<Change> {
    vec![Change::set("code_challenge", challenge), Change::set("code_challenge_method", method)]
}

pub(super) fn unchallenged() -> Vec<Change> {
    vec![Change::drop("code_challenge"), Change::drop("code_challenge_method")]
}

fn unverified() -> Vec<Change> {
    vec![Change::drop("code_verifier")]
}
