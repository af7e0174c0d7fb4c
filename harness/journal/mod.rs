//! The journal: every observation of a run as a line of JSON, redacted, and what can be made of
//! it again without traffic.
//!
//! The first line is the [`Header`]: what was asked, with the scenario's own text, so that a
//! journal explains itself. Then one line for each observation, in the order made, and at the end
//! one that says it is the end; a run that was killed has none, and a line says where it went on.
//! Where codes or tokens have a quota, a line with the time is written for each as soon as it is there,
//! so that a run which goes on keeps within the quota.
//! Codes, tokens, cookies and secrets are names, with the shape of each code and token beside it,
//! and the target's address is [`PLACE`], or [`PLACE_HERE`], in place of the real one (only the
//! scenario's text in the header has it): the lines parse like what was seen, and judges come to
//! the same verdicts.

mod exchange;
mod header;
mod read;
mod record;
mod recorded;
mod redact;
mod witness;

pub use header::{Header, Means};
pub use read::{Journal, JournalError};
pub use record::{end, goes_on, line, spent};
pub use recorded::{Recorded, RecordedError};
pub use witness::{WITNESS_SCHEMA, WitnessError, WitnessFile};

/// The host that stands for the target; a reserved name (RFC 2606).
pub const PLACE: &str = "target.invalid";

/// The host that stands for a target on this machine, where less is demanded; it never leads off it
/// (RFC 6761 section 6.3).
pub const PLACE_HERE: &str = "target.localhost";

/// The version of a journal's layout.
pub const SCHEMA: u32 = 1;
