//! `metadata/response-types-true`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/response-types-true",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The document lists the response types that the server supports.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::response_types, judge: super::truth::response_types },
    flaw: r#"[metadata.members]
response_types_supported = ["token"]"#,
    umbrellas: &[],
};
