//! Behaviours as tables of TOML, and what can be done to them key by key.

use crate::behaviour::Behaviour;
use toml::{Table, Value};

/// A value and the keys that lead to it.
pub(super) type Leaf = (Vec<String>, Value);

pub(super) fn table_of(behaviour: &Behaviour) -> Table {
    Table::try_from(behaviour).unwrap_or_default()
}

/// The behaviour that a table states; nothing if it states none.
pub(super) fn behaviour_of(table: &Table) -> Option<Behaviour> {
    table.clone().try_into().ok()
}

/// Every value of a table that is no table itself.
pub(super) fn leaves(table: &Table) -> Vec<Leaf> {
    let found = table.iter().flat_map(|(key, value)| match value {
        Value::Table(inner) if !inner.is_empty() => {
            let within = |(mut path, value): Leaf| {
                path.insert(0, key.clone());
                (path, value)
            };
            leaves(inner).into_iter().map(within).collect()
        }
        _ => vec![(vec![key.clone()], value.clone())],
    });
    found.collect()
}

/// The value at a path.
pub(super) fn at<'t, S: AsRef<str>>(table: &'t Table, path: &[S]) -> Option<&'t Value> {
    let (first, rest) = path.split_first()?;
    let value = table.get(first.as_ref())?;
    match value {
        Value::Table(inner) if !rest.is_empty() => at(inner, rest),
        _ => rest.is_empty().then_some(value),
    }
}

/// Puts a value at a path.
pub(super) fn put<S: AsRef<str>>(table: &mut Table, path: &[S], value: Value) {
    let Some((last, before)) = path.split_last() else { return };
    let mut at = table;
    for key in before {
        let entry = at.entry(key.as_ref().to_owned()).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = entry else { return };
        at = inner;
    }
    at.insert(last.as_ref().to_owned(), value);
}

/// Takes out the value at a path, and tables that are empty then.
pub(super) fn take_out<S: AsRef<str>>(table: &mut Table, path: &[S]) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        table.remove(first.as_ref());
    } else if let Some(Value::Table(inner)) = table.get_mut(first.as_ref()) {
        take_out(inner, rest);
        if inner.is_empty() {
            table.remove(first.as_ref());
        }
    }
}

/// Lays `over` over a table; where `joins`, lists are put together.
pub(super) fn lay_over(table: &mut Table, over: &Table, joins: bool) {
    for (key, value) in over {
        match (table.get_mut(key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over, joins),
            (Some(Value::Array(under)), Value::Array(over)) if joins => {
                let known = under.clone();
                under.extend(over.iter().filter(|value| !known.contains(value)).cloned());
            }
            _ => drop(table.insert(key.clone(), value.clone())),
        }
    }
}

/// Something that a behaviour may state, or may not, to explain what was seen.
#[derive(Clone, Debug)]
pub(super) enum Explanation {
    /// These values are stated.
    Stated(Table),
    /// The same, beside what their lists hold already.
    Joined(Table),
    /// The value at this path is not stated.
    Unsaid(Vec<String>),
}

impl Explanation {
    /// One value at a path.
    pub(super) fn value((path, value): &Leaf) -> Self {
        let mut table = Table::new();
        put(&mut table, path, value.clone());
        Self::Stated(table)
    }

    /// The table with it; nothing if it changes nothing, or no behaviour comes of it.
    pub(super) fn laid_over(&self, table: &Table) -> Option<Table> {
        let mut laid = table.clone();
        match self {
            Self::Stated(over) => lay_over(&mut laid, over, false),
            Self::Joined(over) => lay_over(&mut laid, over, true),
            Self::Unsaid(path) => take_out(&mut laid, path),
        }
        (laid != *table && behaviour_of(&laid).is_some()).then_some(laid)
    }
}

#[cfg(test)]
mod tests {
    use super::{Explanation, leaves};
    use toml::Table;

    #[test]
    fn lists_are_put_together_or_replaced_as_is_meant() {
        let table: Table = "[refresh_token]\nunchecked = [\"client\"]".parse().expect("TOML");
        let over: Table = "[refresh_token]\nunchecked = [\"scope\"]".parse().expect("TOML");
        let joined = Explanation::Joined(over.clone()).laid_over(&table).expect("another table");
        let stated = Explanation::Stated(over).laid_over(&table).expect("another table");
        let list = |table: &Table| leaves(table)[0].1.as_array().expect("a list").len();
        assert_eq!((list(&joined), list(&stated)), (2, 1));
        let unsaid = Explanation::Unsaid(vec!["refresh_token".to_owned(), "unchecked".to_owned()]);
        assert_eq!(unsaid.laid_over(&table), Some(Table::new()));
        assert!(Explanation::Stated("[no_such]\nkey = 1".parse().expect("TOML")).laid_over(&table).is_none());
    }
}
