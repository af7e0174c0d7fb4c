//! Probes about redirects that are no mutation of a redirect URI.

use crate::{
    mutation::{ATTACKER, Kind},
    probe::{Change, Probe, Step},
};

/// A request, and one with an error, of a client whose redirect URI has a query.
pub(super) fn with_query() -> Vec<Probe> {
    let odd = Step::authorize_with(vec![Change::set("response_type", "litmus")]);
    let steps = vec![Step::authorize(), odd];
    vec![Probe { needs: Kind::Query, ..Probe::of("redirect/with-query", steps) }]
}

/// What would be markup if it stood in a page as it is.
pub(super) const MARKUP: &str = "\"'><litmus-markup>";

/// Requests that end on a page of the server's own, each with markup in one of its parameters.
pub(super) fn markup() -> Vec<Probe> {
    let elsewhere = format!("https://{ATTACKER}/callback");
    let of =
        |key: &str, changes| Probe::of(format!("redirect/markup/{key}"), vec![Step::authorize_with(changes)]);
    vec![
        of("redirect-uri", vec![Change::set("redirect_uri", &format!("{elsewhere}?a={MARKUP}"))]),
        of("client-id", vec![Change::set("client_id", &format!("litmus-nobody{MARKUP}"))]),
        of("state", vec![Change::set("redirect_uri", &elsewhere), Change::set("state", MARKUP)]),
        of("scope", vec![Change::set("redirect_uri", &elsewhere), Change::set("scope", MARKUP)]),
    ]
}

/// A redirect URI that nobody registered.
pub(super) fn refused_uri() -> Vec<Probe> {
    let evil = Change::set("redirect_uri", &format!("https://{ATTACKER}/callback"));
    vec![Probe::of("redirect/refused-uri", vec![Step::authorize_with(vec![evil])])]
}

/// A code redeemed without its redirect URI, then one with it.
pub(super) fn token_without() -> Vec<Probe> {
    let without = Step::redeem_with(vec![Change::drop("redirect_uri")]);
    let steps = vec![Step::authorize(), without, Step::authorize(), Step::redeem()];
    vec![Probe::of("redirect/token-without", steps)]
}

/// A client nobody knows, once with a stranger's URI and once with the registered one.
pub(super) fn unknown_client() -> Vec<Probe> {
    let unknown = || Change::set("client_id", "litmus-nobody");
    let evil = Change::set("redirect_uri", &format!("https://{ATTACKER}/callback"));
    vec![
        Probe::of(
            "redirect/no-redirect-unknown-client/evil",
            vec![Step::authorize_with(vec![unknown(), evil])],
        ),
        Probe::of(
            "redirect/no-redirect-unknown-client/registered",
            vec![Step::authorize_with(vec![unknown()])],
        ),
    ]
}
