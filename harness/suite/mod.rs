//! One test for each rule in a user's own `cargo test`, named like the rule, against a stand-in,
//! a running server, or one that the test starts itself.
//!
//! A test target with `harness = false` runs a [`Suite`]; in `Cargo.toml`:
//!
//! ```toml
//! [[test]]
//! name = "oauth"
//! harness = false
//! ```
//!
//! and in `tests/oauth.rs`, which then understands `cargo test --test oauth -- redirect/` and
//! cargo-nextest:
//!
//! ```no_run
//! use oauth_litmus::suite::{self, Suite};
//! # async fn start_my_server() -> String { String::new() }
//!
//! fn main() -> std::process::ExitCode {
//!     Suite::started(suite::read("tests/oauth.toml"), async || start_my_server().await).run()
//! }
//! ```
//!
//! Listing the tests starts nothing. All tests of a process share one survey, narrowed to the
//! rules that were selected; the first test to run makes it.
//!
//! # What a test says
//!
//! - It fails if a MUST is violated and no deviation of the scenario covers it, if a stated
//!   deviation is conclusively no longer true, or if the survey ended before its rule was judged.
//!   The text has the rule, its sources, the smallest request that shows it, and a `curl` line.
//! - It is ok if the rule is upheld, or violated as stated. A SHOULD that is violated is ok too,
//!   and told after the run.
//! - It is ignored, with the reason, if nothing can be concluded, or the rule was not asked or
//!   does not apply.
//!
//! The test `scenario/drift` of a real server fails if the server does not do what its scenario
//! states. After a run a short summary goes to stderr.

mod outcome;
mod outside;
mod shared;
mod summary;
mod test_suite;

pub use outside::{SessionFile, read, sandbox, sandbox_at};
pub use test_suite::{Suite, run_all};
