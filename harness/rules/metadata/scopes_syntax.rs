//! `metadata/scopes-syntax`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/scopes-syntax",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(8414), "2"),
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::OAuth21, "1.4.1"),
    ],
    demands: "Each scope in the document is one scope token.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::scopes },
    flaw: r#"[metadata.members]
scopes_supported = ["read", "read write"]"#,
    umbrellas: &[],
};
