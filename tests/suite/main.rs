//! The tests of oauth-litmus, each module a promise.

mod architecture;
mod catalogue;
mod cli;
mod control;
mod determinism;
mod hostile;
mod leaks;
mod reports;
mod scenarios;
mod sensitivity;
mod severity;
mod soundness;
mod support;
mod wire;
