//! `introspect/post-form`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/post-form",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(7662), "2.1"), Cite(Document::Rfc(7662), "4")],
    demands: "A GET with a token in its query is not told whether it is active.",
    about: &["introspection.answers_get"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::live, judge: super::judge::not_by_get },
    flaw: r"[introspection]
answers_get = true",
    umbrellas: &[],
};
