//! The tests of oauth-litmus, each module a promise.

mod architecture;
mod behaviours;
mod broken_off;
mod browser;
mod by_error;
mod catalogue;
mod cli;
mod control;
mod determinism;
mod dialects;
mod drift;
mod endings;
mod faces;
mod failing;
mod flaws;
mod forms;
mod hindered;
mod hosted;
mod hostile;
mod journal;
mod kept;
mod leaks;
mod learned_flows;
mod learned_keys;
mod lifetimes;
mod listener;
mod login;
mod manners;
mod metadata;
mod moving;
mod pages;
mod partial;
mod places;
mod policies;
mod registering;
mod reports;
mod round_trip;
mod scenarios;
#[cfg(feature = "browser")]
mod scripted;
mod seeds;
mod serve;
mod severity;
mod soundness;
mod storm;
mod support;
mod throttles;
mod uris;
mod wire;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
