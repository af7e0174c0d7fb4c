//! `introspect/consistent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/consistent",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7662), "2.2")],
    demands: "What is told of a token (its client, type, scope and lifetime) is what it was issued with.",
    about: &["introspection.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::live, judge: super::judge::consistent },
    flaw: r#"[introspection]
members = { client_id = "another" }"#,
    umbrellas: &[],
};
