//! Token requests in order, out of order, and in the wrong place.

use crate::{
    probe::{
        Body, Call, Change, CodeRef, Credentials, Issued, Method, Presents, Probe, Redeem, Service, Step, Who,
    },
    rules,
};
use std::time::Duration;

/// What a token request for a code is made of (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
const PARAMETERS: [&str; 4] = ["grant_type", "code", "redirect_uri", "code_verifier"];

pub(super) fn success() -> Vec<Probe> {
    vec![Probe::of("token/success", vec![Step::authorize(), Step::redeem()])]
}

/// Two codes, each redeemed.
pub(super) fn two_grants() -> Vec<Probe> {
    let steps = vec![Step::authorize(), Step::redeem(), Step::authorize(), Step::redeem()];
    vec![Probe::of("token/two-grants", steps)]
}

/// An access token at several ages: around an hour, a day and ten days.
pub(super) fn lifetime() -> Vec<Probe> {
    let is_alive = || Step::from(Call::is_alive(0));
    let mut steps = vec![Step::authorize(), Step::redeem(), is_alive()];
    for seconds in [3_000, 720, 82_800, 780_000] {
        steps.extend([Step::Pass(Duration::from_secs(seconds)), is_alive()]);
    }
    vec![Probe::of("token/lifetime", steps)]
}

/// An access token, and what introspection says of it.
pub(super) fn scope() -> Vec<Probe> {
    let introspect = Call::to(Service::Introspection).presenting(Presents::Access(Issued::latest()));
    vec![Probe::of("token/scope", vec![Step::authorize(), Step::redeem(), introspect.into()])]
}

/// An ordinary request written as JSON, and one that says it is plain text.
pub(super) fn other_bodies() -> Vec<Probe> {
    let probes = [("json", Body::Json), ("text", Body::FormAsText)].map(|(key, body)| {
        let presents = Presents::Code(CodeRef::Latest);
        let written = Call { body, ..Call::default() }.presenting(presents);
        Probe::of(format!("token/body/{key}"), beside_control(vec![Step::authorize(), written.into()]))
    });
    probes.into()
}

pub(super) fn unknown_parameter() -> Vec<Probe> {
    let more = Step::redeem_with(vec![Change::add("litmus", "1")]);
    vec![Probe::of("token/unknown-parameter", beside_control(vec![Step::authorize(), more]))]
}

/// A parameter left out, and the same one without a value.
pub(super) fn empty() -> Vec<Probe> {
    let code = |code| Step::Redeem(Redeem { code, ..Redeem::default() });
    let made = |changes| {
        let code = CodeRef::Made("litmus-never-issued".to_owned());
        Step::Redeem(Redeem { code, changes, ..Redeem::default() })
    };
    let grant_type = [Change::drop("grant_type"), Change::set("grant_type", "")];
    vec![
        Probe::of("token/empty/code", vec![code(CodeRef::Omitted), code(CodeRef::Made(String::new()))]),
        Probe::of("token/empty/grant-type", grant_type.map(|change| made(vec![change])).into()),
    ]
}

/// The grant type in other letters, then the code under a name in other letters, then an
/// ordinary request.
pub(super) fn other_case() -> Vec<Probe> {
    let value = Step::redeem_with(vec![Change::set("grant_type", "Authorization_Code")]);
    let name = Step::redeem_with(vec![Change::rename("code", "CODE")]);
    let steps = vec![Step::authorize(), value, Step::authorize(), name];
    vec![Probe::of("token/other-case", beside_control(steps))]
}

pub(super) fn by_get() -> Vec<Probe> {
    let sent = Step::Redeem(Redeem { method: Method::Get, ..Redeem::default() });
    vec![Probe::of("token/by-get", beside_control(vec![Step::authorize(), sent]))]
}

/// Each parameter in the query, then left out, then an ordinary request.
pub(super) fn in_query() -> Vec<Probe> {
    let probes = PARAMETERS.iter().map(|name| {
        let moved = Step::Redeem(Redeem { in_query: vec![(*name).to_owned()], ..Redeem::default() });
        let without = Step::redeem_with(vec![Change::drop(name)]);
        let steps = vec![Step::authorize(), moved, Step::authorize(), without];
        Probe::of(format!("token/in-query/{name}"), beside_control(steps))
    });
    probes.collect()
}

/// Credentials in the query, then none at all, then an ordinary request.
pub(super) fn credentials_in_query() -> Vec<Probe> {
    let with = |credentials| Step::Redeem(Redeem { credentials, ..Redeem::default() });
    let (moved, without) = (with(Credentials::InQuery), with(Credentials::Withheld));
    let steps = vec![Step::authorize(), moved, Step::authorize(), without];
    vec![Probe::of("token/credentials-in-query", beside_control(steps))]
}

/// Each parameter once more, with the same value and with another.
pub(super) fn duplicated() -> Vec<Probe> {
    let probes = PARAMETERS.iter().flat_map(|name| {
        let twice = |key: &str, change| {
            let steps = vec![Step::authorize(), Step::redeem_with(vec![change])];
            Probe::of(format!("token/duplicated/{name}/{key}"), beside_control(steps))
        };
        [twice("equal", Change::repeat(name)), twice("other", Change::add(name, "litmus-other"))]
    });
    probes.collect()
}

pub(super) fn no_grant_type() -> Vec<Probe> {
    vec![unissued("token/no-grant-type", vec![Change::drop("grant_type")])]
}

pub(super) fn odd_grant_type() -> Vec<Probe> {
    vec![unissued("token/odd-grant-type", vec![Change::set("grant_type", "litmus")])]
}

pub(super) fn no_code() -> Vec<Probe> {
    let without = Step::Redeem(Redeem { code: CodeRef::Omitted, ..Redeem::default() });
    vec![Probe::of("token/no-code", vec![without])]
}

pub(super) fn unknown_code() -> Vec<Probe> {
    vec![unissued("token/unknown-code", Vec::new())]
}

/// One request for each cause of an error.
pub(super) fn errors() -> Vec<Probe> {
    let causes = [unknown_code(), no_grant_type(), odd_grant_type(), no_code()];
    let probes = causes.into_iter().flatten();
    probes.map(|probe| Probe { key: format!("errors/{}", probe.key), ..probe }).collect()
}

/// The same, and grants that are no good any more.
pub(super) fn every_error() -> Vec<Probe> {
    let mut probes = errors();
    probes.extend(bad_grants());
    probes
}

/// A code that was used up, and one that comes with another redirect URI.
pub(super) fn bad_grants() -> Vec<Probe> {
    let elsewhere = Step::redeem_with(vec![Change::set("redirect_uri", "https://evil.example/callback")]);
    vec![
        Probe::of("token/bad-grant/used", vec![Step::authorize(), Step::redeem(), Step::redeem()]),
        Probe::of("token/bad-grant/mismatch", vec![Step::authorize(), elsewhere]),
    ]
}

/// What an error must not repeat as it is (RFC 6749 section 5.2).
const HOSTILE: &str = "lit\"mus\\\u{e9}";

/// Values that an answer might repeat.
pub(super) fn hostile() -> Vec<Probe> {
    let code = CodeRef::Made(HOSTILE.to_owned());
    vec![
        unissued("token/hostile/grant-type", vec![Change::set("grant_type", HOSTILE)]),
        Probe::of("token/hostile/code", vec![Step::Redeem(Redeem { code, ..Redeem::default() })]),
    ]
}

/// Requests that a server may stumble over.
pub(super) fn odd() -> Vec<Probe> {
    let nothing = Call::to(Service::Token);
    let made = |text: &str| nothing.clone().presenting(Presents::Code(CodeRef::Made(text.to_owned())));
    let refresh = nothing.clone().presenting(Presents::Made("litmus\0".to_owned()));
    let odd = [
        ("nothing", nothing.clone().with(Credentials::Anonymous)),
        ("no-parameters", nothing.clone()),
        ("json", Call { body: Body::Json, ..made("litmus") }),
        ("text", Call { body: Body::FormAsText, ..made("litmus") }),
        ("code-control", made("litmus\0")),
        ("code-unicode", made("\u{1f3b2}\u{202e}\u{fffd}")),
        ("code-long", made(&"litmus".repeat(500))),
        ("grant-type-control", made("litmus").changed(Change::set("grant_type", "litmus\r\n\0"))),
        ("refresh-control", refresh),
    ];
    odd.map(|(key, call)| Probe::of(format!("token/odd/{key}"), vec![call.into()])).into()
}

/// The same, and requests that a server has every reason to refuse: for each cause one.
pub(super) fn odd_and_refused() -> Vec<Probe> {
    let refused = [
        every_error(),
        rules::client::wrong_and_unknown(),
        rules::code::by_another(),
        rules::pkce::no_verifier(),
        rules::pkce::wrong_verifier(),
    ];
    let mut probes = odd();
    probes.extend(refused.into_iter().flatten());
    probes
}

pub(super) fn anonymous() -> Vec<Probe> {
    let code = CodeRef::Made("litmus-never-issued".to_owned());
    let credentials = Credentials::Anonymous;
    vec![Probe::of("token/anonymous", vec![Step::Redeem(Redeem { code, credentials, ..Redeem::default() })])]
}

/// A code and one that was never issued, each with a wrong secret, then an ordinary request.
pub(super) fn unauthenticated() -> Vec<Probe> {
    let with = |code| {
        let credentials = Credentials::Wrong("litmus-wrong-secret".to_owned());
        Step::Redeem(Redeem { code, credentials, ..Redeem::default() })
    };
    let steps =
        vec![Step::authorize(), with(CodeRef::Latest), with(CodeRef::Made("litmus-never-issued".to_owned()))];
    vec![Probe::of("token/unauthenticated", beside_control(steps))]
}

pub(super) fn credentials() -> Vec<Probe> {
    vec![Probe::of("token/client-credentials", vec![by_credentials(Who::Subject)])]
}

/// A client without a secret, then the one under test.
pub(super) fn credentials_of_public() -> Vec<Probe> {
    let steps = vec![by_credentials(Who::Public), by_credentials(Who::Subject)];
    vec![Probe::of("token/client-credentials-of-public", steps)]
}

/// A user's token and a client's own, and what introspection says of each.
pub(super) fn two_subjects() -> Vec<Probe> {
    let introspect = |nth| {
        let presents = Presents::Access(Issued::nth(nth));
        Step::from(Call::to(Service::Introspection).presenting(presents))
    };
    let steps =
        vec![Step::authorize(), Step::redeem(), introspect(0), by_credentials(Who::Subject), introspect(1)];
    vec![Probe::of("token/two-subjects", steps)]
}

fn by_credentials(who: Who) -> Step {
    Call::to(Service::Token).by(who).changed(Change::set("grant_type", "client_credentials")).into()
}

pub(super) fn password() -> Vec<Probe> {
    let asked = Call::to(Service::Token)
        .changed(Change::set("grant_type", "password"))
        .changed(Change::set("username", "litmus-nobody"))
        .changed(Change::set("password", "litmus-wrong"));
    vec![Probe::of("token/password", vec![asked.into()])]
}

fn unissued(key: &str, changes: Vec<Change>) -> Probe {
    let made = CodeRef::Made("litmus-never-issued".to_owned());
    Probe::of(key, vec![Step::Redeem(Redeem { code: made, changes, ..Redeem::default() })])
}

fn beside_control(mut steps: Vec<Step>) -> Vec<Step> {
    steps.extend([Step::authorize(), Step::redeem()]);
    steps
}
