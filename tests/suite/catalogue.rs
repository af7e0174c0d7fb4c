//! The catalogues are sound in themselves: ids, references, sources, forms.

use oauth_litmus::{
    mutation::{self, Group, Kind, Mutant, Registered, single_edits},
    protocol::RedirectUri,
    rules::{self, Ask},
    scenario::Standard,
};
use proptest::{
    prop_assert, proptest, strategy::Strategy as _, strategy::ValueTree as _, test_runner::TestRunner,
};
use std::collections::BTreeSet;

fn registered(uri: &str) -> Registered {
    Registered {
        uri: RedirectUri::new(uri),
        others: vec![RedirectUri::new("https://app.example/second")],
        foreign: vec![RedirectUri::new("https://other.example/callback")],
    }
}

#[test]
fn ids_are_words_and_unique() {
    let mutations: Vec<&str> = mutation::catalogue().map(|mutation| mutation.id).collect();
    let rules: Vec<&str> = rules::catalogue().map(|rule| rule.id).collect();
    for ids in [&mutations, &rules] {
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice");
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
        assert!(ids.iter().all(|id| id.chars().all(word)), "an id is no word: {ids:?}");
    }
    assert!(mutations.len() >= 160, "{} mutations", mutations.len());
    assert!(rules.len() >= 76, "{} rules", rules.len());
}

#[test]
fn all_eighteen_groups_have_mutations() {
    let groups: BTreeSet<Group> = mutation::catalogue().map(|mutation| mutation.group).collect();
    assert_eq!(groups.len(), 18);
}

#[test]
fn every_mutation_changes_a_uri_of_the_kind_it_needs() {
    for kind in Kind::ALL {
        let uri = kind.example();
        let mut registered = registered(uri);
        registered.others.truncate(usize::from(kind == Kind::Several));
        let original = Mutant::original(registered);
        let edits = single_edits(&original);
        for mutation in
            mutation::catalogue().filter(|mutation| mutation.needs == kind && mutation.id != "ctl-exact")
        {
            let own = edits.iter().filter(|edit| edit.mutation.id == mutation.id);
            let mutants: Vec<Mutant> = own.filter_map(|edit| edit.apply(&original)).collect();
            assert!(!mutants.is_empty(), "{} has no form for {uri}", mutation.id);
            assert!(mutants.iter().all(|mutant| !mutant.words().is_empty()), "{} says nothing", mutation.id);
        }
    }
}

proptest! {
    #[test]
    fn no_mutation_panics_whatever_is_registered(uri in ".*") {
        let original = Mutant::original(registered(&uri));
        for edit in single_edits(&original) {
            prop_assert!(edit.apply(&original).is_some());
        }
    }
}

#[test]
fn no_composition_panics_and_each_shrinks_to_fewer_edits() {
    let mut source = TestRunner::deterministic();
    for kind in Kind::ALL {
        let original = Mutant::original(registered(kind.example()));
        let strategy = mutation::composed(&original);
        for _ in 0..200 {
            let mut tree = strategy.new_tree(&mut source).expect("a tree");
            let before = tree.current();
            let apply = |edits: &[mutation::Edit]| {
                edits.iter().fold(original.clone(), |mutant, edit| edit.apply(&mutant).unwrap_or(mutant))
            };
            let _ = apply(&before).parameters().to_string();
            while tree.simplify() {}
            assert!(tree.current().len() <= before.len());
        }
    }
}

#[test]
fn rules_ask_mutations_there_are_and_every_mutation_serves_a_rule() {
    let asked: BTreeSet<&str> = rules::catalogue()
        .filter_map(|rule| if let Ask::Mutations { ids, .. } = rule.ask { Some(ids) } else { None })
        .flatten()
        .copied()
        .collect();
    for id in &asked {
        assert!(mutation::by_id(id).is_some(), "no mutation {id}");
    }
    assert!(
        rules::catalogue().any(|rule| matches!(rule.ask, Ask::Everything { .. })),
        "nothing asks the rest"
    );
    for rule in rules::catalogue() {
        assert!(
            rule.umbrellas.iter().all(|id| rules::by_id(id).is_some()),
            "{}: an umbrella is unknown",
            rule.id
        );
        let known = |path: &str| oauth_litmus::behaviour::TOPICS.iter().any(|topic| topic.path == path);
        assert!(rule.about.iter().all(|path| known(path)), "{}: a topic is unknown", rule.id);
    }
}

#[test]
fn every_rule_belongs_to_a_standard_and_says_what_it_demands() {
    let standards = [Standard::Rfc6749, Standard::Rfc9700, Standard::OAuth21];
    for rule in rules::catalogue() {
        assert!(
            standards.iter().any(|standard| rule.applies_under(*standard)),
            "{} belongs to none",
            rule.id
        );
        assert!(
            rule.demands.ends_with('.') && rule.demands.len() > 30,
            "{} demands `{}`",
            rule.id,
            rule.demands
        );
        assert!(!rule.flaw.trim().is_empty(), "{} has no flaw", rule.id);
    }
}

/// What is known to be demanded, by group; the rules about entropy stand elsewhere.
const DEMANDED: [(&str, &str); 16] = [
    (
        "authz",
        "authenticate-before-redirect client-disabled code-in-query-only concurrent-sessions-isolated \
         consent-public-repeat csrf-consent empty-is-omitted endpoint-no-fragment \
         endpoint-query-retained error-charset error-code-registered error-description-charset \
         error-redirected error-uri-syntax error-xor-code form-post-shape get host-header-independent \
         ignore-unknown-params implicit-disabled no-5xx no-credentials-in-get no-duplicate-params \
         no-open-redirector no-query-mode-for-tokens param-case-sensitive post \
         response-mode-client-limited response-params-once response-type-missing \
         response-type-not-allowed response-type-order response-type-unknown response-urlencoded \
         trusted-redirect-only unknown-response-mode user-denied",
    ),
    ("bearer", "401 403 challenge header no-error-when-anonymous one-method query-cache query-refused"),
    (
        "client",
        "401-www-authenticate asymmetric auth-required basic-supported basic-urlencoded brute-force \
         empty-secret id-mismatch id-not-user-chosen invalid-client-code jwt-aud jwt-error jwt-exp \
         jwt-iat jwt-iss jwt-nbf jwt-none jwt-replay jwt-signature jwt-single jwt-sub method-enforced \
         one-method post-optional public-not-upgraded unknown-vs-wrong-uniform wrong-secret",
    ),
    (
        "code",
        "bound-to-client bound-to-public-client-id charset client-deleted concurrent-multi-node \
         concurrent-single-use cross-client-replay-safe distinct expires failed-attempt-policy \
         garbage invalid-replay-no-revoke lifetime-10min lifetime-60s not-a-token not-sent-on-denial \
         replay-revokes-access replay-revokes-descendants replay-revokes-refresh scope-frozen \
         single-use",
    ),
    (
        "http",
        "303 certificate clickjacking cors-token-sane csp-frame-ancestors location-absolute no-307 \
         no-cors-authorize no-header-injection no-third-party page-no-store referrer-policy \
         tls-authorize tls-modern tls-token",
    ),
    (
        "introspect",
        "401 active auth-required consistent expired-inactive hint-wrong inactive-is-bare \
         model-agrees post-form revoked-inactive tampered unknown-inactive wrong-audience",
    ),
    ("iss", "advertised-truth equals-metadata error form not-injectable once success"),
    (
        "metadata",
        "200-json alg-none auth-methods-true endpoints-alive grant-types-true issuer-exact \
         issuer-form jwks no-empty-arrays required response-types-true scopes-syntax \
         two-documents-agree types well-known",
    ),
    (
        "pkce",
        "advertised advertised-truth appendix-b-vector bound-to-code challenge-not-leaked \
         challenge-syntax constant-challenge duplicate-challenge empty-challenge exact-compare \
         method-bound method-case-sensitive method-defaults-plain missing-challenge-error \
         no-challenge-code-2-1 plain-refused required-confidential required-public s256 supported \
         unknown-method verifier-charset verifier-max-128 verifier-min-43 verifier-required \
         verifier-without-challenge verifier-wrong wrong-verifier-no-oracle",
    ),
    (
        "redirect",
        "absolute backslash control-characters cross-client dangerous-scheme default-port \
         default-when-single double-encoding duplicate-parameter error-page-encodes exact-match \
         fragment-fix fragment-registration fragment-request host-case host-subdomain \
         host-suffix-append https-only inform-user list-confusion loopback-alt-forms \
         loopback-any-port loopback-exception-scope loopback-hosts-not-interchangeable \
         loopback-only-port-varies no-redirect-on-combined-error no-redirect-on-mismatch \
         no-redirect-unknown-client path-append path-case path-parent path-traversal pct-equivalence \
         port-change private-scheme-period query-added query-changed query-ok query-reordered \
         query-retained registration-complete-uri registration-required-public required-oidc \
         required-when-many reserved-param-pollution revalidate-after-login scheme-case scheme-change \
         token-absent token-identical token-optional-2-1 token-other-registered trailing-slash \
         unicode-idna unregistered-host userinfo-confusion whitespace-padding wildcard-literal",
    ),
    (
        "refresh",
        "absolute-expiry auth-required bound-to-client concurrent failed-refresh-keeps-token \
         foreign-attempt-safe grant-not-registered inactivity-expiry integrity not-a-bearer \
         not-in-implicit oidc-same-sub old-dies other-families-safe public-needs-client-id \
         resource-bound reuse-depth reuse-kills-active reuse-kills-grant revoked rotation-or-bound \
         scope-narrow scope-no-widen scope-of-new-rt scope-omitted type-confusion unknown",
    ),
    ("resource", "absolute audience multiple narrow unknown"),
    (
        "revoke",
        "access-supported bound-to-client cascade-access cascade-refresh client-auth hint-unknown \
         hint-wrong https idempotent immediate missing-token no-duplicate-params other-grants-live \
         post-form refresh-supported rotated-family unknown-is-200 unsupported-type",
    ),
    ("scope", "case consent-subset default-or-error granted-reported not-above-client order syntax unknown"),
    (
        "state",
        "absent-when-absent duplicate echo-exact echo-exact-error empty-is-omitted \
         inside-vs-outside-jar no-injection no-truncate non-abnf opaque-vschar optional pct-literal \
         survives-login",
    ),
    (
        "token",
        "access-token-charset access-token-present audience-restricted cache-control \
         cc-confidential-only cc-no-refresh cc-sub-distinct distinct empty-is-omitted \
         endpoint-no-fragment error-400 error-charset error-code-set error-has-no-token error-json \
         error-priority expires-in-honest expires-in-number form-content-type grant-not-allowed \
         ignore-unknown-params invalid-grant json missing-code missing-grant-type no-5xx \
         no-credentials-in-uri no-duplicate-params no-params-in-uri no-redirect param-case-sensitive \
         post-only pragma refresh-token-charset ropc-disabled scope-when-different sender-constrained \
         short-lived status-200 token-type-present unsupported-grant-type",
    ),
];

#[test]
fn what_is_demanded_is_asked_or_left_out_for_a_reason() {
    let mut demanded = 0;
    for (group, names) in DEMANDED {
        for name in names.split_whitespace() {
            let id = format!("{group}/{name}");
            let (asked, left) = (rules::by_id(&id), rules::left_out_by_id(&id));
            assert!(
                asked.is_some() != left.is_some(),
                "{id}: asked {}, left out {}",
                asked.is_some(),
                left.is_some()
            );
            demanded += 1;
        }
    }
    assert!(demanded > 300, "{demanded} demands");
    for left in rules::LEFT_OUT {
        assert!(left.demands.ends_with('.') && left.because.len() > 40, "{} has no reason", left.id);
        let known = DEMANDED.iter().any(|(group, names)| {
            left.id
                .strip_prefix(group)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|name| names.split_whitespace().any(|known| known == name))
        });
        assert!(known, "{} is not among what is demanded", left.id);
    }
}

#[test]
fn the_readme_counts_what_there_is() {
    let readme = include_str!("../../README.md").replace('\n', " ");
    let counts = [
        format!("the {} rules", rules::catalogue().count()),
        format!("the {} classes of mutation", mutation::catalogue().count()),
    ];
    for count in counts {
        assert!(readme.contains(&count), "README.md does not say `{count}`");
    }
}
