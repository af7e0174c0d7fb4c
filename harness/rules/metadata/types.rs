//! `metadata/types`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/types",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The members of the document have the JSON types they are defined with.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::types },
    flaw: r#"[metadata.members]
response_modes_supported = "query""#,
    umbrellas: &[],
};
