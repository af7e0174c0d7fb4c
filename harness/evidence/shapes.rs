//! The shapes of the codes and tokens of one observation. While their texts are there, shapes are
//! read off them; a journal has names in their place, and tells the shapes beside.

use super::{
    observation::{Happened, Observation},
    shape::Shape,
    spread::Spread,
    token_answer::TokenAnswer,
};
use crate::{probe::Service, protocol::Secret};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a journal tells of texts that are not in it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Shapes {
    /// By the name that stands for each.
    pub by_name: BTreeMap<String, Shape>,
    /// How much they differ, of each sort.
    pub spreads: BTreeMap<Sort, Spread>,
}

/// What was issued.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Codes.
    Code,
    /// Access tokens.
    AccessToken,
    /// Refresh tokens.
    RefreshToken,
}

impl Sort {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Code, Self::AccessToken, Self::RefreshToken];
}

impl Shapes {
    /// Those of an observation, by the names that `name` gives to texts; what it leaves as it is
    /// has no name, and is left out.
    #[must_use]
    pub fn of(observation: &Observation, name: impl Fn(&str) -> String) -> Self {
        if let Some(told) = &observation.shapes {
            return told.clone();
        }
        let mut shapes = Self::default();
        for sort in Sort::ALL {
            let values = observation.issued(sort);
            for value in &values {
                let known_as = name(value.reveal());
                if known_as != value.reveal() {
                    let mut shape = Shape::of(value.reveal());
                    if let Some(claims) = &mut shape.jwt {
                        claims.names.iter_mut().for_each(|claim| *claim = name(claim));
                    }
                    shapes.by_name.insert(known_as, shape);
                }
            }
            if !values.is_empty() {
                shapes.spreads.insert(sort, spread(&values));
            }
        }
        shapes
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty() && self.spreads.is_empty()
    }
}

impl Observation {
    /// What was issued of that sort, in order.
    #[must_use]
    pub fn issued(&self, sort: Sort) -> Vec<&Secret> {
        match sort {
            Sort::Code => self.authorizations().filter_map(|authorized| authorized.code.as_ref()).collect(),
            Sort::AccessToken => {
                self.token_answers().filter_map(|answer| answer.access_token.as_ref()).collect()
            }
            Sort::RefreshToken => {
                self.token_answers().filter_map(|answer| answer.refresh_token.as_ref()).collect()
            }
        }
    }

    /// What a code or token of it looks like; nothing where only its name is left.
    #[must_use]
    pub fn shape(&self, of: &Secret) -> Option<Shape> {
        match &self.shapes {
            Some(told) => told.by_name.get(of.reveal()).cloned(),
            None => Some(Shape::of(of.reveal())),
        }
    }

    /// How much its codes or tokens differ.
    #[must_use]
    pub fn spread(&self, sort: Sort) -> Spread {
        match &self.shapes {
            Some(told) => told.spreads.get(&sort).copied().unwrap_or_default(),
            None => spread(&self.issued(sort)),
        }
    }

    /// All answers of the token endpoint, in order.
    pub fn token_answers(&self) -> impl Iterator<Item = &TokenAnswer> {
        self.happened.iter().flat_map(|happened| match happened {
            Happened::Redeemed(_, answer) | Happened::Called(Service::Token, _, answer) => {
                answer.iter().map(AsRef::as_ref).collect()
            }
            Happened::Raced(raced) => raced.iter().filter_map(|(_, answer)| answer.as_ref()).collect(),
            _ => Vec::new(),
        })
    }
}

fn spread(values: &[&Secret]) -> Spread {
    Spread::of(&values.iter().map(|value| value.reveal()).collect::<Vec<_>>())
}
