//! `metadata/required`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/required",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The document names the issuer, the response types, and the authorization and token endpoints in use.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::required },
    flaw: r#"[metadata]
without = ["response_types_supported"]"#,
    umbrellas: &[],
};
