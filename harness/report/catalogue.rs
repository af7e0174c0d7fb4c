//! The catalogues of rules and mutations, as tables and as single pages.

use crate::{
    mutation::{self, Mutant, Mutation, Registered},
    protocol::{RedirectUri, inert},
    rules::{self, Ask, LEFT_OUT, LeftOut, Rule},
};
use std::fmt::Write as _;

/// Every rule, a line each, and what is left out.
#[must_use]
pub fn rule_table() -> String {
    let ids = rules::catalogue().map(|rule| rule.id).chain(LEFT_OUT.iter().map(|left| left.id));
    let width = ids.map(str::len).max().unwrap_or_default();
    let lines = rules::catalogue()
        .map(|rule| format!("{:width$}  {:6}  {}\n", rule.id, rule.level.to_string(), rule.demands));
    let mut table: String = lines.collect();
    table.push_str("\nNot asked; `oauth-litmus rules ID` says why:\n");
    for left in LEFT_OUT {
        let _ = writeln!(table, "{:width$}  {}", left.id, left.demands);
    }
    table
}

/// Something that no rule asks, and the reason.
#[must_use]
pub fn left_out_page(left: &LeftOut) -> String {
    format!("{}\n  {}\n  not asked: {}\n", left.id, left.demands, left.because)
}

/// One rule, whole.
#[must_use]
pub fn rule_page(rule: &Rule) -> String {
    let cites: Vec<String> = rule.cites.iter().map(ToString::to_string).collect();
    let mut page = format!(
        "{}\n  {} {}\n  cites: {}\n  tier: {}\n",
        rule.id,
        rule.level,
        rule.demands,
        cites.join(", "),
        rule.tier
    );
    match rule.ask {
        Ask::Mutations { ids, .. } => {
            let _ = writeln!(page, "  asks the mutations: {}", ids.join(", "));
        }
        Ask::EverySingle { .. } => page.push_str("  asks every mutation of a redirect URI\n"),
        Ask::Everything { .. } => page.push_str("  asks every mutation, and two or three at once\n"),
        Ask::Sequences { .. } => page.push_str("  asks random sequences of moves with codes and tokens\n"),
        Ask::Flow { plan, .. } => {
            let _ = writeln!(page, "  asks {} probes of its own", plan().len());
        }
    }
    let _ = writeln!(page, "  a behaviour that breaks it:");
    for line in rule.flaw.lines() {
        let _ = writeln!(page, "    {line}");
    }
    page
}

/// Every mutation, a line each, by group.
#[must_use]
pub fn mutation_table() -> String {
    let width = mutation::catalogue().map(|mutation| mutation.id.len()).max().unwrap_or_default();
    let mut table = String::new();
    let mut group = None;
    for mutation in mutation::catalogue() {
        if group.replace(mutation.group) != Some(mutation.group) {
            let _ = writeln!(table, "{}", mutation.group.title());
        }
        let _ = writeln!(table, "  {:width$}  reveals {}", mutation.id, mutation.reveals);
    }
    table
}

/// One mutation, with all its forms of an example.
#[must_use]
pub fn mutation_page(mutation: &Mutation) -> String {
    let original = Mutant::original(example(mutation));
    let mut page = format!(
        "{}\n  group: {}\n  reveals {}\n  source: {}\n  needs {}\n  tier: {}\n  forms of {}:\n",
        mutation.id,
        mutation.group.title(),
        mutation.reveals,
        mutation.source,
        mutation.needs,
        mutation.tier,
        original.registered.uri
    );
    for mutant in (mutation.forms)(&original) {
        let requested = mutant.requested().unwrap_or_else(|| "(not sent)".to_owned());
        let shown: String = inert(&requested).chars().take(120).collect();
        let words: String = inert(&mutant.words().join(", ")).chars().take(200).collect();
        let _ = writeln!(page, "    {shown}\n      {words}");
    }
    page
}

/// A registered URI of the kind a mutation needs.
fn example(mutation: &Mutation) -> Registered {
    Registered {
        uri: RedirectUri::new(mutation.needs.example()),
        others: vec![RedirectUri::new("https://app.example/second")],
        foreign: vec![RedirectUri::new("https://another.example/callback")],
    }
}
