//! The tests of oauth-litmus, each module a promise.

mod architecture;
mod browser;
mod catalogue;
mod cli;
mod control;
mod determinism;
mod hostile;
mod leaks;
mod listener;
mod pages;
mod reports;
mod scenarios;
mod sensitivity;
mod serve;
mod severity;
mod soundness;
mod support;
mod wire;
