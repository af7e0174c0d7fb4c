//! `iss/once`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/once",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1"), Cite(Document::OAuth21, "3.1")],
    demands: "A response has no more than one iss.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::once },
    flaw: r#"[authorization]
issuer = "twice"
issuer_in_errors = "twice""#,
    umbrellas: &["authz/response-params-once"],
};
