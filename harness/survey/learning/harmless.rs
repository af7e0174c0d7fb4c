//! Values that can be stated, or left unsaid, without harm.

use super::{
    belief::{Belief, Parting},
    patch::{self, Leaf},
};
use crate::target::TargetError;
use std::collections::BTreeSet;
use toml::Table;

/// How often it is looked whether values do harm to any probe.
const MOST_HARMFUL: usize = 16;

/// How many of the probes that show harm are held against other values at a time.
const MOST_TELLING: usize = 4;

impl Belief<'_> {
    /// As many of these values as can be stated, or left unsaid, so that no probe parts further from
    /// the target: first as it seems by the few probes that showed what harm they do, then held
    /// against all of them, until none shows more.
    pub(super) async fn harmless(
        &self,
        table: Table,
        leaves: &[Leaf],
        stated: bool,
    ) -> Result<Table, TargetError> {
        if leaves.is_empty() {
            return Ok(table);
        }
        let before = self.all_parting(&table).await?;
        let mut telling = BTreeSet::new();
        for _ in 0..MOST_HARMFUL {
            let laid = self.seemingly_harmless((&table, &before), leaves, stated, &telling).await?;
            let spoilt = spoilt(&before, &self.all_parting(&laid).await?);
            if spoilt.is_empty() {
                return Ok(laid);
            }
            telling.extend(spoilt.into_iter().take(MOST_TELLING));
        }
        Ok(table)
    }

    /// The same, by these probes alone.
    async fn seemingly_harmless(
        &self,
        (table, before): (&Table, &Parting),
        leaves: &[Leaf],
        stated: bool,
        telling: &BTreeSet<String>,
    ) -> Result<Table, TargetError> {
        let mut table = table.clone();
        let mut left = vec![leaves];
        while let Some(leaves) = left.pop() {
            let mut laid = table.clone();
            for (path, value) in leaves {
                if stated {
                    patch::put(&mut laid, path, value.clone());
                } else {
                    patch::take_out(&mut laid, path);
                }
            }
            let is_behaviour = patch::behaviour_of(&laid).is_some();
            if is_behaviour && spoilt(before, &self.parting(&laid, telling).await?).is_empty() {
                table = laid;
            } else if leaves.len() > 1 {
                let (one, other) = leaves.split_at(leaves.len() / 2);
                left.extend([other, one]);
            }
        }
        Ok(table)
    }
}

/// The probes that part further than before.
pub(super) fn spoilt(before: &Parting, now: &Parting) -> Vec<String> {
    let further = now.iter().filter(|(key, apart)| before.get(*key).is_none_or(|before| *apart > before));
    further.map(|(key, _)| key.clone()).collect()
}
