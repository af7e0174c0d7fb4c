//! Finds out how an OAuth 2.0 authorization server really behaves, proves it with the smallest
//! evidence, and gives back a stand-in that behaves the same.
//!
//! ```
//! use oauth_litmus::{Budget, Scenario, StandIn, survey};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
//! let stand_in = StandIn::start(Scenario::named("rfc9700").unwrap()).await.unwrap();
//! let profile = survey(&stand_in, &Budget { cases: 16, ..Budget::default() }).await.unwrap();
//! profile.assert_as_expected(); // panics with the witnesses
//! # });
//! ```
//!
//! # One way
//!
//! ```text
//! scenarios/*.toml -- scenario --> behaviour --> stand-in --+
//!                        +-- sandbox coordinates -----------+--> target
//! rules + mutations --> probes --> (target) --> observations --> verdicts --+
//!                                        +---> learned behaviour -----------+--> profile --> matrix, reports
//! ```
//!
//! Nothing flows back: judges do not send, reports do not compute, targets know no rules, and
//! only what a user runs touches files, environment, output and exit codes: the command line, and
//! the [`suite`] in a test of the user's own. A room uses only rooms on lower floors; a test reads
//! the sources and enforces it.
//!
//! | floor | rooms |
//! |---|---|
//! | 0 | [`protocol`], [`clock`], [`budget`] |
//! | 1 | [`behaviour`], [`mutation`] |
//! | 2 | [`scenario`], [`probe`] |
//! | 3 | [`evidence`] |
//! | 4 | [`target`] |
//! | 5 | [`stand_in`], [`sandbox`], [`journal`], [`rules`] |
//! | 6 | [`runner`], [`learn`] |
//! | 7 | [`profile`] |
//! | 8 | [`mod@survey`], [`report`] |
//! | 9 | [`suite`] |
//!
//! # Where the plan was changed
//!
//! Calibration is pure and lives in [`evidence`], not in the sandbox: stand-ins are read by the
//! same faces. [`mutation::Severity`] stands on the first floor, since mutations, deviations and
//! landings all speak of it.

pub mod behaviour;
pub mod budget;
pub mod clock;
pub mod evidence;
pub mod journal;
pub mod learn;
pub mod mutation;
pub mod probe;
pub mod profile;
pub mod protocol;
pub mod report;
pub mod rules;
pub mod runner;
pub mod sandbox;
pub mod scenario;
pub mod stand_in;
pub mod suite;
pub mod survey;
pub mod target;

pub use budget::Budget;
pub use clock::Clock;
pub use journal::Journal;
pub use mutation::Severity;
pub use profile::{Matrix, Profile, Verdict};
pub use sandbox::Sandbox;
pub use scenario::Scenario;
pub use stand_in::{Listener, StandIn};
pub use suite::Suite;
pub use survey::survey;
