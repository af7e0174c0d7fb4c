//! `authz/response-type-unknown`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/response-type-unknown",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.1"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "4.1.1"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "For a response type nobody knows no code comes, and the error is unsupported_response_type.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::odd_response_type, judge: super::judge::unknown_type },
    flaw: r#"[authorization]
unchecked = ["unknown-response-type"]"#,
    umbrellas: &[],
};
