//! Every single edit in order, and proptest strategies that compose two or three.

use super::{Edit, Group, Mutant, Mutation, catalogue};
use proptest::{collection, option, strategy::Strategy};
use std::sync::Arc;

/// The single edits of one mutation that change something in `original`; two forms that come
/// to the same count once.
#[must_use]
pub fn edits_of(mutation: &'static Mutation, original: &Mutant) -> Vec<Edit> {
    let mut seen: Vec<Mutant> = vec![original.clone()];
    let mut edits = Vec::new();
    for (form, mutant) in (mutation.forms)(original).into_iter().enumerate() {
        if !seen.contains(&mutant) {
            seen.push(mutant);
            edits.push(Edit { mutation, form });
        }
    }
    edits
}

/// All single edits of `original`, in catalogue order.
#[must_use]
pub fn single_edits(original: &Mutant) -> Vec<Edit> {
    catalogue().flat_map(|mutation| edits_of(mutation, original)).collect()
}

/// Two or three edits of `original` at once, none of the flow; they shrink by dropping edits
/// and by moving to simpler ones.
///
/// A value may hold fewer than two edits, rarely at random and always at the end of shrinking.
pub fn composed(original: &Mutant) -> impl Strategy<Value = Vec<Edit>> + use<> {
    let edits: Arc<[Edit]> = catalogue()
        .filter(|mutation| !matches!(mutation.group, Group::Flow | Group::Length))
        .flat_map(|mutation| edits_of(mutation, original))
        .collect();
    let slot = option::weighted(0.85, 0..edits.len().max(1));
    collection::vec(slot, 3).prop_map(move |slots| {
        let mut chosen: Vec<usize> = slots.into_iter().flatten().collect();
        chosen.dedup();
        chosen.into_iter().filter_map(|index| edits.get(index).copied()).collect()
    })
}
