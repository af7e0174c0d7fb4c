//! `introspect/wrong-audience`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/wrong-audience",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7662), "2.2"), Cite(Document::Rfc(7662), "4")],
    demands: "A client that asks about a token of another is not told that it is active.",
    about: &["introspection.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_another, judge: super::judge::not_told_to_another },
    flaw: r#"[introspection]
unchecked = ["client"]"#,
    umbrellas: &[],
};
