//! `introspect/active`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/active",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.2")],
    demands: "The answer about a live token is JSON, with active as a boolean.",
    about: &["introspection.active"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::live, judge: super::judge::active },
    flaw: r#"[introspection]
active = "string""#,
    umbrellas: &[],
};
