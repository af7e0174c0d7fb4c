//! The command line of oauth-litmus: arguments, files, the journal, progress, exit codes.

mod args;
mod ask;
mod catalogue;
mod check;
mod client;
mod diff;
mod exit;
mod files;
mod init;
mod journal;
mod learn;
mod live;
mod progress;
mod run;
mod serve;
mod welcome;
mod witness;

use args::{Arguments, Command};
use clap::Parser as _;
use exit::Exit;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Surveys and learning make and drop many small texts, on several threads at once; this takes a
/// third off the time of `learn`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command.unwrap_or_default() {
        Command::Run(run) => run::run(&run),
        Command::Replay(arguments) => witness::replay(&arguments),
        Command::Learn(arguments) => learn::learn(&arguments),
        Command::Diff { old, new, json } => diff::diff(&old, &new, json),
        Command::Serve(serve) => serve::serve(&serve),
        Command::Rules { id } => catalogue::rules(id.as_deref()),
        Command::Mutations { id } => catalogue::mutations(id.as_deref()),
        Command::Init(arguments) => init::init(&arguments),
        Command::Check { files, live } => Ok(check::check(&files, live)),
    };
    outcome
        .unwrap_or_else(|failure| {
            progress::tell(&format!("error: {failure}"));
            failure.exit()
        })
        .into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
