//! The fragment, which a redirect URI must not have.

use super::{ATTACKER, Group, Mutant, Mutation};

const fn fragment(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Fragment, id, reveals, source, forms)
}

pub(super) const ALL: &[Mutation] = &[
    fragment("frag-added", "a fragment neither refused nor compared", "RFC 6749 section 3.1.2", |original| {
        vec![original.fragment("x")]
    }),
    fragment(
        "frag-empty",
        "a check that asks whether the fragment has content",
        "RFC 6749 section 3.1.2",
        |original| vec![original.fragment("")],
    ),
    fragment("frag-encoded", "a fragment found only after decoding", "RFC 3986 section 2.2", |original| {
        vec![original.path(|path| format!("{path}%23x"))]
    }),
    fragment(
        "frag-response-params",
        "a response whose parameters can be forged",
        "RFC 6749 section 4.2.2",
        |original| ["access_token=x", "code=x"].map(|text| original.fragment(text)).into(),
    ),
    fragment("frag-bang", "a fragment neither refused nor compared", "RFC 6749 section 3.1.2", |original| {
        vec![original.fragment("!")]
    }),
    fragment(
        "frag-directive",
        "a fragment neither refused nor compared",
        "RFC 6749 section 3.1.2",
        |original| vec![original.fragment(":~:text=x")],
    ),
    fragment(
        "frag-before-query",
        "query and fragment taken in the wrong order",
        "RFC 3986 section 3",
        |original| ["?x", "/../"].map(|text| original.fragment(text)).into(),
    ),
    fragment(
        "frag-in-authority",
        "a pattern applied to the text, not to the host",
        "cloudfoundry/uaa 38a0b770",
        |original| {
            let host = original.uri.host();
            vec![
                original.replaced(format!("https://{ATTACKER}#.{host}")),
                original.replaced(format!("https://{ATTACKER}?.{host}")),
            ]
        },
    ),
];
