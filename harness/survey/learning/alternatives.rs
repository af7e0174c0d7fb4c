//! Everything that a behaviour can say of codes, tokens and authorization requests, as far as it is a
//! matter of one word; and where it states answers.

use super::patch::{self, Leaf};
use std::sync::LazyLock;
use toml::Value;

/// By its path, the values that a key may have: each list holds alternatives.
const ALTERNATIVES: &str = r#"
[authorization]
unknown_client_redirects = [true, false]
issuer = ["exact", "absent"]
issuer_in_errors = ["exact", "absent"]
oddities = [["errors-in-fragment"], ["token-errors-in-fragment"]]
methods = [["GET"], ["GET", "POST"]]
response_types = [["code"], ["code", "token"]]
unchecked = [["missing-response-type"], ["unknown-response-type"], ["repeated-parameters"], ["letter-case"], ["response-mode"], ["response-modes"], ["prompt"]]
refuses = [["unknown-parameters"], ["empty-parameters"], ["empty-scope"], ["repeated-client-id"], ["malformed-state"]]
[authorization.errors]
answer = ["redirect", "page"]
[scope]
unknown = ["refused", "dropped", "dropped-unless-alone", "granted"]
missing = ["default", "invalid-scope", "invalid-request"]
order = ["any", "as-listed"]
unchecked = [["letter-case"], ["syntax"]]
reported = ["always", "never"]
[state]
echo = ["exact", "absent", "decoded-again", "unencoded", "delimiters-unencoded", "truncated", "printable"]
on_error = ["exact", "absent"]
required = [true, false]
echoes_empty = [true, false]
of_several = ["first", "last", "every", "joined", "none"]
when_absent = [""]
accepts_duplicates = [true, false]
[code]
compare = ["exact", "ignoring-case"]
bound_to_client = [false, true]
bound_to_public_client = [false, true]
reads_scope = [true, false]
works_as = [["access-token"], ["refresh-token"]]
burnt_by_failure = [true, false]
use_judged = ["first", "last"]
burnt_by = [["client"], ["secret"], ["redirect-uri"], ["verifier"], ["redirect-uri", "verifier"]]
pkce = ["optional", "ignored", "enforced"]
[code.replayed]
revokes_tokens = [false, true]
spares = [["access-token"], ["refresh-token"], ["refreshed"], ["access-token", "refreshed"], ["refresh-token", "refreshed"]]
revokes_if_wrong = [["client"], ["secret"], ["redirect-uri"], ["verifier"]]
[pkce]
methods = [["S256"], ["plain"], ["S256", "plain"]]
default_method = ["plain", "S256"]
required_for = [[], ["public"], ["confidential"], ["confidential", "public"]]
required_at_token = [[], ["public"], ["confidential"], ["confidential", "public"]]
unchecked = [["duplicate-challenge"], ["empty-challenge"], ["unknown-method"], ["method-case"], ["method-binding"], ["code-binding"], ["verifier-without-challenge"], ["verifier-min-length"], ["verifier-max-length"], ["verifier-characters"], ["verifier-whitespace"], ["challenge-padding"]]
s256 = ["base64url", "base64", "hex"]
tries = [1, 2, 3, 4, 5]
[token]
access_token = ["string", "empty", "absent"]
expires_in = ["number", "string", "absent"]
scope_separator = ["space", "comma"]
grants = [["authorization_code"], ["authorization_code", "refresh_token"], ["client_credentials"], ["password"]]
bodies = [["form"], ["json"], ["form-as-text"], ["form", "json"], ["form", "form-as-text"]]
unknown_parameters = ["ignored", "refused"]
empty_parameters = ["omitted", "given"]
any_case = [["parameter-names"], ["grant-type"]]
judges_first = ["client", "grant-type", "grant"]
reads_query = [true, false]
answers_get = [true, false]
accepts_duplicates = [true, false]
of_several = ["first", "last", "joined", "none"]
checks_secret = [false, true]
[token.client_credentials]
public_clients = [true, false]
refresh_token = [true, false]
[authentication]
methods = [["basic"], ["post"], ["basic", "post"]]
unchecked = [["missing-secret"], ["empty-secret"], ["secret-case"], ["second-method"], ["body-id"], ["basic-encoding"]]
unread = ["refused", "ignored"]
needs_body_id = [true, false]
challenge = ["by-header", "always", "never"]
[access_token]
repeated = [true, false]
[refresh_token]
issued = ["always", "never", "on-request"]
rotation = [false, true]
told_again = [true, false]
reuse = ["refused", "accepted", "revokes_family", "revokes_refresh_tokens", "revokes_every_family"]
revives_access_tokens = [true, false]
remembered = [0, 1, 2, 3]
unchecked = [["client"], ["authentication"], ["client-id"], ["scope"], ["second-half"], ["kind"]]
ended_by = [["foreign-client"], ["authentication"], ["scope"]]
narrowed = ["once", "ignored", "for-good"]
omitted_scope = ["granted", "first-word"]
as_bearer = [true, false]
[revocation]
authenticates = [false, true]
bound_to_client = [false, true]
answers_get = [true, false]
accepts_duplicates = [true, false]
hides_foreign = [true, false]
revokes = [["access-token"], ["refresh-token"], []]
refuses = [["unknown"], ["revoked"], ["replaced"]]
hint = ["advice", "trusted", "known-only"]
delay = ["never"]
ends_access_tokens = [false, true]
ends_refresh_tokens = [true, false]
ends_other_grants = [true, false]
spares_refresh_tokens = [true, false]
[introspection]
authenticates = [false, true]
answers_get = [true, false]
unchecked = [["expiry"], ["revocation"], ["client"], ["signature"]]
refuses = [["unknown"], ["revoked"], ["replaced"]]
hint = ["advice", "trusted", "known-only"]
active = ["boolean", "string"]
[client]
authentication = [["client_secret_basic"], ["client_secret_post"], ["client_secret_basic", "client_secret_post"]]
trims_credentials = [true, false]
[resource]
reads_query = [true, false]
reads_form = [true, false]
told_in = ["challenge", "body", "both"]
exact_scheme = [true, false]
accepts_duplicates = [true, false]
"#;

/// What explains nothing unless several keys say so together.
pub(super) const TOGETHER: [&str; 2] = [
    "token = { accepts_duplicates = true, of_several = \"joined\" }",
    "token = { accepts_duplicates = true, of_several = \"none\" }",
];

/// The same, a value at a path each.
pub(super) static FURTHER: LazyLock<Vec<Leaf>> = LazyLock::new(|| {
    let alternatives = patch::leaves(&ALTERNATIVES.parse().unwrap_or_default());
    let each = alternatives.into_iter().flat_map(|(path, values)| {
        let values = if let Value::Array(values) = values { values } else { Vec::new() };
        values.into_iter().map(move |value| (path.clone(), value))
    });
    each.chain(mistakes()).collect()
});

/// What can be wrong with an authorization request.
pub(super) const MISTAKES: [&str; 11] = [
    "repeated-client-id",
    "repeated-parameter",
    "parameter",
    "missing-response-type",
    "response-type",
    "response-mode",
    "missing-scope",
    "scope",
    "state",
    "challenge",
    "missing-challenge",
];

/// Where each of them may be told, and how.
fn mistakes() -> impl Iterator<Item = Leaf> {
    let lists = ["on_page", "to_client", "without_state"];
    lists.into_iter().flat_map(|list| {
        let path = ["authorization", "errors", list].map(str::to_owned).to_vec();
        MISTAKES.map(|mistake| (path.clone(), Value::Array(vec![mistake.into()])))
    })
}

/// The values that the key at a path may have.
pub(super) fn alternatives(path: &[String]) -> impl Iterator<Item = Value> {
    FURTHER.iter().filter(move |(known, _)| known == path).map(|(_, value)| value.clone())
}

/// Whether a path leads into the answer to a cause.
pub(super) fn is_answer(path: &[String]) -> bool {
    ANSWERS
        .iter()
        .any(|answer| path.len() > answer.len() && path.iter().zip(*answer).all(|(key, known)| key == known))
}

/// Where a behaviour states the answer to a cause.
pub(super) const ANSWERS: [&[&str]; 32] = [
    &["code", "unknown"],
    &["code", "replayed"],
    &["code", "expired"],
    &["redirect_uri", "mismatch", "at_token"],
    &["token", "errors", "missing_grant_type"],
    &["token", "errors", "unsupported_grant_type"],
    &["token", "errors", "missing_code"],
    &["token", "errors", "grant_not_allowed"],
    &["token", "errors", "malformed"],
    &["token", "errors", "no_client"],
    &["token", "errors", "unknown_client"],
    &["token", "errors", "wrong_secret"],
    &["token", "errors", "without_header"],
    &["token", "errors", "ambiguous_client"],
    &["token", "errors", "foreign_code"],
    &["token", "errors", "wrong_verifier"],
    &["token", "errors", "missing_verifier"],
    &["token", "errors", "malformed_verifier"],
    &["refresh_token", "revoked"],
    &["refresh_token", "unknown"],
    &["refresh_token", "foreign"],
    &["refresh_token", "replaced"],
    &["revocation", "unsupported"],
    &["revocation", "unauthorized"],
    &["revocation", "unknown_hint"],
    &["revocation", "missing_token"],
    &["introspection", "unauthorized"],
    &["resource", "missing"],
    &["resource", "invalid"],
    &["resource", "insufficient"],
    &["resource", "untaken"],
    &["resource", "repeated"],
];

#[cfg(test)]
mod tests {
    use super::{super::patch::Explanation, ALTERNATIVES, FURTHER};
    use toml::Table;

    #[test]
    fn every_alternative_is_a_word_of_the_vocabulary() {
        assert!(ALTERNATIVES.parse::<Table>().is_ok() && FURTHER.len() > 200);
        for leaf in FURTHER.iter() {
            assert!(Explanation::value(leaf).laid_over(&Table::new()).is_some(), "{leaf:?}");
        }
    }
}
