//! The query of the redirect URI.

use super::{ATTACKER, Group, Kind, Mutant, Mutation, Place, escaped};

const fn query(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Query, id, reveals, source, forms)
}

const fn of_registered(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Query, id, reveals, source, forms).needing(Kind::Query)
}

fn queries<const N: usize>(original: &Mutant, forms: [fn(&str) -> String; N]) -> Vec<Mutant> {
    forms.map(|form| original.query(|query| query.map(form))).into()
}

fn first_pair(query: &str) -> (&str, &str) {
    query.split('&').next().and_then(|pair| pair.split_once('=')).unwrap_or((query, ""))
}

/// A pair in place of the first one.
fn with_first(query: &str, pair: &str) -> String {
    match query.split_once('&') {
        Some((_, rest)) => format!("{pair}&{rest}"),
        None => pair.to_owned(),
    }
}

fn without_first(query: &str) -> String {
    query.split_once('&').map_or("", |(_, rest)| rest).to_owned()
}

pub(super) const ALL: &[Mutation] = &[
    query(
        "query-added",
        "a query that is not compared, or may hold more",
        "RFC 6749 section 3.1.2.3",
        |original| vec![original.query_added("x=1")],
    ),
    query("query-empty", "an empty query dropped", "RFC 3986 section 6.2.3", |original| {
        vec![original.query(|query| Some(query.unwrap_or_default().to_owned()))]
    }),
    of_registered("query-removed", "a query that is not compared", "RFC 9700 section 4.1.3", |original| {
        vec![original.query(|_| None)]
    }),
    of_registered(
        "query-value-changed",
        "a query that is not compared",
        "RFC 9700 section 4.1.3",
        |original| {
            queries(
                original,
                [
                    |query| with_first(query, &format!("{}=x", first_pair(query).0)),
                    |query| without_first(query),
                ],
            )
        },
    ),
    of_registered("query-reordered", "parameters compared as a set", "RFC 3986 section 6.2.1", |original| {
        queries(original, [|query| query.split('&').rev().collect::<Vec<_>>().join("&")])
    }),
    of_registered(
        "query-duplicate-same",
        "parameters compared as a set",
        "RFC 3986 section 6.2.1",
        |original| {
            queries(original, [|query| format!("{query}&{}={}", first_pair(query).0, first_pair(query).1)])
        },
    ),
    of_registered(
        "query-duplicate-conflicting",
        "the first or last of two values compared",
        "RFC 3986 section 6.2.1",
        |original| {
            queries(
                original,
                [
                    |query| format!("{query}&{}=x", first_pair(query).0),
                    |query| format!("{}=x&{query}", first_pair(query).0),
                ],
            )
        },
    ),
    of_registered(
        "query-trailing-amp",
        "parameters compared after parsing",
        "RFC 3986 section 6.2.1",
        |original| queries(original, [|query| format!("{query}&")]),
    ),
    of_registered(
        "query-leading-amp",
        "parameters compared after parsing",
        "RFC 3986 section 6.2.1",
        |original| queries(original, [|query| format!("&{query}")]),
    ),
    of_registered(
        "query-semicolon-sep",
        "a semicolon taken for a separator",
        "RFC 3986 section 6.2.1",
        |original| queries(original, [|query| query.replace('&', ";")]),
    ),
    query("query-blank-value", "parameters without value dropped", "RFC 3986 section 6.2.1", |original| {
        ["x", "x="].map(|pair| original.query_added(pair)).into()
    }),
    of_registered(
        "query-encoded-equiv",
        "a query compared after decoding",
        "RFC 3986 section 6.2.2.2",
        |original| {
            queries(
                original,
                [
                    |query| {
                        let (name, value) = first_pair(query);
                        let value = escaped(value);
                        with_first(query, &format!("{name}={value}"))
                    },
                    |query| query.replace("%20", "+"),
                    |query| query.replace('+', "%20"),
                ],
            )
        },
    ),
    of_registered(
        "query-array",
        "a framework that reads brackets as arrays",
        "RFC 3986 section 6.2.1",
        |original| {
            queries(
                original,
                [
                    |query| with_first(query, &format!("{}[]={}", first_pair(query).0, first_pair(query).1)),
                    |query| with_first(query, &format!("{}[0]={}", first_pair(query).0, first_pair(query).1)),
                ],
            )
        },
    ),
    query(
        "query-response-params",
        "a response whose parameters can be forged",
        "Innocenti et al., ACSAC 2023, section 5",
        |original| {
            ["code=x", "state=x", "iss=https://evil.example", "error=x", "response=x"]
                .map(|pair| original.query_added(pair))
                .into()
        },
    ),
    query(
        "query-encoded-response",
        "one decoding more than is due",
        "Innocenti et al., ACSAC 2023, section 5",
        |original| {
            vec![original.path(|path| format!("{path}%3Fcode%3Dx")), original.query_added("x%3Dy%26code%3Dz")]
        },
    ),
    query(
        "query-nested-url",
        "a redirect that the client would pass on",
        "RFC 9700 section 4.11",
        |original| vec![original.query_added(&format!("next=https://{ATTACKER}"))],
    ),
    query(
        "query-slash-in",
        "prefixes or suffixes of the whole text compared",
        "cloudfoundry/uaa 38a0b770",
        |original| {
            vec![
                original.query(|_| Some("/../x".to_owned())),
                original.query(|_| Some(format!(".{}", original.uri.host()))),
            ]
        },
    ),
    query("query-huge", "a limit on the length", "RFC 9110 section 4.1", |original| {
        let longer = |by| original.query_added(&format!("x={}", "a".repeat(by)));
        vec![longer(1 << 13), longer(1 << 16).placed(Place::Form), longer(1 << 20).placed(Place::Form)]
    })
    .disruptive(),
];
