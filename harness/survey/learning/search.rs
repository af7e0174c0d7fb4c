//! The search for a behaviour that explains what a target did.

use super::{
    belief::{Belief, Parting, Sketches, sum},
    explanations::{self, Known},
    patch::Explanation,
};
use crate::target::TargetError;
use std::collections::BTreeSet;
use toml::Table;

/// How many probes are put to stand-ins at most to explain what was seen.
const MOST_ASKED: usize = 120_000;

/// Of how many explanations each is tried together with each.
const MOST_PAIRED: usize = 40;

/// How many explanations that help at some probes may spoil more at others, until it is looked for
/// others.
const MOST_SPOILING: usize = 24;

/// At how many of the probes that both change two explanations are tried first.
const MOST_SHARED: usize = 4;

/// A table that explains more, and what it leaves.
type Better = (Table, Parting);

/// An explanation that changes how some of the probes go.
struct Stirring {
    explanation: Explanation,
    /// Whether less is left unexplained of them.
    helps: bool,
    left: usize,
    stirred: BTreeSet<String>,
}

impl Belief<'_> {
    /// A behaviour that explains what this one does and more, if one is found.
    pub(super) async fn explained(&mut self, mut table: Table) -> Result<Table, TargetError> {
        let mut parting = self.all_parting(&table).await?;
        let mut last: Option<Vec<Explanation>> = None;
        loop {
            let told = self.told(&table, &parting.keys().cloned().collect()).await?;
            let open: BTreeSet<String> =
                parting.keys().filter(|key| !self.is_given_up(key, &told)).cloned().collect();
            if open.is_empty() || self.asked >= MOST_ASKED {
                return Ok(table);
            }
            let examples = self.examples(&open, &told);
            let narrowed = last.is_some();
            let candidates = if let Some(last) = last.take() {
                let laid =
                    |explanation: Explanation| explanation.laid_over(&table).map(|laid| (explanation, laid));
                last.into_iter().filter_map(laid).collect()
            } else {
                let known = Known { table: &table, measured: &self.measured, further: &self.further };
                explanations::of(&open, &self.refusals(&examples, &told), known)
            };
            let stirring = self.stirring(&told, &examples, candidates).await?;
            let mut better = self.better(&table, &parting, (&examples, &stirring)).await?;
            let is_single = better.is_some();
            if better.is_none() && !narrowed {
                better = self.pair(&table, &parting, &stirring).await?;
            }
            if let Some(better) = better {
                (table, parting) = better;
                last = is_single.then(|| stirring.into_iter().map(|stirring| stirring.explanation).collect());
            } else if !narrowed {
                self.give_up(&examples, &told);
            }
        }
    }

    /// The explanations that change how these probes go, those first that leave the least.
    async fn stirring(
        &mut self,
        before: &Sketches,
        keys: &BTreeSet<String>,
        candidates: Vec<(Explanation, Table)>,
    ) -> Result<Vec<Stirring>, TargetError> {
        let apart = sum(&self.apart(before, keys));
        let mut found = Vec::new();
        for (explanation, laid) in candidates {
            if self.asked >= MOST_ASKED {
                break;
            }
            self.asked += keys.len();
            let told = self.told(&laid, keys).await?;
            let stirred: BTreeSet<String> =
                keys.iter().filter(|key| told.get(*key) != before.get(*key)).cloned().collect();
            if !stirred.is_empty() {
                let left = sum(&self.apart(&told, keys));
                found.push(Stirring { explanation, helps: left < apart, left, stirred });
            }
        }
        found.sort_by_key(|stirring| stirring.left);
        Ok(found)
    }

    /// The table with all of these explanations, in their order, that explain more than they spoil:
    /// at the examples first, and then everywhere.
    async fn better(
        &mut self,
        table: &Table,
        parting: &Parting,
        (examples, stirring): (&BTreeSet<String>, &[Stirring]),
    ) -> Result<Option<Better>, TargetError> {
        let (mut table, mut parting) = (table.clone(), parting.clone());
        let (mut found, mut spoiling) = (false, 0);
        let of_examples = |parting: &Parting| -> usize {
            parting.iter().filter(|(key, _)| examples.contains(*key)).map(|(_, apart)| apart).sum()
        };
        for Stirring { explanation, .. } in stirring.iter().filter(|stirring| stirring.helps) {
            let before = of_examples(&parting);
            if before == 0 || spoiling >= MOST_SPOILING || self.asked >= MOST_ASKED {
                break;
            }
            let Some(laid) = explanation.laid_over(&table) else { continue };
            self.asked += examples.len();
            if sum(&self.parting(&laid, examples).await?) >= before {
                continue;
            }
            match self.improvement(&laid, &parting).await? {
                Some(left) => (table, parting, found) = (laid, left, true),
                None => spoiling += 1,
            }
        }
        Ok(found.then_some((table, parting)))
    }

    /// What a table leaves, if that is less.
    async fn improvement(&mut self, laid: &Table, parting: &Parting) -> Result<Option<Parting>, TargetError> {
        let among: BTreeSet<String> = parting.keys().cloned().collect();
        let others: BTreeSet<String> = self.keys().difference(&among).cloned().collect();
        self.asked += among.len();
        let mut left = self.parting(laid, &among).await?;
        if sum(&left) >= sum(parting) {
            return Ok(None);
        }
        self.asked += others.len();
        left.extend(self.parting(laid, &others).await?);
        Ok((sum(&left) < sum(parting)).then_some(left))
    }

    /// Two explanations at once that explain more than they spoil, where none does alone: both
    /// change how one of the probes goes.
    async fn pair(
        &mut self,
        table: &Table,
        parting: &Parting,
        stirring: &[Stirring],
    ) -> Result<Option<Better>, TargetError> {
        let stirring = &stirring[..stirring.len().min(MOST_PAIRED)];
        for (at, one) in stirring.iter().enumerate() {
            for other in &stirring[at + 1..] {
                let shared = one.stirred.intersection(&other.stirred);
                let shared: BTreeSet<String> = shared.take(MOST_SHARED).cloned().collect();
                if shared.is_empty() || self.asked >= MOST_ASKED {
                    continue;
                }
                let both = one.explanation.laid_over(table);
                let Some(both) = both.and_then(|laid| other.explanation.laid_over(&laid)) else { continue };
                self.asked += shared.len();
                let of_shared = parting.iter().filter(|(key, _)| shared.contains(*key));
                let before: usize = of_shared.map(|(_, apart)| apart).sum();
                if sum(&self.parting(&both, &shared).await?) >= before {
                    continue;
                }
                if let Some(left) = self.improvement(&both, parting).await? {
                    return Ok(Some((both, left)));
                }
            }
        }
        Ok(None)
    }
}
