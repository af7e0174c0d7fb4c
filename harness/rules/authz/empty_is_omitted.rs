//! `authz/empty-is-omitted`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/empty-is-omitted",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A parameter without a value counts as left out.",
    about: &["authorization.refuses"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::empty, judge: super::judge::as_if_omitted },
    flaw: r#"[authorization]
refuses = ["empty-parameters"]"#,
    umbrellas: &[],
};
