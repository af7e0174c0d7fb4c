//! One test for each rule: `cargo test --test rules -- redirect/`.

use oauth_litmus::suite::{self, Suite};
use std::process::ExitCode;

fn main() -> ExitCode {
    let start = async || oauth_litmus_example::start().await.expect("a free port");
    Suite::started(suite::read("oauth.toml"), start).run()
}
