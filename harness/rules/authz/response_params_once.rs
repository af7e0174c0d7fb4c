//! `authz/response-params-once`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/response-params-once",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "No response parameter comes twice.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::response::once },
    flaw: r#"[authorization]
oddities = ["repeated-code"]"#,
    umbrellas: &[],
};
