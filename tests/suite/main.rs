//! The tests of oauth-litmus, each module a promise.

mod architecture;
mod browser;
mod catalogue;
mod cli;
mod control;
mod determinism;
mod hostile;
mod journal;
mod kept;
mod leaks;
mod listener;
mod login;
mod manners;
mod pages;
mod places;
mod reports;
mod scenarios;
mod sensitivity;
mod serve;
mod severity;
mod soundness;
mod storm;
mod support;
mod wire;
