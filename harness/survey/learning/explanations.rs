//! What may explain why a target parts from what is believed of it: the flaws of the rules that
//! ask such probes, whole and value by value, and everything else that a behaviour can say of
//! codes and tokens.

use super::patch::{self, Explanation, Leaf};
use crate::{
    probe::Probe,
    rules::{self, Ask, Rule},
};
use std::{collections::BTreeSet, sync::LazyLock};
use toml::{Table, Value};

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
const TOGETHER: [&str; 2] = [
    "token = { accepts_duplicates = true, of_several = \"joined\" }",
    "token = { accepts_duplicates = true, of_several = \"none\" }",
];

/// The same, a value at a path each.
static FURTHER: LazyLock<Vec<Leaf>> = LazyLock::new(|| {
    let alternatives = patch::leaves(&ALTERNATIVES.parse().unwrap_or_default());
    let each = alternatives.into_iter().flat_map(|(path, values)| {
        let values = if let Value::Array(values) = values { values } else { Vec::new() };
        values.into_iter().map(move |value| (path.clone(), value))
    });
    each.chain(mistakes()).collect()
});

/// What can be wrong with an authorization request.
const MISTAKES: [&str; 11] = [
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
const ANSWERS: [&[&str]; 32] = [
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

/// What a server says in words of its own: that is read off its answers, and not guessed.
static OWN_WORDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let paths =
        [&["authorization", "errors", "description"][..], &["authorization", "errors", "uri"], &["metadata"]];
    paths.iter().map(|path| path.iter().map(|key| (*key).to_owned()).collect()).collect()
});

/// A refusal that was seen: its status and error code.
pub(super) type Seen = (u16, Option<String>);

/// What is believed, and what is measured and not doubted.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) table: &'a Table,
    pub(super) measured: &'a Table,
    /// What else may be, of the words of the target itself.
    pub(super) further: &'a [Leaf],
}

/// Everything that may explain why these probes go otherwise, and why they were refused in these
/// ways; the more likely first: what the fewest other probes are about.
pub(super) fn of(
    parting: &BTreeSet<String>,
    refusals: &BTreeSet<Seen>,
    Known { table, measured, further }: Known<'_>,
) -> Vec<(Explanation, Table)> {
    let concerned = rules::catalogue().filter_map(|rule| {
        let plan = plan_of(rule);
        let concerned = plan.iter().filter(|probe| parting.contains(&probe.key)).count();
        (concerned > 0).then_some((plan.len() - concerned, rule.flaw))
    });
    let mut concerned: Vec<(usize, &str)> = concerned.collect();
    concerned.sort_by_key(|(others, _)| *others);
    let flaws = concerned.into_iter().filter_map(|(_, flaw)| flaw.parse::<Table>().ok());
    let in_own_words = |(path, _): &Leaf| OWN_WORDS.iter().any(|own| path.starts_with(own));
    let flaws: Vec<Table> = flaws.filter(|flaw| !patch::leaves(flaw).iter().any(in_own_words)).collect();
    let single =
        flaws.iter().flat_map(patch::leaves).chain(further.iter().cloned()).chain(FURTHER.iter().cloned());
    let mut all: Vec<Explanation> = single.flat_map(|leaf| both(Explanation::value(&leaf))).collect();
    all.extend(TOGETHER.iter().filter_map(|text| text.parse().ok()).map(Explanation::Stated));
    all.extend(refusals.iter().flat_map(|seen| answered_alike(seen, table)));
    all.extend(refusals.iter().flat_map(answered));
    all.extend(patch::leaves(table).iter().flat_map(unsaid));
    all.extend(flaws.into_iter().flat_map(|flaw| both(Explanation::Stated(flaw))));
    let certain = patch::leaves(measured);
    let mut known = BTreeSet::new();
    let mut laid = |explanation: Explanation| {
        let laid = explanation.laid_over(table)?;
        let doubts = certain.iter().any(|(path, value)| patch::at(&laid, path) != Some(value));
        (!doubts && known.insert(laid.to_string())).then_some((explanation, laid))
    };
    all.into_iter().filter_map(&mut laid).collect()
}

/// That a refusal which was seen is the answer to one cause or another.
fn answered((status, error): &Seen) -> Vec<Explanation> {
    if let (300..400, Some(error)) = (status, error) {
        // It went to the client of an authorization request.
        let codes = |mistake: &str| ["authorization", "errors", "codes", mistake].map(str::to_owned).to_vec();
        return MISTAKES.map(|of| Explanation::value(&(codes(of), Value::from(error.as_str())))).into();
    }
    let mut answer = Table::from_iter([("status".to_owned(), Value::from(i64::from(*status)))]);
    answer.extend(error.iter().map(|error| ("error".to_owned(), Value::from(error.as_str()))));
    ANSWERS.into_iter().map(|path| answer_at(path, &answer)).collect()
}

/// The same, in the words in which another cause is answered like that.
fn answered_alike((status, error): &Seen, table: &Table) -> Vec<Explanation> {
    let is_alike = |answer: &&Table| {
        let same_status = answer.get("status") == Some(&Value::from(i64::from(*status)));
        same_status && answer.get("error").and_then(Value::as_str) == error.as_deref()
    };
    let mut answers: Vec<&Table> = Vec::new();
    for answer in ANSWERS.iter().filter_map(|path| patch::at(table, path)?.as_table()).filter(is_alike) {
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.into_iter().flat_map(|answer| ANSWERS.map(|path| answer_at(path, answer))).collect()
}

fn answer_at(path: &[&str], answer: &Table) -> Explanation {
    let path = path.iter().map(|key| (*key).to_owned()).collect();
    Explanation::value(&(path, Value::Table(answer.clone())))
}

/// Lists put in the place of those that are stated, and put together with them.
fn both(stated: Explanation) -> Vec<Explanation> {
    let joined = if let Explanation::Stated(table) = &stated {
        patch::leaves(table).iter().any(|(_, value)| value.is_array()).then(|| table.clone())
    } else {
        None
    };
    joined.map(Explanation::Joined).into_iter().chain([stated]).collect()
}

/// That what is stated is not so: a key without its value, a list without one of its words.
fn unsaid((path, value): &Leaf) -> Vec<Explanation> {
    let mut all = vec![Explanation::Unsaid(path.clone())];
    let words = value.as_array().filter(|words| words.len() > 1).into_iter().flatten();
    all.extend(words.map(|word| {
        let others = value.as_array().into_iter().flatten().filter(|other| *other != word).cloned();
        Explanation::value(&(path.clone(), Value::Array(others.collect())))
    }));
    all
}

/// The probes of a rule that asks some of its own.
pub(super) fn plan_of(rule: &Rule) -> Vec<Probe> {
    match rule.ask {
        Ask::Flow { plan, .. } => plan(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALTERNATIVES, Explanation, FURTHER};
    use toml::Table;

    #[test]
    fn every_alternative_is_a_word_of_the_vocabulary() {
        assert!(ALTERNATIVES.parse::<Table>().is_ok() && FURTHER.len() > 200);
        for leaf in FURTHER.iter() {
            assert!(Explanation::value(leaf).laid_over(&Table::new()).is_some(), "{leaf:?}");
        }
    }
}
