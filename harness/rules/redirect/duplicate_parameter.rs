//! `redirect/duplicate-parameter`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/duplicate-parameter",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A request with more than one redirect_uri is refused, whatever the values.",
    about: &["redirect_uri.duplicate"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["param-duplicate-first", "param-duplicate-last", "param-duplicate-query-body"],
        judge: super::judge::refused_whole,
    },
    flaw: r#"[redirect_uri]
duplicate = "first""#,
    umbrellas: &[],
};
