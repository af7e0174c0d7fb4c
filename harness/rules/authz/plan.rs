//! Requests in order and out of order, to a redirect URI that is registered.

use crate::{
    mutation::Place,
    probe::{Authorize, Change, Decision, Forged, Probe, State, Step},
};

/// What an authorization request is made of, beside the redirect URI (RFC 6749 section 4.1.1, RFC
/// 7636 section 4.3).
const PARAMETERS: [&str; 6] =
    ["client_id", "response_type", "scope", "state", "code_challenge", "code_challenge_method"];

fn one(key: &str, step: Step) -> Probe {
    Probe::of(format!("authz/{key}"), vec![step])
}

fn with(key: &str, changes: Vec<Change>) -> Probe {
    one(key, Step::authorize_with(changes))
}

pub(crate) fn ordinary() -> Vec<Probe> {
    vec![one("ordinary", Step::authorize())]
}

/// The same request by POST.
pub(crate) fn by_post() -> Vec<Probe> {
    vec![one("by-post", Step::authorize_in(Place::Form))]
}

/// An ordinary request, then one by way of a proxy that speaks for another host.
pub(super) fn by_way_of_another_host() -> Vec<Probe> {
    let forged = Step::Authorize(Authorize { forged: vec![Forged::ForwardedHost], ..Authorize::default() });
    vec![Probe::of("authz/another-host", vec![Step::authorize(), forged])]
}

/// The user says no, then yes.
pub(in crate::rules) fn denied() -> Vec<Probe> {
    let steps = [Decision::Deny, Decision::Allow].map(Step::authorize_deciding);
    vec![Probe::of("authz/denied", steps.into())]
}

/// The form of the consent comes from another site, then from the server's own page.
pub(super) fn forged_consent() -> Vec<Probe> {
    let steps = [Decision::Forged, Decision::Allow].map(Step::authorize_deciding);
    vec![Probe::of("authz/forged-consent", steps.into())]
}

/// The user says yes while another request waits; the code is redeemed.
pub(super) fn interleaved() -> Vec<Probe> {
    let steps = vec![
        Step::authorize_deciding(Decision::Interleaved),
        Step::redeem(),
        Step::authorize(),
        Step::redeem(),
    ];
    vec![Probe::of("authz/interleaved", steps)]
}

/// The form of the consent names another redirect URI.
pub(in crate::rules) fn elsewhere() -> Vec<Probe> {
    vec![one("consent-elsewhere", Step::authorize_deciding(Decision::Elsewhere))]
}

/// A state with all that is written in another way in an address, as usual and where the user is
/// asked.
pub(in crate::rules) fn waiting_state() -> Vec<Probe> {
    let state = State::Value("a+b c%2Bd&e=f/g~\"'<".to_owned());
    let of = |decision| Step::Authorize(Authorize { state: state.clone(), decision, ..Authorize::default() });
    vec![Probe::of("authz/waiting-state", [Decision::Usual, Decision::Allow].map(of).into())]
}

/// A request on which the user has to log in (`OpenID` Connect Core section 3.1.2.1).
pub(super) fn login() -> Vec<Probe> {
    vec![with("login", vec![Change::set("prompt", "login")])]
}

pub(super) fn unknown_parameter() -> Vec<Probe> {
    let changes = vec![Change::add("litmus_unknown", "litmus"), Change::add("litmus.other-one", "1 2")];
    vec![with("unknown-parameter", changes)]
}

/// Each parameter once more as it is, and a `state` that differs.
pub(super) fn repeated() -> Vec<Probe> {
    let mut probes: Vec<Probe> = PARAMETERS
        .iter()
        .map(|name| with(&format!("repeated/{name}/equal"), vec![Change::repeat(name)]))
        .collect();
    probes.push(with("repeated/state/other", vec![Change::add("state", "litmus-other")]));
    probes
}

/// A request without the parameter, then one in which it has no value.
pub(super) fn empty() -> Vec<Probe> {
    let probes = ["state", "scope"].iter().map(|name| {
        let steps = vec![
            Step::authorize_with(vec![Change::drop(name)]),
            Step::authorize_with(vec![Change::set(name, "")]),
        ];
        Probe::of(format!("authz/empty/{name}"), steps)
    });
    probes.collect()
}

pub(super) fn no_response_type() -> Vec<Probe> {
    vec![with("response-type/missing", vec![Change::drop("response_type")])]
}

pub(super) fn odd_response_type() -> Vec<Probe> {
    vec![with("response-type/unknown", vec![Change::set("response_type", "litmus")])]
}

pub(super) fn implicit() -> Vec<Probe> {
    vec![with("response-type/token", vec![Change::set("response_type", "token")])]
}

pub(super) fn implicit_by_query() -> Vec<Probe> {
    let changes = vec![Change::set("response_type", "token"), Change::set("response_mode", "query")];
    vec![with("response-type/token-by-query", changes)]
}

/// A value, then a name, in the other letter case; each beside a request in which it means nothing.
pub(super) fn other_case() -> Vec<Probe> {
    let missing = || Change::drop("response_type");
    let renamed = vec![missing(), Change::add("Response_Type", "code")];
    let of = |key: &str, changes, control| {
        let steps = vec![Step::authorize_with(changes), Step::authorize_with(vec![control])];
        Probe::of(format!("authz/case/{key}"), steps)
    };
    vec![
        of("value", vec![Change::set("response_type", "CODE")], Change::set("response_type", "litmus")),
        of("name", renamed, missing()),
    ]
}

/// An ordinary request, then one with an error.
pub(super) fn good_then_bad() -> Vec<Probe> {
    let odd = Step::authorize_with(vec![Change::set("response_type", "litmus")]);
    vec![Probe::of("authz/good-then-bad", vec![Step::authorize(), odd])]
}

pub(super) fn odd_response_mode() -> Vec<Probe> {
    vec![with("response-mode/unknown", vec![Change::set("response_mode", "litmus")])]
}

/// Errors of several causes, one of them with a value that is dangerous to repeat.
pub(super) fn errors() -> Vec<Probe> {
    let mut probes = odd_response_type();
    probes.extend(no_response_type());
    probes.push(with("repeated/state/equal", vec![Change::repeat("state")]));
    let hostile = "lit\"mus\\ \u{e9}<b>\r\nx";
    probes.push(with("response-type/hostile", vec![Change::set("response_type", hostile)]));
    probes
}

/// A code and an error.
pub(super) fn responses() -> Vec<Probe> {
    let mut probes = ordinary();
    probes.extend(odd_response_type());
    probes
}

/// A form, with a state that means something in HTML.
pub(super) fn by_form() -> Vec<Probe> {
    let step = Step::Authorize(Authorize {
        state: State::Value("a\"b<c>&amp;d'e".to_owned()),
        changes: vec![Change::set("response_mode", "form_post")],
        ..Authorize::default()
    });
    vec![one("response-mode/form-post", step)]
}
