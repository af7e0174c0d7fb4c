//! `introspect/hint-wrong`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/hint-wrong",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.1")],
    demands: "A live token is found even if the hint says that it is of the other sort.",
    about: &["introspection.hint"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::live, judge: super::judge::found_despite_hint },
    flaw: r#"[introspection]
hint = "trusted""#,
    umbrellas: &[],
};
