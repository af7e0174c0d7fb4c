//! `token/param-case-sensitive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/param-case-sensitive",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "1.9"), Cite(Document::OAuth21, "1.9")],
    demands: "Names and values of parameters count in their own letter case alone.",
    about: &["token.any_case"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::other_case, judge: super::judge_request::case_matters },
    flaw: r#"[token]
any_case = ["grant-type"]"#,
    umbrellas: &[],
};
