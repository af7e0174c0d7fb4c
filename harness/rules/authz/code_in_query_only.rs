//! `authz/code-in-query-only`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/code-in-query-only",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A code comes in the query, and nothing of the response in the fragment.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::ordinary, judge: super::response::in_query_only },
    flaw: r#"[authorization]
oddities = ["code-in-fragment"]"#,
    umbrellas: &[],
};
