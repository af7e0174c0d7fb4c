//! Codes redeemed as they should be, and otherwise.

use crate::{
    mutation::{ATTACKER, Kind},
    probe::{
        Alteration, Call, Change, CodeRef, Credentials, Issued, Presents, Probe, Redeem, Service, Step, Who,
    },
    protocol::Pkce,
};
use std::time::Duration;

/// How many redemptions arrive together.
const AT_ONCE: usize = 5;

/// How often they do: a race is not always lost.
const ROUNDS: usize = 8;

/// How many codes are held against one another.
const SEVERAL: usize = 3;

/// A replay as it was, one without the verifier, and one after an attempt that was not in order:
/// a server may keep the code and refuse only the challenge that it has forgotten.
pub(super) fn twice() -> Vec<Probe> {
    let replayed = |key: &str, replays: Vec<Step>| {
        let steps = [vec![Step::authorize(), Step::redeem()], replays].concat();
        Probe::of(format!("code/twice/{key}"), steps)
    };
    vec![
        replayed("same", vec![Step::redeem()]),
        replayed("without-verifier", vec![Step::redeem_with(vec![Change::drop("code_verifier")])]),
        replayed("after-a-failed-attempt", vec![wrong_verifier(), Step::redeem()]),
    ]
}

/// Several equal redemptions at one instant.
pub(super) fn at_once() -> Vec<Probe> {
    let calls = || (0..AT_ONCE).map(|_| Call::from(&Redeem::default())).collect();
    let round =
        |round| Probe::of(format!("code/at-once/{round}"), vec![Step::authorize(), Step::AtOnce(calls())]);
    (1..=ROUNDS).map(round).collect()
}

pub(in crate::rules) fn by_another() -> Vec<Probe> {
    vec![Probe::of(
        "code/by-another",
        vec![Step::authorize(), by(Who::Other), Step::authorize(), Step::redeem()],
    )]
}

/// Another client that only says its id, and a client without a secret that does not say its own.
pub(super) fn by_public() -> Vec<Probe> {
    let beside_control = |probed| vec![Step::authorize(), probed, Step::authorize(), Step::redeem()];
    let nameless = beside_control(with(Credentials::Anonymous));
    vec![
        Probe::of("code/by-public", beside_control(by(Who::Public))),
        Probe { needs: Kind::Loopback, ..Probe::of("code/without-client-id", nameless) },
    ]
}

pub(super) fn after_a_day() -> Vec<Probe> {
    after("code/after-a-day", Duration::from_secs(86_400))
}

pub(super) fn after_ten_minutes() -> Vec<Probe> {
    after("code/after-ten-minutes", Duration::from_secs(601))
}

fn after(key: &str, span: Duration) -> Vec<Probe> {
    vec![Probe::of(
        key,
        vec![Step::authorize(), Step::Pass(span), Step::redeem(), Step::authorize(), Step::redeem()],
    )]
}

/// A replay between two questions whether the first access token is alive.
pub(super) fn replayed() -> Vec<Probe> {
    let is_alive = || Step::from(Call::is_alive(0));
    let steps = vec![Step::authorize(), Step::redeem(), is_alive(), Step::redeem(), is_alive()];
    vec![Probe::of("code/replayed", steps)]
}

/// A refresh that works, and one after a replay.
pub(super) fn replayed_then_refreshed() -> Vec<Probe> {
    let mut steps = vec![Step::authorize(), Step::redeem(), Call::refresh().into()];
    steps.extend([Step::authorize(), Step::redeem(), Step::redeem(), Call::refresh_nth(2).into()]);
    vec![Probe::of("code/replayed-then-refreshed", steps)]
}

/// A refresh, then a replay: what the refresh brought is used again.
pub(super) fn refreshed_then_replayed() -> Vec<Probe> {
    let is_alive = || Step::from(Call::is_alive(1));
    let refreshed = || vec![Step::authorize(), Step::redeem(), Call::refresh().into()];
    let access = [refreshed(), vec![is_alive(), Step::redeem(), is_alive()]].concat();
    let refresh = [refreshed(), vec![Step::redeem(), Call::refresh_nth(1).into()]].concat();
    vec![
        Probe::of("code/refreshed-then-replayed/access", access),
        Probe::of("code/refreshed-then-replayed/refresh", refresh),
    ]
}

/// Replays that are not in order; that they are not is seen at a fresh code before.
pub(super) fn replayed_wrongly() -> Vec<Probe> {
    let elsewhere = format!("https://{ATTACKER}/callback");
    vec![
        replayed_by("verifier", wrong_verifier()),
        replayed_by("secret", with(Credentials::Wrong("litmus-wrong".to_owned()))),
        replayed_by("redirect-uri", Step::redeem_with(vec![Change::set("redirect_uri", &elsewhere)])),
    ]
}

pub(super) fn replayed_by_another() -> Vec<Probe> {
    vec![replayed_by("client", by(Who::Other))]
}

fn replayed_by(key: &str, wrong: Step) -> Probe {
    let is_alive = || Step::from(Call::is_alive(0));
    let mut steps = vec![Step::authorize(), wrong.clone(), Step::authorize(), Step::redeem()];
    steps.extend([is_alive(), wrong, is_alive()]);
    Probe::of(format!("code/replayed-wrongly/{key}"), steps)
}

/// A code that comes in order after it came in a way that was not.
pub(super) fn after_failure() -> Vec<Probe> {
    let elsewhere = format!("https://{ATTACKER}/callback");
    let failing = [
        ("verifier", wrong_verifier()),
        ("redirect-uri", Step::redeem_with(vec![Change::set("redirect_uri", &elsewhere)])),
        ("client", by(Who::Other)),
    ];
    let probes = failing.into_iter().map(|(key, wrong)| {
        let steps = vec![Step::authorize(), wrong, Step::redeem(), Step::authorize(), Step::redeem()];
        Probe::of(format!("code/after-failure/{key}"), steps)
    });
    probes.collect()
}

/// Codes that were never issued: some close to one that was, some far from any.
pub(super) fn garbage() -> Vec<Probe> {
    let altered = Alteration::ALL.map(CodeRef::Altered);
    let long = "x".repeat(4096);
    let made = ["litmus-never-issued", " ", "\u{0}", "'\"><", "../../%2e%2e", "\u{fc}\u{2603}", &long];
    let made = made.map(|text| CodeRef::Made(text.to_owned()));
    let redeemed = |code| Step::Redeem(Redeem { code, ..Redeem::default() });
    let beside_control = |codes: Vec<CodeRef>| {
        let codes = codes.into_iter().map(redeemed);
        let control = [Step::authorize(), Step::redeem()];
        [Step::authorize()].into_iter().chain(codes).chain(control).collect()
    };
    vec![
        Probe::of("code/garbage/altered", beside_control(altered.to_vec())),
        Probe::of("code/garbage/made", beside_control(made.to_vec())),
    ]
}

/// A wider scope asked for with the code, beside none; then what the tokens are good for.
pub(super) fn wider_scope() -> Vec<Probe> {
    let wide = "read write admin openid profile email offline_access litmus-wider";
    let introspected = |nth| {
        let token = Presents::Access(Issued::nth(nth));
        Step::from(Call::to(Service::Introspection).presenting(token))
    };
    let mut steps = vec![Step::authorize(), Step::redeem_with(vec![Change::add("scope", wide)])];
    steps.extend([Step::authorize(), Step::redeem(), introspected(0), introspected(1)]);
    vec![Probe::of("code/wider-scope", steps)]
}

/// A code where a token is wanted.
pub(super) fn as_tokens() -> Vec<Probe> {
    vec![as_access_token(), as_refresh_token()]
}

/// A code at a resource, between what was never issued and a token that is good there.
fn as_access_token() -> Probe {
    let shown = |presents| Step::from(Call::to(Service::Resource).presenting(presents));
    let steps = vec![
        Step::authorize(),
        shown(Presents::Made("litmus-never-issued".to_owned())),
        shown(Presents::Code(CodeRef::Latest)),
        Step::redeem(),
        shown(Presents::Access(Issued::latest())),
    ];
    Probe::of("code/as-access-token", steps)
}

/// A refresh with a code in place of the refresh token, then its ordinary redemption.
fn as_refresh_token() -> Probe {
    let changes = vec![
        Change::set("grant_type", "refresh_token"),
        Change::rename("code", "refresh_token"),
        Change::drop("redirect_uri"),
        Change::drop("code_verifier"),
    ];
    let steps = vec![Step::authorize(), Step::redeem_with(changes), Step::redeem()];
    Probe::of("code/as-refresh-token", steps)
}

pub(super) fn several() -> Vec<Probe> {
    vec![Probe::of("code/several", (0..SEVERAL).map(|_| Step::authorize()).collect())]
}

fn wrong_verifier() -> Step {
    let wrong = Pkce::from_seed("another transaction").verifier;
    Step::redeem_with(vec![Change::set("code_verifier", wrong.reveal())])
}

fn by(who: Who) -> Step {
    Step::Redeem(Redeem { who, ..Redeem::default() })
}

fn with(credentials: Credentials) -> Step {
    Step::Redeem(Redeem { credentials, ..Redeem::default() })
}
