//! Law 3: each reference stand-in upholds every rule of its standard; no rule cries wolf.

use crate::support::{block_on, surveyed};
use oauth_litmus::{budget::Budget, profile::Verdict, scenario::Scenario};
use rstest::rstest;

#[rstest]
#[case("rfc6749")]
#[case("rfc9700")]
#[case("oauth-2-1")]
fn a_reference_server_upholds_every_rule_of_its_standard(#[case] stem: &str) {
    let budget = Budget { cases: 512, ..Budget::default() };
    let profile = block_on(surveyed(Scenario::named(stem).expect("a scenario"), &budget));
    for finding in &profile.findings {
        let sound = match finding.verdict {
            Verdict::Upheld => finding.because.is_none(),
            Verdict::NotApplicable => {
                finding.because.as_deref().is_some_and(|why| why.starts_with("nothing it cites"))
            }
            _ => false,
        };
        assert!(sound, "{finding:#?}");
    }
    assert_eq!(profile.surprises(), [""; 0]);
}
