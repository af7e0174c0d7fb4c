//! How the metadata document itself is judged.

use crate::{
    evidence::Observation,
    protocol::{is_issuer, issuer_of},
    rules::judgement::{Judgement, answer_at},
};
use serde_json::{Map, Value};

/// Members that are texts, most of them URLs (RFC 8414 section 2; RFC 8628 section 4; RFC 9126
/// section 5; `OpenID` Connect Discovery section 3).
const TEXTS: [&str; 13] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
    "revocation_endpoint",
    "introspection_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "userinfo_endpoint",
];

/// Members that are arrays of texts (RFC 8414 section 2; RFC 9449 section 5.1; `OpenID` Connect
/// Discovery section 3).
const LISTS: [&str; 17] = [
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "ui_locales_supported",
    "revocation_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_signing_alg_values_supported",
    "introspection_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "claims_supported",
    "acr_values_supported",
];

/// Members that are true or false (RFC 8705 section 3.3; RFC 9101 section 10.5; RFC 9126 section
/// 5; RFC 9207 section 3; `OpenID` Connect Discovery section 3).
const TRUTHS: [&str; 7] = [
    "authorization_response_iss_parameter_supported",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "tls_client_certificate_bound_access_tokens",
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
];

/// The metadata document that came at that step.
///
/// # Errors
/// With the judgement that follows where there is none.
pub(in crate::rules) fn document(
    observation: &Observation,
    step: usize,
) -> Result<&Map<String, Value>, Judgement> {
    let answer = answer_at(observation, step)?;
    let members = answer.json.as_ref().filter(|_| answer.status == 200);
    members.ok_or_else(|| {
        Judgement::NotApplicable(format!("no metadata document came: the server answered {}", answer.status))
    })
}

/// Of a list of texts, the texts; nothing where it is missing or something else.
pub(super) fn texts<'a>(document: &'a Map<String, Value>, name: &str) -> Option<Vec<&'a str>> {
    document.get(name)?.as_array()?.iter().map(Value::as_str).collect()
}

/// The document is where its issuer says it has to be, and says there that it is this issuer's.
pub(super) fn well_known(observation: &Observation) -> Judgement {
    let first = match document(observation, 0) {
        Ok(first) => first,
        Err(judgement) => return judgement,
    };
    let address = observation.exchange(0).map_or("", |exchange| exchange.sent.url.as_str());
    if address.contains("/.well-known/openid-configuration") {
        return Judgement::NotApplicable("only the document of OpenID Connect is known".to_owned());
    }
    let issuer = first.get("issuer");
    match answer_at(observation, 1) {
        Err(judgement) => judgement,
        Ok(answer) if answer.status == 200 || matches!(answer.status, 404 | 410) => {
            let there = answer.json.as_ref().filter(|_| answer.status == 200);
            Judgement::holds(there.is_some_and(|there| there.get("issuer") == issuer))
        }
        Ok(answer) => Judgement::Inconclusive(format!("the well-known path answered {}", answer.status)),
    }
}

/// A success is a 200 with a JSON object that says it is one.
pub(super) fn json(observation: &Observation) -> Judgement {
    match answer_at(observation, 0) {
        Err(judgement) => judgement,
        Ok(answer) if !(200..300).contains(&answer.status) => {
            Judgement::Inconclusive(format!("the server answered {}, so no document came", answer.status))
        }
        Ok(answer) => Judgement::holds(
            answer.status == 200
                && answer.media_type.as_deref() == Some("application/json")
                && answer.json.is_some(),
        ),
    }
}

/// A slash at the end of the issuer cannot be told from its address (RFC 8414 section 3.1).
pub(super) fn issuer_exact(observation: &Observation) -> Judgement {
    let address = observation.exchange(0).map_or("", |exchange| exchange.sent.url.as_str());
    let asked = issuer_of(address);
    with_issuer(observation, |issuer| match asked {
        Some(asked) => Judgement::holds(issuer.strip_suffix('/').unwrap_or(issuer) == asked),
        None => Judgement::NotApplicable("the document is not at a well-known place".to_owned()),
    })
}

pub(super) fn issuer_form(observation: &Observation) -> Judgement {
    with_issuer(observation, |issuer| Judgement::holds(is_issuer(issuer, &observation.subject.server)))
}

/// Judges the issuer of the document, where it has one.
fn with_issuer(observation: &Observation, judge: impl FnOnce(&str) -> Judgement) -> Judgement {
    match document(observation, 0).map(|document| document.get("issuer").and_then(Value::as_str)) {
        Err(judgement) => judgement,
        Ok(Some(issuer)) => judge(issuer),
        Ok(None) => Judgement::NotApplicable("the document names no issuer".to_owned()),
    }
}

/// A server that supports nothing but the implicit grant needs no token endpoint.
pub(super) fn required(observation: &Observation) -> Judgement {
    of_document(observation, |document| {
        let only_implicit =
            texts(document, "grant_types_supported").is_some_and(|types| types == ["implicit"]);
        let needed = ["issuer", "response_types_supported", "authorization_endpoint", "token_endpoint"];
        needed.iter().all(|name| document.contains_key(*name) || only_implicit && *name == "token_endpoint")
    })
}

pub(super) fn no_empty_arrays(observation: &Observation) -> Judgement {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    of_document(observation, |document| !document.values().any(empty))
}

/// Members that no specification is known of are not looked at.
pub(super) fn types(observation: &Observation) -> Judgement {
    of_document(observation, |document| {
        let fits = |names: &[&str], fits: fn(&Value) -> bool| {
            names.iter().filter_map(|name| document.get(*name)).all(fits)
        };
        let list = |value: &Value| value.as_array().is_some_and(|values| values.iter().all(Value::is_string));
        fits(&TEXTS, Value::is_string) && fits(&LISTS, list) && fits(&TRUTHS, Value::is_boolean)
    })
}

pub(super) fn no_unsigned(observation: &Observation) -> Judgement {
    of_document(observation, |document| {
        let lists = ["token", "revocation", "introspection"].into_iter().filter_map(|endpoint| {
            texts(document, &format!("{endpoint}_endpoint_auth_signing_alg_values_supported"))
        });
        !lists.flatten().any(|algorithm| algorithm == "none")
    })
}

/// A scope token is printable ASCII without space, quote and backslash (RFC 6749 section 3.3).
pub(super) fn scopes(observation: &Observation) -> Judgement {
    let is_token = |scope: &str| {
        let fits = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        !scope.is_empty() && scope.bytes().all(fits)
    };
    match document(observation, 0).map(|document| texts(document, "scopes_supported")) {
        Err(judgement) => judgement,
        Ok(Some(scopes)) => Judgement::holds(scopes.into_iter().all(is_token)),
        Ok(None) => Judgement::NotApplicable("the document lists no scopes".to_owned()),
    }
}

fn of_document(observation: &Observation, holds: impl FnOnce(&Map<String, Value>) -> bool) -> Judgement {
    document(observation, 0).map_or_else(|judgement| judgement, |document| Judgement::holds(holds(document)))
}
