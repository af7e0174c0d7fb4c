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
        let known = |path: &str| {
            oauth_litmus::behaviour::TOPICS.iter().any(|topic| topic.path == path && topic.executed)
        };
        assert!(rule.about.iter().all(|path| known(path)), "{}: a topic is unknown or not executed", rule.id);
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
