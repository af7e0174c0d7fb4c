//! How many of something there can be, as far as it was tried.

use serde::Serialize;
use std::fmt;

/// An interval that holds a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Count {
    /// There can be at least so many.
    pub at_least: u32,
    /// There can be at most so many; none if no end was seen.
    pub at_most: Option<u32>,
}

impl Count {
    /// What is told by several, made one after the other, of which these live; nothing where not
    /// the oldest are dead, or all are.
    #[must_use]
    pub fn of_living(living: &[bool]) -> Option<Self> {
        let dead = living.iter().take_while(|lives| !**lives).count();
        let left = living.get(dead..).filter(|left| !left.is_empty() && left.iter().all(|lives| *lives))?;
        let count = u32::try_from(left.len()).ok()?;
        Some(Self { at_least: count, at_most: (dead > 0).then_some(count) })
    }

    /// Whether it can be so many.
    #[must_use]
    pub fn holds(&self, count: u32) -> bool {
        count >= self.at_least && self.at_most.is_none_or(|most| count <= most)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at_most {
            Some(most) if most == self.at_least => write!(f, "{most}"),
            Some(most) => write!(f, "{} to {most}", self.at_least),
            None => write!(f, "at least {}", self.at_least),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn the_oldest_are_dead_or_nothing_is_told() {
        let told = |living: &[bool]| Count::of_living(living).map(|count| count.to_string());
        assert_eq!(told(&[false, true, true]).as_deref(), Some("2"));
        assert_eq!(told(&[true, true]).as_deref(), Some("at least 2"));
        assert_eq!(told(&[false, true, false]), None);
        assert_eq!(told(&[false, false]), None);
        assert_eq!(told(&[]), None);
        let capped = Count::of_living(&[false, true]).expect("a count");
        assert!(capped.holds(1) && !capped.holds(2) && !capped.holds(0));
    }
}
