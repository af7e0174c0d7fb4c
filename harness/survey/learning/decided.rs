//! What the answers decide: a value that could as well be another one is not stated.

use super::{
    alternatives,
    belief::{Belief, Parting},
    explanations,
    harmless::spoilt,
    patch::{Explanation, Leaf},
};
use crate::{rules, target::TargetError};
use std::collections::BTreeSet;
use toml::{Table, Value};

impl Belief<'_> {
    /// The table without those of these values that could be others for all that was answered, as far
    /// as leaving them out does no harm; `borrowed` are values that nothing but a likeness
    /// suggested, which only the probes about them can show.
    pub(super) async fn decided(
        &self,
        table: Table,
        leaves: Vec<Leaf>,
        borrowed: impl Fn(&Leaf) -> bool,
    ) -> Result<Table, TargetError> {
        let before = self.all_parting(&table).await?;
        let mut open = Vec::new();
        for leaf in leaves {
            let keys = if borrowed(&leaf) { self.keys_about(&leaf.0) } else { self.keys() };
            if self.is_open(&leaf, (&table, &before), &keys).await? {
                open.push(leaf);
            }
        }
        self.harmless(table, &open, false).await
    }

    /// Whether another value in its place would explain these probes as well.
    async fn is_open(
        &self,
        leaf: &Leaf,
        (table, before): (&Table, &Parting),
        keys: &BTreeSet<String>,
    ) -> Result<bool, TargetError> {
        for other in others(leaf) {
            let Some(laid) = Explanation::value(&(leaf.0.clone(), other)).laid_over(table) else { continue };
            if spoilt(before, &self.parting(&laid, keys).await?).is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The probes of rules that are about the topic of a value.
    fn keys_about(&self, path: &[String]) -> BTreeSet<String> {
        let path = path.join(".");
        let of_topic = |topic: &&str| path == **topic || path.starts_with(&format!("{topic}."));
        let about = rules::catalogue().filter(|rule| rule.about.iter().any(of_topic));
        let probes = about.flat_map(explanations::plan_of).map(|probe| probe.key);
        probes.filter(|key| self.truth.contains_key(key)).collect()
    }
}

/// What a value could be instead, as far as that is a matter of one word.
fn others((path, value): &Leaf) -> Vec<Value> {
    let is_answer = alternatives::is_answer(path);
    match (path.last().map(String::as_str), value) {
        (Some("error"), _) if is_answer => vec![Value::from("litmus_other")],
        (Some("status"), Value::Integer(status)) if is_answer => vec![Value::from(status ^ 1)],
        (_, Value::Boolean(_) | Value::String(_) | Value::Integer(_)) => {
            alternatives::alternatives(path).filter(|other| other != value).collect()
        }
        _ => Vec::new(),
    }
}
