//! Whether the parameters of an authorization request are in order (RFC 6749 sections 3.1 and
//! 3.1.1), as far as a behaviour looks at them.

use crate::{
    behaviour::{AuthorizationPolicy, Mistake, Refused, Unchecked},
    protocol::Parameters,
};

/// What may stand in an authorization request only once, beside `redirect_uri`.
const ONCE: [&str; 7] = [
    "client_id",
    "response_type",
    "scope",
    "state",
    "response_mode",
    "code_challenge",
    "code_challenge_method",
];

/// What else the endpoint knows, by OAuth 2.0 or by its extensions.
const KNOWN: [&str; 18] = [
    "redirect_uri",
    "prompt",
    "nonce",
    "display",
    "max_age",
    "ui_locales",
    "id_token_hint",
    "login_hint",
    "acr_values",
    "claims",
    "request",
    "request_uri",
    "registration",
    "resource",
    "authorization_details",
    "access_type",
    "dpop_jkt",
    "iss",
];

/// The parameters as they are read: where letter case is not looked at, names in lower case.
pub(super) fn read(policy: &AuthorizationPolicy, parameters: Parameters) -> Parameters {
    if !policy.ignores(Unchecked::LetterCase) {
        return parameters;
    }
    let mut read = Parameters::default();
    for parameter in parameters.iter() {
        read.push_raw(parameter.name.to_ascii_lowercase(), parameter.value.clone());
    }
    read
}

/// The response type that counts; none where there is none and one is needed.
pub(super) fn response_type(policy: &AuthorizationPolicy, parameters: &Parameters) -> Option<String> {
    let given = parameters.first("response_type").filter(|given| !given.is_empty());
    match given {
        None if policy.ignores(Unchecked::MissingResponseType) => Some("code".to_owned()),
        Some(given) if policy.ignores(Unchecked::LetterCase) => Some(given.to_ascii_lowercase()),
        Some(given)
            if policy.ignores(Unchecked::UnknownResponseType)
                && !policy.knows(&given)
                && given != "token" =>
        {
            Some("code".to_owned())
        }
        given => given,
    }
}

/// What is not in order in the parameters of a request; those that are spared may stand there
/// twice.
pub(super) fn mistake(
    policy: &AuthorizationPolicy,
    parameters: &Parameters,
    spared: [Option<&str>; 2],
) -> Option<Mistake> {
    let repeats_client = parameters.all("client_id").len() > 1;
    let takes_repeated = policy.ignores(Unchecked::RepeatedParameters);
    if repeats_client && (!takes_repeated || policy.refuses(Refused::RepeatedClientId)) {
        return Some(Mistake::RepeatedClientId);
    }
    let twice = |name: &&str| !spared.contains(&Some(*name)) && parameters.all(name).len() > 1;
    if ONCE.iter().any(twice) && !takes_repeated {
        return Some(Mistake::RepeatedParameter);
    }
    let mut names = parameters.iter().map(crate::protocol::Parameter::decoded_name);
    let unknown = |name: String| !ONCE.contains(&name.as_str()) && !KNOWN.contains(&name.as_str());
    if policy.refuses(Refused::UnknownParameters) && names.any(unknown) {
        return Some(Mistake::Parameter);
    }
    let empty = |name: &&str| parameters.all(name).iter().any(String::is_empty);
    if policy.refuses(Refused::EmptyParameters) && ONCE.iter().any(empty) {
        return Some(Mistake::Parameter);
    }
    if policy.refuses(Refused::EmptyScope) && empty(&"scope") {
        return Some(Mistake::Scope);
    }
    let malformed = |state: &String| !state.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if policy.refuses(Refused::MalformedState) && parameters.all("state").iter().any(malformed) {
        return Some(Mistake::State);
    }
    match response_type(policy, parameters) {
        None => return Some(Mistake::MissingResponseType),
        Some(known) if policy.knows(&known) => {}
        Some(_) => return Some(Mistake::ResponseType),
    }
    (!mode_holds(policy, parameters)).then_some(Mistake::ResponseMode)
}

/// The error code of a mistake, as the standards have it (RFC 6749 section 4.1.2.1).
pub(super) const fn usual_code(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::ResponseType => "unsupported_response_type",
        Mistake::Scope => "invalid_scope",
        _ => "invalid_request",
    }
}

/// The response mode that is asked for, as far as it is looked at.
pub(super) fn response_mode(policy: &AuthorizationPolicy, parameters: &Parameters) -> Option<String> {
    let mode = parameters.first("response_mode").filter(|mode| !mode.is_empty());
    mode.filter(|_| !policy.ignores(Unchecked::ResponseModes))
}

/// Whether the response mode is one there is, and one that may carry what is asked for (OAuth 2.0
/// Multiple Response Type Encoding Practices sections 2.1 and 5).
fn mode_holds(policy: &AuthorizationPolicy, parameters: &Parameters) -> bool {
    let Some(mode) = response_mode(policy, parameters) else { return true };
    let by_token = response_type(policy, parameters).as_deref() == Some("token");
    match mode.as_str() {
        "query" => !by_token || policy.ignores(Unchecked::TokenInQuery),
        "fragment" | "form_post" => true,
        _ => policy.ignores(Unchecked::ResponseMode),
    }
}
