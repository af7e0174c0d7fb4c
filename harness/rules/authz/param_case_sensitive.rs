//! `authz/param-case-sensitive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/param-case-sensitive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "1.9"), Cite(Document::OAuth21, "1.9")],
    demands: "Names and values in another letter case are not taken for the right ones.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::other_case, judge: super::judge::case_matters },
    flaw: r#"[authorization]
unchecked = ["letter-case"]"#,
    umbrellas: &[],
};
