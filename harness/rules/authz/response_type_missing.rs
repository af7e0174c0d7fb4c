//! `authz/response-type-missing`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/response-type-missing",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.1"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "4.1.1"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "Without response_type no code comes, and the error is invalid_request or unsupported_response_type.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_response_type, judge: super::judge::missing_type },
    flaw: r#"[authorization]
unchecked = ["missing-response-type"]"#,
    umbrellas: &[],
};
