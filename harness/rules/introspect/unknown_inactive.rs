//! `introspect/unknown-inactive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/unknown-inactive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.2")],
    demands: "A token that was never issued is called inactive, which is no error.",
    about: &["introspection.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::live, judge: super::judge::unknown_inactive },
    flaw: r#"[introspection]
refuses = ["unknown"]"#,
    umbrellas: &[],
};
