//! Everything pinned down about the server, as one snapshot: what changes shows as a difference.

use oauth_litmus::{budget::Budget, report, suite, survey::survey};
use std::time::Duration;

#[test]
fn the_server_behaves_as_it_did() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let profile = runtime.block_on(async {
        let base = oauth_litmus_example::start().await.expect("a free port");
        let scenario = suite::read("oauth.toml").expect("a scenario");
        let sandbox = suite::sandbox_at(&base, scenario).expect("a sandbox");
        let budget = Budget { patience: Duration::ZERO, ..Budget::live(true) };
        survey(&sandbox, &budget).await.expect("a survey")
    });
    profile.assert_as_expected();
    insta::assert_snapshot!(report::markdown(&profile));
}
