//! `introspect/tampered`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/tampered",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "4")],
    demands: "A token that was altered is not called active.",
    about: &["introspection.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::altered, judge: super::judge::none_active },
    flaw: r#"[introspection]
unchecked = ["signature"]"#,
    umbrellas: &[],
};
