//! `state/empty-is-omitted`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "state/empty-is-omitted",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "An empty state counts as none: no empty one comes back.",
    about: &["state.echoes_empty"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::empty, judge: super::judge::none_empty },
    flaw: r"[state]
echoes_empty = true",
    umbrellas: &[],
};
