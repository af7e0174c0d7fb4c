//! `metadata/no-empty-arrays`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/no-empty-arrays",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "3.2")],
    demands: "A member with no values is left out, and is no empty array.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::no_empty_arrays },
    flaw: r"[metadata.members]
ui_locales_supported = []",
    umbrellas: &[],
};
