//! The evidence: what was sent and what came back, and what can be read off it without judging.

mod authorized;
mod calibration;
mod curl;
mod echo;
mod exchange;
mod exits;
mod face;
mod form;
mod landing;
mod likeness;
mod observation;
mod page;
mod redaction;
mod subject;
mod token_answer;
mod token_error;

pub use authorized::{Authorized, Outcome};
pub use calibration::{Calibration, Reading, Untellable};
pub use curl::curl;
pub use echo::{Echo, retained};
pub use exchange::{Exchange, Fault, Journey, Received, Sent};
pub use exits::{Channel, Exit, exits};
pub use face::Face;
pub use form::{Button, Form};
pub use landing::{Landing, Seen, severity_of};
pub use likeness::alike;
pub use observation::{Happened, Observation};
pub use page::Page;
pub use redaction::Redaction;
pub use subject::{Subject, is_own};
pub use token_answer::TokenAnswer;
pub use token_error::TokenError;
