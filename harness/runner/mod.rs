//! The runner: async and concurrent, over proptest's value trees.
//!
//! It puts probes to a target, each between two controls, and hands out observations in the
//! order of the probes, whatever answers first. It knows no rule.

mod advertised;
mod asker;
mod authorize;
mod between;
mod by_error;
mod calibrate;
mod calibrated;
mod call;
mod conduct;
mod controls;
mod credentials;
mod enrolled;
mod held;
mod hunt;
mod past;
mod present;
mod resume;
mod subjects;
mod throttled;

pub use asker::Runner;
pub use authorize::placed;
pub use between::{Asked, batch_size};
pub use calibrated::{ByError, Calibrated, ToldApart};
pub use held::{Held, Wait};
pub use hunt::{Case, Hunted};
pub use past::Past;
pub use throttled::Met;
