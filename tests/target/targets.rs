//! The test targets that users might write.

use oauth_litmus::{
    scenario::{Scenario, ScenarioError},
    stand_in::StandIn,
    suite::{self, Suite},
};
use std::{
    env, fs, future,
    io::{self, Write as _},
    process::ExitCode,
};

/// The variable that names a target.
pub(crate) const NAME: &str = "OAUTH_LITMUS_TARGET";

/// The variable that names the file in which a target leaves a trace when it is started.
pub(crate) const TRACE: &str = "OAUTH_LITMUS_TRACE";

const HOST_CASE: &str = "
[[deviation]]
rule = \"redirect/host-case\"
because = \"the front end lower-cases hosts\"
";

/// Runs the target of that name.
pub(crate) fn run(name: &str) -> ExitCode {
    match name {
        "sound" => Suite::of(async || {
            leave_trace()?;
            StandIn::start(sound("")).await.map_err(io::Error::other)
        })
        .run(),
        "flawed" => Suite::stand_in(flawed()).run(),
        "stale" => Suite::stand_in(Ok(sound(HOST_CASE))).run(),
        "misspelt" => Suite::stand_in(Ok(sound(&HOST_CASE.replace("case", "cas")))).run(),
        "missing" => Suite::server(suite::read("no/such/file.toml")).run(),
        "drifting" => Suite::started(reached(), async || started().await).run(),
        "panicking" => Suite::started(reached(), async || panic!("no database here")).run(),
        "two" => suite::run_all([
            Suite::stand_in(Scenario::named("rfc6749")).named("old"),
            Suite::stand_in(flawed()).named("flawed"),
        ]),
        other => panic!("there is no target {other}"),
    }
}

fn leave_trace() -> io::Result<()> {
    let path = env::var(TRACE).map_err(io::Error::other)?;
    fs::OpenOptions::new().create(true).append(true).open(path)?.write_all(b"started\n")
}

const RFC9700: &str = include_str!("../../scenarios/reference/rfc9700.toml");

fn sound(more: &str) -> Scenario {
    Scenario::parse("rfc9700", &format!("{RFC9700}{more}")).expect("a scenario")
}

/// A server that accepts whatever begins with the registered URI.
fn flawed() -> Result<Scenario, ScenarioError> {
    Scenario::parse("flawed", &RFC9700.replace("match = \"exact\"", "match = \"prefix\""))
}

/// A server on which a code is said to work once, and how to reach it.
fn reached() -> Result<Scenario, ScenarioError> {
    let sandbox = "
        [sandbox]
        base = \"http://127.0.0.1:9\"
        consent = \"automatic\"
        [[sandbox.client]]
        id = \"app\"
        secret = \"app-secret\"
        redirect_uris = [\"https://app.example/callback\"]
    ";
    Scenario::parse("reached", &format!("{RFC9700}{sandbox}"))
}

/// Starts a server on which it works twice, and which lives as long as the runtime.
async fn started() -> String {
    let twice = Scenario::parse("twice", &RFC9700.replace("uses = 1", "uses = 2")).expect("a scenario");
    let stand_in = StandIn::start(twice).await.expect("a free port");
    let base = stand_in.uri();
    tokio::spawn(async move {
        future::pending::<()>().await;
        drop(stand_in);
    });
    base
}
