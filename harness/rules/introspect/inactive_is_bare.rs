//! `introspect/inactive-is-bare`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/inactive-is-bare",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(7662), "2.2")],
    demands: "Of an inactive token nothing else is told, and no reason.",
    about: &["introspection.inactive"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::inactive, judge: super::judge::bare },
    flaw: r#"[introspection]
inactive = { reason = "it was never issued" }"#,
    umbrellas: &[],
};
