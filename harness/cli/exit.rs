//! How the command line ends.

use oauth_litmus::{scenario::ScenarioError, target::TargetError};
use std::io;

/// The exit codes; where several apply, 2 comes before 3 before 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything is as expected.
    Expected = 0,
    /// There are surprises: a violated MUST, a deviation no longer true, drift.
    Surprises = 1,
    /// The user's input is wrong.
    Input = 2,
    /// A target could not be reached, or would not cooperate.
    Target = 3,
}

impl Exit {
    /// The graver of two.
    pub(crate) fn and(self, other: Self) -> Self {
        let gravity = |exit| match exit {
            Self::Expected => 0,
            Self::Surprises => 1,
            Self::Target => 2,
            Self::Input => 3,
        };
        if gravity(other) > gravity(self) { other } else { self }
    }
}

/// What went wrong, in one message.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A scenario cannot be used.
    #[error("{0}")]
    Scenario(#[from] ScenarioError),
    /// A target cannot be used.
    #[error("{name}: {error}")]
    Target {
        /// Which one.
        name: String,
        /// Why.
        error: TargetError,
    },
    /// Something the user asked for makes no sense.
    #[error("{what}\n  mend: {mend}")]
    Asked {
        /// What.
        what: String,
        /// What to do instead.
        mend: String,
    },
    /// A file cannot be read or written.
    #[error("could not {doing} `{path}`: {error}\n  mend: {mend}")]
    File {
        /// What was attempted.
        doing: &'static str,
        /// Which file.
        path: String,
        /// Why not.
        error: io::Error,
        /// What to do.
        mend: &'static str,
    },
    /// The machine would not let us work.
    #[error("{0}")]
    Machine(String),
}

impl Failure {
    /// The exit code it leads to.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Target { error: TargetError::Unusable(_), .. } | Self::Machine(_) => Exit::Target,
            _ => Exit::Input,
        }
    }

    pub(crate) fn asked(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::Asked { what: what.into(), mend: mend.into() }
    }
}
