//! Sequences of moves over the life of codes and tokens, held to a model of what may happen.

mod judge;
mod model;
mod model_agrees;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[&model_agrees::RULE];
