//! Challenges and verifiers at a stand-in (RFC 7636).

use super::state::{Challenge, RegisteredClient};
use crate::{
    behaviour::{Behaviour, ClientType, HashText, PkceCheck, PkceGap, PkceMethod, PkcePolicy},
    protocol::{Parameters, Pkce},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt::Write as _;

/// Whether the method of a request is one that the server understands (RFC 7636 section 4.4.1).
pub(super) fn is_understood(policy: &PkcePolicy, parameters: &Parameters) -> bool {
    let named = given(parameters, "code_challenge_method").is_some();
    let needed = given(parameters, "code_challenge").is_some();
    method(policy, parameters).is_some() || !named && !needed
}

/// Whether a client of this type has to send a challenge, and does not (OAuth 2.1 section
/// 4.1.2.1).
pub(super) fn is_missing(
    policy: &PkcePolicy,
    client: Option<&RegisteredClient>,
    parameters: &Parameters,
) -> bool {
    let there = match parameters.first("code_challenge") {
        Some(challenge) => !challenge.is_empty() || policy.skips(PkceGap::EmptyChallenge),
        None => false,
    };
    !there && client.is_some_and(|client| concerns(policy.required_for.as_ref(), client))
}

/// The challenge of a request that is in order.
pub(super) fn challenge(policy: &PkcePolicy, parameters: &Parameters) -> Option<Challenge> {
    let challenge = given(parameters, "code_challenge")?;
    match method(policy, parameters) {
        Some(PkceMethod::S256) => Some(Challenge::S256(challenge)),
        _ => Some(Challenge::Plain(challenge)),
    }
}

/// What comes after the name of a code: its challenge, where that is not kept to the server.
pub(super) fn tail_of_code(policy: &PkcePolicy, challenge: Option<&Challenge>) -> String {
    match challenge {
        Some(Challenge::S256(text) | Challenge::Plain(text)) if policy.challenge_in_code == Some(true) => {
            format!(".{text}")
        }
        _ => String::new(),
    }
}

/// Whether the verifier of a token request, or that there is none, fits one of these challenges:
/// that of the code, and the others that will do.
pub(super) fn holds(
    behaviour: &Behaviour,
    client: &RegisteredClient,
    challenges: &[Challenge],
    verifier: Option<&str>,
) -> bool {
    let policy = &behaviour.pkce;
    if behaviour.code.pkce == Some(PkceCheck::Ignored) {
        return true;
    }
    match (challenges, verifier) {
        ([], verifier) => {
            let unwanted = verifier.is_some() && !policy.skips(PkceGap::VerifierWithoutChallenge);
            !unwanted && !concerns(policy.required_at_token.as_ref(), client)
        }
        (_, None) => behaviour.code.pkce == Some(PkceCheck::Optional),
        (challenges, Some(verifier)) => {
            let trims = policy.skips(PkceGap::VerifierWhitespace);
            let verifier = if trims { verifier.trim() } else { verifier };
            is_well_formed(policy, verifier)
                && challenges.iter().any(|challenge| fits(policy, challenge, verifier))
        }
    }
}

/// The parameter, unless it is absent or empty (RFC 6749 section 3.1).
fn given(parameters: &Parameters, name: &str) -> Option<String> {
    parameters.first(name).filter(|value| !value.is_empty())
}

/// The method of a request, if the server understands it.
fn method(policy: &PkcePolicy, parameters: &Parameters) -> Option<PkceMethod> {
    let known = |method: PkceMethod| Some(method).filter(|method| policy.methods().contains(method));
    let Some(named) = given(parameters, "code_challenge_method") else {
        return known(policy.default_method.unwrap_or(PkceMethod::Plain));
    };
    let is = |method: &PkceMethod| {
        let any_case = policy.skips(PkceGap::MethodCase) && named.eq_ignore_ascii_case(method.as_str());
        named == method.as_str() || any_case
    };
    match [PkceMethod::S256, PkceMethod::Plain].into_iter().find(is) {
        Some(method) => known(method),
        None => Some(PkceMethod::Plain).filter(|_| policy.skips(PkceGap::UnknownMethod)),
    }
}

fn concerns(types: Option<&Vec<ClientType>>, client: &RegisteredClient) -> bool {
    let own = if client.secret.is_some() { ClientType::Confidential } else { ClientType::Public };
    types.is_some_and(|types| types.contains(&own))
}

/// Whether a verifier has the characters and the length of one (RFC 7636 section 4.1).
pub(super) fn is_well_formed(policy: &PkcePolicy, verifier: &str) -> bool {
    let is_unreserved = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    let length = verifier.chars().count();
    (length >= 43 || policy.skips(PkceGap::VerifierMinLength))
        && (length <= 128 || policy.skips(PkceGap::VerifierMaxLength))
        && (verifier.chars().all(is_unreserved) || policy.skips(PkceGap::VerifierCharacters))
}

/// Whether the verifier is the one that the challenge was made from (RFC 7636 section 4.6).
fn fits(policy: &PkcePolicy, challenge: &Challenge, verifier: &str) -> bool {
    match challenge {
        Challenge::Plain(challenge) => verifier == challenge,
        Challenge::S256(challenge) => {
            let pads = policy.skips(PkceGap::ChallengePadding);
            let bare = if pads { challenge.trim_end_matches('=') } else { challenge };
            hash(policy, verifier) == bare || policy.skips(PkceGap::MethodBinding) && verifier == challenge
        }
    }
}

fn hash(policy: &PkcePolicy, verifier: &str) -> String {
    let usual = Pkce::challenge_of(verifier);
    match policy.s256.unwrap_or(HashText::Base64Url) {
        HashText::Base64Url => usual,
        HashText::Base64 => usual.replace('-', "+").replace('_', "/"),
        HashText::Hex => {
            let mut digits = String::new();
            for byte in URL_SAFE_NO_PAD.decode(usual).unwrap_or_default() {
                let _ = write!(digits, "{byte:02x}");
            }
            digits
        }
    }
}
