//! `redirect/query-retained`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/query-retained",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2"), Cite(Document::OAuth21, "2.3.1")],
    demands: "The query of a registered redirect URI is there, unchanged, in what goes to the client.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::with_query, judge: super::arrival::query_retained },
    flaw: r#"[authorization]
oddities = ["replaced-query"]"#,
    umbrellas: &[],
};
