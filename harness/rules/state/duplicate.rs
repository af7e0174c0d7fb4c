//! `state/duplicate`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/duplicate",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A request with two states is refused.",
    about: &["state.accepts_duplicates"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::repeated, judge: super::judge::refused },
    flaw: r"[state]
accepts_duplicates = true",
    umbrellas: &["authz/no-duplicate-params"],
};
