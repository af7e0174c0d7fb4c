//! The parameter that carries the URI.

use super::{Carrier, Group, Kind, Mutant, Mutation, Place, Wire};

const fn parameter(
    id: &'static str,
    reveals: &'static str,
    source: &'static str,
    forms: fn(&Mutant) -> Vec<Mutant>,
) -> Mutation {
    Mutation::of(Group::Parameter, id, reveals, source, forms)
}

fn named<const N: usize>(original: &Mutant, names: [&'static str; N]) -> Vec<Mutant> {
    names.map(|name| original.stranger().carried(Carrier::Named(name))).into()
}

/// A stranger's URI in a place while the registered one stands in the other, and the reverse.
fn apart(original: &Mutant, place: Place) -> [Mutant; 2] {
    let (good, evil) = (original.uri.to_string(), original.stranger());
    let other = evil.uri.to_string();
    [evil.placed(place).carried(Carrier::Apart(good)), original.placed(place).carried(Carrier::Apart(other))]
}

/// What two texts begin with alike, in bytes.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum()
}

pub(super) const ALL: &[Mutation] = &[
    parameter(
        "param-duplicate-first",
        "the last of several values counts",
        "RFC 6749 section 3.1",
        |original| {
            let good = original.uri.to_string();
            vec![
                original.stranger().carried(Carrier::After(good.clone())),
                original.carried(Carrier::After(good)),
            ]
        },
    ),
    parameter(
        "param-duplicate-last",
        "the first of several values counts",
        "RFC 6749 section 3.1",
        |original| vec![original.stranger().carried(Carrier::Ahead(original.uri.to_string()))],
    ),
    parameter(
        "param-duplicate-query-body",
        "one of two places that counts before the other",
        "RFC 6749 section 3.1",
        |original| {
            [Place::PostedQuery, Place::Form].into_iter().flat_map(|place| apart(original, place)).collect()
        },
    ),
    parameter("param-form-body", "a check of GET requests only", "RFC 6749 section 3.1", |original| {
        [Place::Form, Place::PostedQuery].map(|place| original.stranger().placed(place)).into()
    }),
    parameter(
        "param-wire-encoding",
        "nothing: however it is escaped, it is the same value",
        "RFC 6749 appendix B",
        |original| {
            [Wire::LowerCaseHex, Wire::EveryByte, Wire::Bare]
                .map(|wire| original.carried(Carrier::Once(wire)))
                .into()
        },
    ),
    parameter("param-array", "brackets read as arrays", "RFC 6749 section 3.1", |original| {
        named(
            original,
            ["redirect_uri%5B%5D", "redirect_uri%5B0%5D", "redirect_uri%5Ba%5D", "redirect_uri.0"],
        )
    }),
    parameter("param-case-name", "parameter names normalised", "RFC 6749 section 1.9", |original| {
        named(original, ["Redirect_URI", "redirect%5Furi", "redirect_uri%20", "redirecturi"])
    }),
    parameter(
        "param-omitted-single",
        "a default where one URI is registered",
        "RFC 6749 section 3.1.2.3",
        |original| {
            let alone = original.registered.others.is_empty();
            if alone { vec![original.carried(Carrier::Omitted)] } else { Vec::new() }
        },
    ),
    parameter(
        "param-omitted-multi",
        "a default where several URIs are registered",
        "RFC 6749 section 3.1.2.3",
        |original| vec![original.carried(Carrier::Omitted)],
    )
    .needing(Kind::Several),
    parameter(
        "param-omitted-none",
        "any URI, or a stored first one, where none is registered",
        "RFC 6749 section 3.1.2.2",
        |original| {
            let uris = ["http://127.0.0.1:1/", "urn:ietf:wg:oauth:2.0:oob"].map(|uri| original.replaced(uri));
            [original.carried(Carrier::Omitted), original.stranger()].into_iter().chain(uris).collect()
        },
    )
    .needing(Kind::Nothing)
    .disruptive(),
    parameter("param-empty", "an empty value taken for a value", "RFC 6749 section 3.1", |original| {
        vec![original.replaced("")]
    }),
    parameter("param-blank", "a blank value taken for a value", "RFC 6749 section 3.1", |original| {
        vec![original.replaced(" ")]
    }),
    parameter("param-double-encoded", "one decoding more than is due", "zitadel issue 12559", |original| {
        vec![original.carried(Carrier::Once(Wire::EncodedTwice))]
    }),
    parameter("param-unencoded-amp", "a value cut at an ampersand", "RFC 6749 appendix B", |original| {
        vec![original.query_added("a=1").query_added("b=2").carried(Carrier::Once(Wire::Bare))]
    }),
    parameter("param-plus", "form decoding in the wrong place", "RFC 6749 appendix B", |original| {
        let amid = |odd: &str| {
            original
                .path(|path| path.chars().take(5).chain(odd.chars()).chain(path.chars().skip(5)).collect())
        };
        vec![
            amid("+").carried(Carrier::Once(Wire::Bare)),
            amid(" ").carried(Carrier::Once(Wire::PlusForSpace)),
            amid("+"),
        ]
    }),
    parameter("param-charset", "bytes that are no UTF-8", "RFC 6749 appendix B", |original| {
        let tails = ["%FF", "%E9", "%FE%FF"].map(Wire::Followed);
        let heads = ["%EF%BB%BF", "%FE%FF"].map(Wire::Led);
        let wires = tails.into_iter().chain(heads).chain([Wire::Utf16]);
        wires.map(|wire| original.carried(Carrier::Once(wire))).collect()
    }),
    parameter("param-json-body", "types that a form cannot have", "RFC 6749 section 3.1", |original| {
        let (good, json) = (original.uri.to_string(), original.stranger().placed(Place::Json));
        vec![
            json.clone(),
            json.carried(Carrier::After(good.clone())),
            json.carried(Carrier::Ahead(good.clone())),
            json.carried(Carrier::Apart(good)),
        ]
    }),
    parameter("param-in-request-object", "a check of the query only", "RFC 9101 section 6.3", |original| {
        vec![original.stranger().placed(Place::RequestObject)]
    }),
    parameter(
        "param-in-request-object-conflict",
        "a check of one value, and the use of another",
        "RFC 9101 section 6.3",
        |original| apart(original, Place::RequestObject).into(),
    ),
    parameter(
        "param-par-unregistered",
        "redirect URIs that a client may push without having registered them",
        "RFC 9126 section 2.4",
        |original| {
            let pushed = original.stranger().placed(Place::Pushed);
            let [_, beside] = apart(original, Place::Pushed);
            vec![pushed, beside]
        },
    ),
    parameter(
        "param-registered-as-prefix-of-next",
        "a list that is searched by prefixes",
        "RFC 6749 section 3.1.2.3",
        |original| {
            let uri = original.uri.to_string();
            let forms = original.registered.others.iter().flat_map(|other| {
                let (shared, rest) = other.as_str().split_at(common(&uri, other.as_str()));
                [shared.to_owned(), format!("{uri}{rest}"), format!("{uri}{other}")]
            });
            forms.map(|text| original.replaced(text)).collect()
        },
    )
    .needing(Kind::Several),
];
