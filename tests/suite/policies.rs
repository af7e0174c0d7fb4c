//! Random redirect-URI policies: drawn from the vocabulary of scenarios, not from what learning
//! supposes.

use oauth_litmus::behaviour::{
    AtToken, Branch, Checked, Components, Duplicates, Emission, FragmentMatch, Gate, Guarded, HostMatch,
    LoopbackPort, Match, Missing, NoneRegistered, Normalisation, Parser, PathMatch, PortMatch, QueryMatch,
    RedirectUriPolicy, SchemeMatch, SecondError, UserinfoMatch, Whole,
};
use oauth_litmus::{
    learn::{Guess, Pool},
    mutation::{Kind, Registered},
};
use proptest::{
    collection::vec,
    option::weighted,
    prelude::{Just, Strategy},
    prop_oneof,
    sample::select,
    strategy::ValueTree as _,
    test_runner::TestRunner,
};
use std::collections::BTreeSet;

/// The first `count` policies of a fixed sequence that admit what these clients have registered,
/// no two of which decide everything alike that is asked here, and few of which are plain.
pub(crate) fn drawn(count: usize, clients: &[(Kind, Registered)], asked: &Pool) -> Vec<RedirectUriPolicy> {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    let plain = asked.mask(&Guess::default());
    let mut drawn = Vec::new();
    while drawn.len() < count {
        let policy = policy().new_tree(&mut runner).expect("a policy").current();
        let admits = |(_, registered): &(Kind, Registered)| {
            policy.accepts(std::slice::from_ref(&registered.uri), registered.uri.as_str())
        };
        let decides = asked.mask(&Guess::of(&policy));
        if clients.iter().all(admits) && decides != plain && seen.insert(decides) {
            drawn.push(policy);
        }
    }
    drawn
}

/// Any policy of the vocabulary.
pub(crate) fn policy() -> impl Strategy<Value = RedirectUriPolicy> {
    let comparing = (
        branches(),
        weighted(0.4, vec(select(Normalisation::ALL), 1..=2)),
        weighted(0.4, vec(select(Gate::ALL), 1..=2)),
        weighted(0.1, 1..=2_u8),
        select(vec![
            LoopbackPort::Exact,
            LoopbackPort::Any,
            LoopbackPort::AnyAlsoLocalhost,
            LoopbackPort::AnyIfNoneRegistered,
            LoopbackPort::AnyNumber,
        ]),
    );
    let around = (
        select(vec![Missing::Refuse, Missing::SoleRegistered, Missing::FirstRegistered]),
        select(vec![Duplicates::Refuse, Duplicates::First, Duplicates::Last]),
        select(vec![NoneRegistered::Refuse, NoneRegistered::Anything]),
        select(vec![
            Emission::Requested,
            Emission::Whatwg,
            Emission::WhatwgForm,
            Emission::Python,
            Emission::Normalised,
            Emission::Registered,
            Emission::RegisteredWithQuery,
        ]),
        select(vec![
            AtToken::Authorized,
            AtToken::Registered,
            AtToken::SameMatch,
            AtToken::Optional,
            AtToken::None,
        ]),
        second_error(),
    );
    (comparing, around).prop_map(
        |(
            (branches, normalise, refuse, decodes, port),
            (missing, duplicate, none, emit, at_token, second),
        )| {
            RedirectUriPolicy {
                compare: Some(Match(branches)),
                normalise: Some(normalise.unwrap_or_default()),
                refuse: Some(refuse.unwrap_or_default()),
                decodes: Some(decodes.unwrap_or(0)),
                loopback_port: Some(port),
                missing: Some(missing),
                duplicate: Some(duplicate),
                none_registered: Some(none),
                emit: Some(emit),
                at_token: Some(at_token),
                second_error: Some(second),
                ..RedirectUriPolicy::default()
            }
        },
    )
}

fn branches() -> impl Strategy<Value = Vec<Branch>> {
    let second = weighted(
        0.2,
        prop_oneof![
            parts().prop_map(Branch::Parts),
            parts().prop_map(|parts| {
                Branch::Parts(Components { loopback_only: true, port: PortMatch::Any, ..parts })
            }),
            select(Whole::ALL.to_vec()).prop_map(Branch::Whole),
            Just(Branch::Literal(vec!["urn:ietf:wg:oauth:2.0:oob".to_owned()])),
        ],
    );
    let first = prop_oneof![
        2 => select(Whole::ALL.to_vec()).prop_map(Branch::Whole),
        1 => (select(Whole::ALL[1..].to_vec()), select(Gate::ALL))
            .prop_map(|(whole, gate)| Branch::Guarded(Guarded { whole, refuse: vec![gate] })),
        4 => parts().prop_map(Branch::Parts),
    ];
    (first, second).prop_map(|(first, second)| [Some(first), second].into_iter().flatten().collect())
}

fn parts() -> impl Strategy<Value = Components> {
    (
        weighted(0.35, select(Parser::ALL)),
        weighted(0.3, select(SchemeMatch::ALL)),
        weighted(0.3, select(UserinfoMatch::ALL)),
        weighted(0.4, select(HostMatch::ALL)),
        weighted(0.3, select(PortMatch::ALL)),
        weighted(0.5, select(PathMatch::ALL)),
        weighted(0.4, select(QueryMatch::ALL)),
        weighted(0.3, select(FragmentMatch::ALL)),
    )
        .prop_map(|(parser, scheme, userinfo, host, port, path, query, fragment)| Components {
            parser: parser.unwrap_or_default(),
            scheme: scheme.unwrap_or_default(),
            userinfo: userinfo.unwrap_or_default(),
            host: host.unwrap_or_default(),
            port: port.unwrap_or_default(),
            path: path.unwrap_or_default(),
            query: query.unwrap_or_default(),
            fragment: fragment.unwrap_or_default(),
            ..Components::default()
        })
}

fn second_error() -> impl Strategy<Value = SecondError> {
    prop_oneof![
        Just(SecondError::Every(Checked::Refused)),
        Just(SecondError::Every(Checked::Redirected)),
        Just(SecondError::RedirectedOn(vec!["unsupported_response_type".into()])),
    ]
}
