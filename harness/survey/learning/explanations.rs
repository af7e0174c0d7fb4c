//! What may explain why a target parts from what is believed of it: the flaws of the rules that
//! ask such probes, whole and value by value, and everything else that a behaviour can say of
//! codes and tokens.

use super::{
    alternatives::{ANSWERS, FURTHER, MISTAKES, TOGETHER},
    patch::{self, Explanation, Leaf},
};
use crate::{
    probe::Probe,
    rules::{self, Ask, Rule},
};
use std::{collections::BTreeSet, sync::LazyLock};
use toml::{Table, Value};

/// What a server says in words of its own: that is read off its answers, and not guessed.
static OWN_WORDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let paths =
        [&["authorization", "errors", "description"][..], &["authorization", "errors", "uri"], &["metadata"]];
    paths.iter().map(|path| path.iter().map(|key| (*key).to_owned()).collect()).collect()
});

/// A refusal that was seen: its status and error code.
pub(super) type Seen = (u16, Option<String>);

/// What is believed, and what is measured and not doubted.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) table: &'a Table,
    pub(super) measured: &'a Table,
    /// What else may be, of the words of the target itself.
    pub(super) further: &'a [Leaf],
}

/// Everything that may explain why these probes go otherwise, and why they were refused in these
/// ways; the more likely first: what the fewest other probes are about.
pub(super) fn of(
    parting: &BTreeSet<String>,
    refusals: &BTreeSet<Seen>,
    Known { table, measured, further }: Known<'_>,
) -> Vec<(Explanation, Table)> {
    let concerned = rules::catalogue().filter_map(|rule| {
        let plan = plan_of(rule);
        let concerned = plan.iter().filter(|probe| parting.contains(&probe.key)).count();
        (concerned > 0).then_some((plan.len() - concerned, rule.flaw))
    });
    let mut concerned: Vec<(usize, &str)> = concerned.collect();
    concerned.sort_by_key(|(others, _)| *others);
    let flaws = concerned.into_iter().filter_map(|(_, flaw)| flaw.parse::<Table>().ok());
    let in_own_words = |(path, _): &Leaf| OWN_WORDS.iter().any(|own| path.starts_with(own));
    let flaws: Vec<Table> = flaws.filter(|flaw| !patch::leaves(flaw).iter().any(in_own_words)).collect();
    let single =
        flaws.iter().flat_map(patch::leaves).chain(further.iter().cloned()).chain(FURTHER.iter().cloned());
    let mut all: Vec<Explanation> = single.flat_map(|leaf| both(Explanation::value(&leaf))).collect();
    all.extend(TOGETHER.iter().filter_map(|text| text.parse().ok()).map(Explanation::Stated));
    all.extend(refusals.iter().flat_map(|seen| answered_alike(seen, table)));
    all.extend(refusals.iter().flat_map(answered));
    all.extend(patch::leaves(table).iter().flat_map(unsaid));
    all.extend(flaws.into_iter().flat_map(|flaw| both(Explanation::Stated(flaw))));
    let certain = patch::leaves(measured);
    let mut known = BTreeSet::new();
    let mut laid = |explanation: Explanation| {
        let laid = explanation.laid_over(table)?;
        let doubts = certain.iter().any(|(path, value)| patch::at(&laid, path) != Some(value));
        (!doubts && known.insert(laid.to_string())).then_some((explanation, laid))
    };
    all.into_iter().filter_map(&mut laid).collect()
}

/// That a refusal which was seen is the answer to one cause or another.
fn answered((status, error): &Seen) -> Vec<Explanation> {
    if let (300..400, Some(error)) = (status, error) {
        // It went to the client of an authorization request.
        let codes = |mistake: &str| ["authorization", "errors", "codes", mistake].map(str::to_owned).to_vec();
        return MISTAKES.map(|of| Explanation::value(&(codes(of), Value::from(error.as_str())))).into();
    }
    let mut answer = Table::from_iter([("status".to_owned(), Value::from(i64::from(*status)))]);
    answer.extend(error.iter().map(|error| ("error".to_owned(), Value::from(error.as_str()))));
    ANSWERS.into_iter().map(|path| answer_at(path, &answer)).collect()
}

/// The same, in the words in which another cause is answered like that.
fn answered_alike((status, error): &Seen, table: &Table) -> Vec<Explanation> {
    let is_alike = |answer: &&Table| {
        let same_status = answer.get("status") == Some(&Value::from(i64::from(*status)));
        same_status && answer.get("error").and_then(Value::as_str) == error.as_deref()
    };
    let mut answers: Vec<&Table> = Vec::new();
    for answer in ANSWERS.iter().filter_map(|path| patch::at(table, path)?.as_table()).filter(is_alike) {
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.into_iter().flat_map(|answer| ANSWERS.map(|path| answer_at(path, answer))).collect()
}

fn answer_at(path: &[&str], answer: &Table) -> Explanation {
    let path = path.iter().map(|key| (*key).to_owned()).collect();
    Explanation::value(&(path, Value::Table(answer.clone())))
}

/// Lists put in the place of those that are stated, and put together with them.
fn both(stated: Explanation) -> Vec<Explanation> {
    let joined = if let Explanation::Stated(table) = &stated {
        patch::leaves(table).iter().any(|(_, value)| value.is_array()).then(|| table.clone())
    } else {
        None
    };
    joined.map(Explanation::Joined).into_iter().chain([stated]).collect()
}

/// That what is stated is not so: a key without its value, a list without one of its words.
fn unsaid((path, value): &Leaf) -> Vec<Explanation> {
    let mut all = vec![Explanation::Unsaid(path.clone())];
    let words = value.as_array().filter(|words| words.len() > 1).into_iter().flatten();
    all.extend(words.map(|word| {
        let others = value.as_array().into_iter().flatten().filter(|other| *other != word).cloned();
        Explanation::value(&(path.clone(), Value::Array(others.collect())))
    }));
    all
}

/// The probes of a rule that asks some of its own.
pub(super) fn plan_of(rule: &Rule) -> Vec<Probe> {
    match rule.ask {
        Ask::Flow { plan, .. } => plan(),
        _ => Vec::new(),
    }
}
