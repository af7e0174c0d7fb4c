//! What changes for a client that moves from one provider to another.

use oauth_litmus::{profile::Difference, report::difference_terminal, scenario::Scenario};
use rstest::rstest;

fn of(name: &str, policy: &str) -> Scenario {
    let text = format!("[provider]\nname = \"{name}\"\n[redirect_uri]\n{policy}");
    Scenario::parse(name, &text).unwrap_or_else(|error| panic!("{error}"))
}

#[rstest]
#[case::case("match = \"ignore-case\"", "match = \"exact\"", "path-case")]
#[case::prefix("match = \"prefix\"", "match = \"ignore-case\"", "path-extra-segment")]
#[case::port("loopback_port = \"any\"", "loopback_port = \"exact\"", "lb-port-any")]
#[case::duplicates("duplicate = \"last\"", "duplicate = \"refuse\"", "param-duplicate-first")]
#[case::missing("missing = \"sole-registered\"", "missing = \"refuse\"", "param-omitted-single")]
fn what_only_one_takes_is_shown(#[case] looser: &str, #[case] stricter: &str, #[case] class: &str) {
    let (loose, strict) = (of("Loose", looser), of("Strict", stricter));
    let moved = Difference::between(&loose, &strict);
    assert!(moved.breaks.mutations.contains(class), "{:?}", moved.breaks);
    assert_eq!(moved.breaks.smallest.as_ref().map(|smallest| smallest.edits), Some(1));
    let back = Difference::between(&strict, &loose);
    assert_eq!(back.opens.smallest, moved.breaks.smallest);
    assert_eq!(moved.behaviours.len(), 1);
    let text = difference_terminal(&moved, 100);
    assert!(text.contains("Loose takes and Strict refuses"), "{text}");
}

#[test]
fn the_same_differs_in_nothing() {
    let zoho = Scenario::named("zoho").expect("a scenario");
    assert!(Difference::between(&zoho, &zoho).is_none());
}
