//! Later steps of the flow: other error paths, other response modes, the token request.

use super::{ATTACKER, Group, Kind, Mutant, Mutation, Severity, TokenUri};
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
            [
                ("response_type", "litmus"),
                ("scope", "litmus-unknown"),
                ("prompt", "none"),
                ("response_mode", "litmus"),
                ("request", "litmus"),
            ]
            .map(|(name, value)| original.stranger().beside(name, value))
            .into()
        },
    ),
    flow("flow-response-mode", "checks that differ by response mode", "CVE-2023-6134", |original| {
        ["query", "fragment", "form_post", "jwt", "form_post.jwt"]
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
