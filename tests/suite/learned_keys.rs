//! Law 1, key by key: what a scenario states of codes, tokens and authorization requests is stated
//! again by what is learned from its stand-in.

use crate::{
    learned_flows::{learned_from, sound_but_for},
    support::block_on,
};
use oauth_litmus::{
    behaviour::{AnswerKind, Behaviour, Mistake, StateEcho},
    stand_in::StandIn,
};
use rstest::rstest;
use toml::{Table, Value};

/// How many fresh redirect URIs are asked: they are not what this is about.
const CASES: usize = 40;

/// The keys of a table that are no tables themselves, with their values.
fn leaves(table: &Table, path: &[String]) -> Vec<(Vec<String>, Value)> {
    let found = table.iter().flat_map(|(key, value)| {
        let path = [path, std::slice::from_ref(key)].concat();
        match value {
            Value::Table(inner) => leaves(inner, &path),
            _ => vec![(path, value.clone())],
        }
    });
    found.collect()
}

/// The value at a path, the words of a list in an order of their own.
fn at(table: &Table, path: &[String]) -> Option<Value> {
    let (last, before) = path.split_last()?;
    let within = before.iter().try_fold(table, |table, key| table.get(key)?.as_table())?;
    within.get(last).cloned().map(in_order)
}

fn in_order(value: Value) -> Value {
    let Value::Array(mut words) = value else { return value };
    words.sort_by_key(ToString::to_string);
    Value::Array(words)
}

/// What can be wrong with an authorization request that a sound server looks at.
const MISTAKES: [Mistake; 8] = [
    Mistake::RepeatedClientId,
    Mistake::RepeatedParameter,
    Mistake::MissingResponseType,
    Mistake::ResponseType,
    Mistake::ResponseMode,
    Mistake::Scope,
    Mistake::Challenge,
    Mistake::MissingChallenge,
];

/// How each mistake is told, and if it is told to the client, with which code and whether without the
/// state: what is on which list says the same in several ways.
fn told(behaviour: &Behaviour) -> Vec<(Mistake, AnswerKind, Option<String>)> {
    let errors = &behaviour.authorization.errors;
    let loses = |mistake| behaviour.state.on_error == Some(StateEcho::Absent) || errors.loses_state(mistake);
    let of = |mistake: Mistake| {
        let kind = errors.told(mistake);
        let words = format!("{}, without state: {}", errors.code(mistake, "as usual"), loses(mistake));
        (mistake, kind, (kind == AnswerKind::Redirect).then_some(words))
    };
    MISTAKES.map(of).into()
}

/// What is told of mistakes, and is compared by what comes of it.
fn is_of_mistakes(path: &[String]) -> bool {
    let keys = ["answer", "on_page", "to_client", "without_state", "codes"];
    path.starts_with(&["authorization".to_owned(), "errors".to_owned()])
        && path.get(2).is_some_and(|key| keys.contains(&key.as_str()))
        || path == ["state", "on_error"]
}

/// Learns the sound server that states this too, and holds what is stated against what was learned.
fn is_stated_again(odd: &str) {
    let scenario = sound_but_for(odd);
    let stand_in = StandIn::unhosted(scenario.clone());
    let learned = block_on(learned_from(&stand_in, CASES));
    let (truth, behaviour) = (&scenario.behaviour, &learned.behaviour);
    let notes = &learned.notes;
    let flows = learned.flows.as_ref().expect("they were asked");
    let all = (flows.compared, flows.compared);
    assert_eq!((flows.same, flows.told), all, "{notes:?}");
    let stated: Table = odd.parse().expect("TOML");
    let found = Table::try_from(behaviour).expect("a table");
    for (path, value) in leaves(&stated, &[]) {
        if !is_of_mistakes(&path) {
            assert_eq!(at(&found, &path), Some(in_order(value)), "{path:?}");
        }
    }
    assert_eq!(told(behaviour), told(truth), "{:?}", behaviour.authorization.errors);
}

#[rstest]
#[case::the_header_alone("authentication = { methods = [\"basic\"] }")]
#[case::a_header_that_is_not_looked_at("authentication = { methods = [\"post\"], unread = \"ignored\" }")]
#[case::no_challenge("authentication.challenge = \"never\"")]
#[case::white_space_around_a_secret("client.trims_credentials = true")]
fn how_clients_authenticate_is_stated_again(#[case] odd: &str) {
    is_stated_again(odd);
}

#[rstest]
#[case::most_errors_on_a_page(
    "authorization.errors.on_page = [\"scope\", \"challenge\", \"repeated-parameter\"]"
)]
#[case::no_state_with_any_error("state.on_error = \"absent\"")]
#[case::no_state_before_it_is_read(
    "authorization.errors.without_state = [\"repeated-parameter\", \"missing-response-type\", \"response-type\", \"challenge\", \"missing-challenge\"]"
)]
#[case::codes_of_their_own(
    "authorization.errors.codes = { response-type = \"invalid_request\", challenge = \"invalid_challenge\", missing-challenge = \"access_denied\" }"
)]
fn how_mistakes_are_told_is_stated_again(#[case] odd: &str) {
    is_stated_again(odd);
}

#[rstest]
#[case::printable("state = { echo = \"printable\", echoes_empty = true }")]
#[case::required("state.required = true")]
#[case::of_several("state = { accepts_duplicates = true, of_several = \"joined\" }")]
#[case::by_get_alone("authorization.methods = [\"GET\"]")]
#[case::tokens_at_once(
    "authorization = { response_types = [\"code\", \"token\"], issuer_in_errors = \"absent\" }"
)]
#[case::unlooked_at(
    "authorization.unchecked = [\"letter-case\", \"response-mode\", \"repeated-parameters\"]"
)]
#[case::refused("authorization.refuses = [\"unknown-parameters\", \"malformed-state\"]")]
#[case::scopes(
    "scope = { missing = \"invalid-scope\", order = \"as-listed\", unchecked = [\"letter-case\"] }"
)]
#[case::dropped_scopes("scope.unknown = \"dropped-unless-alone\"")]
#[case::untold_scopes("scope.reported = \"never\"")]
fn what_authorization_requests_may_hold_is_stated_again(#[case] odd: &str) {
    is_stated_again(odd);
}

#[rstest]
#[case::what_codes_pass_for("code = { compare = \"ignoring-case\", works_as = [\"access-token\"] }")]
#[case::whose_codes_are("code = { bound_to_public_client = false, reads_scope = true }")]
#[case::failures_that_burn_a_code("code.burnt_by = [\"redirect-uri\", \"verifier\"]")]
#[case::when_use_is_judged(
    "code.use_judged = \"last\"\ntoken.errors.wrong_verifier = { error = \"invalid_request\" }"
)]
#[case::challenges("pkce = { default_method = \"S256\", required_at_token = [\"confidential\"] }")]
#[case::causes(
    "token.errors = { missing_verifier = { error = \"invalid_client\" }, malformed_verifier = { error = \"invalid_request\" }, missing_code = { error = \"no_code\" } }"
)]
#[case::causes_of_clients(
    "token.errors = { ambiguous_client = { status = 401, error = \"invalid_client\" }, no_client = { status = 400, error = \"invalid_request\" } }"
)]
#[case::read_leniently("token = { reads_query = true, answers_get = true, accepts_duplicates = true }")]
#[case::read_strictly("token = { unknown_parameters = \"refused\", empty_parameters = \"given\" }")]
#[case::grant_types_first("token = { judges_first = \"grant-type\", any_case = [\"grant-type\"] }")]
fn how_codes_are_redeemed_is_stated_again(#[case] odd: &str) {
    is_stated_again(odd);
}

#[rstest]
#[case::kept("refresh_token = { rotation = false, told_again = false }")]
#[case::by_cause(
    "refresh_token = { foreign = { error = \"invalid_request\" }, replaced = { error = \"invalid_token\" } }"
)]
#[case::narrowed(
    "refresh_token = { omitted_scope = \"first-word\", narrowed = \"for-good\", as_bearer = true }"
)]
#[case::remembered("refresh_token = { remembered = 1, ended_by = [\"scope\"] }")]
#[case::the_same_access_token("access_token.repeated = true")]
#[case::revoked(
    "revocation = { hint = \"known-only\", unknown_hint = { error = \"invalid_request\" }, hides_foreign = true, unauthorized = { status = 400, error = \"invalid_request\" } }"
)]
#[case::revoked_leniently(
    "revocation = { answers_get = true, accepts_duplicates = true, ends_other_grants = true }"
)]
#[case::introspected("introspection = { answers_get = true, active = \"string\", hint = \"trusted\" }")]
fn what_tokens_are_good_for_is_stated_again(#[case] odd: &str) {
    is_stated_again(odd);
}
