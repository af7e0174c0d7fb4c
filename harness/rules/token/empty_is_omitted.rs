//! `token/empty-is-omitted`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/empty-is-omitted",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.2"), Cite(Document::OAuth21, "3.2")],
    demands: "A parameter without a value counts as one that is not there.",
    about: &["token.empty_parameters"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::empty, judge: super::judge_request::empty_as_omitted },
    flaw: r#"[token]
empty_parameters = "given""#,
    umbrellas: &[],
};
