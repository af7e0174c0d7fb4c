//! Later steps of the flow: other error paths, other response modes, the token request.

use super::{ATTACKER, Group, Kind, Mutant, Mutation, Place, Severity, TokenUri};
use crate::protocol::UriParts;

const fn flow(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Flow, id, reveals, source, forms)
}

pub(super) const ALL: &[Mutation] = &[
    flow(
        "flow-error-unvalidated",
        "an error redirected before the URI is checked",
        "CVE-2026-41479",
        |original| {
            let evil = original.stranger();
            let mut forms: Vec<Mutant> = [
                ("response_type", "litmus"),
                ("scope", "litmus-unknown"),
                ("prompt", "none"),
                ("response_mode", "litmus"),
                ("request", "litmus"),
                ("response_type", "token"),
                ("code_challenge_method", "litmus"),
                ("request_uri", "urn:litmus"),
                ("max_age", "litmus"),
                ("client_id", "litmus-nobody"),
            ]
            .map(|(name, value)| evil.beside(name, value))
            .into();
            // An ID token is asked for, and no `openid` is in the scope.
            forms.push(evil.beside("response_type", "code id_token").beside("scope", "litmus"));
            forms.extend(["response_type", "client_id"].map(|name| evil.without(name)));
            forms
        },
    ),
    flow("flow-response-mode", "checks that differ by response mode", "CVE-2023-6134", |original| {
        ["query", "fragment", "form_post", "jwt", "form_post.jwt", "query.jwt", "fragment.jwt", "web_message"]
            .map(|mode| original.stranger().beside("response_mode", mode))
            .into()
    }),
    flow(
        "flow-token-mismatch",
        "a code that is not bound to its redirect URI",
        "RFC 6749 section 4.1.3",
        |original| {
            vec![
                original.redeemed_with(TokenUri::Other(format!("https://{ATTACKER}/x"))),
                original.redeemed_with(TokenUri::Other(format!("{}/", original.uri))),
            ]
        },
    )
    .at_token(Severity::S3),
    flow(
        "flow-token-normalised",
        "a token endpoint that compares redirect URIs in another way than byte by byte",
        "RFC 6749 section 4.1.3, RFC 3986 section 6.2.1",
        |original| {
            let spelt = respelt(&original.uri).into_iter().filter(|uri| *uri != original.uri);
            spelt.map(|uri| original.redeemed_with(TokenUri::Other(uri.to_string()))).collect()
        },
    )
    .at_token(Severity::S1),
    flow(
        "flow-token-other",
        "a code bound to any registered redirect URI",
        "RFC 6749 section 4.1.3",
        |original| {
            let others = original.registered.others.iter();
            others.map(|other| original.redeemed_with(TokenUri::Other(other.to_string()))).collect()
        },
    )
    .needing(Kind::Several)
    .at_token(Severity::S3),
    flow(
        "flow-token-omitted",
        "a binding that is checked only where it is sent",
        "RFC 6749 section 4.1.3",
        |original| vec![original.redeemed_with(TokenUri::Omitted)],
    )
    .at_token(Severity::S2),
    flow(
        "flow-token-renormalised",
        "an authorization endpoint that compares more loosely than the token endpoint",
        "RFC 6749 section 4.1.3, RFC 3986 section 6.2.1",
        |original| {
            let spelt = respelt(&original.uri).into_iter().filter(|uri| *uri != original.uri);
            let registered = TokenUri::Other(original.uri.to_string());
            spelt.map(|uri| original.replaced(uri.to_string()).redeemed_with(registered.clone())).collect()
        },
    )
    .at_token(Severity::S1),
    flow(
        "flow-post-tamper",
        "a check before the consent that is not made again after it",
        "CVE-2021-27582",
        |original| vec![original.stranger().placed(Place::ConsentForm)],
    )
    .noisy(),
    flow(
        "flow-post-logout",
        "a looser comparison, or none, after a logout",
        "OpenID Connect RP-Initiated Logout 1.0 section 3",
        |original| {
            let host = original.uri.host();
            [
                format!("https://{ATTACKER}/callback"),
                format!("https://{host}.{ATTACKER}/"),
                format!("https://{host}@{ATTACKER}/"),
                format!("https://{ATTACKER}?.{host}"),
                format!("https://{ATTACKER}\\@{host}/"),
                format!("//{ATTACKER}/"),
                "javascript:alert(1)".to_owned(),
            ]
            .map(|uri| original.replaced(uri).placed(Place::Logout))
            .into()
        },
    ),
    flow(
        "flow-dcr-register",
        "a registration that takes what no authorization may",
        "RFC 7591 section 2, RFC 6749 section 3.1.2",
        |original| {
            let uri = original.uri.to_string();
            let host = original.uri.host();
            [
                format!("{uri}#"),
                format!("{uri}#x"),
                "javascript:alert(1)".to_owned(),
                "JaVaScRiPt:alert(1)".to_owned(),
                "DATA:text/html,x".to_owned(),
                format!("{uri}/../x"),
                format!("https://user@{host}/callback"),
                format!("https://*.{host}/callback"),
                format!("{uri}/*"),
                "*".to_owned(),
                "/callback".to_owned(),
                format!("http://{host}/callback"),
            ]
            .map(|uri| original.replaced(uri).placed(Place::Registration))
            .into()
        },
    )
    .noisy(),
    flow(
        "flow-307-vs-302",
        "a form that the browser passes on to the client",
        "RFC 9700 section 4.12",
        |original| vec![original.placed(Place::Form)],
    ),
    flow(
        "flow-state-of-comparator",
        "a comparison that remembers the request before",
        "cloudfoundry/uaa, DefaultRedirectResolver",
        |original| {
            [original.port(Some("8444")), original.stranger(), original.path(|path| format!("{path}/x"))]
                .map(|mutant| mutant.again())
                .into()
        },
    ),
];

/// A URI in other spellings that only normalising makes equal: host, scheme, path, port.
fn respelt(uri: &UriParts) -> [UriParts; 4] {
    let edited = |edit: fn(&mut UriParts)| {
        let mut uri = uri.clone();
        edit(&mut uri);
        uri
    };
    [
        edited(|uri| uri.authority_mut().host.make_ascii_uppercase()),
        edited(|uri| uri.scheme.iter_mut().for_each(|scheme| scheme.make_ascii_uppercase())),
        edited(|uri| uri.path = format!("/x/..{}", uri.path)),
        edited(|uri| {
            let default = if uri.scheme.as_deref() == Some("http") { "80" } else { "443" };
            uri.authority_mut().port.get_or_insert_with(|| default.to_owned());
        }),
    ]
}
