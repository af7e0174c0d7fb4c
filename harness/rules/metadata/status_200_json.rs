//! `metadata/200-json`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/200-json",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "3.2")],
    demands: "The document comes with status 200, as a JSON object of media type application/json.",
    about: &["metadata.status", "metadata.media_type"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::json },
    flaw: r#"[metadata]
media_type = "text/html""#,
    umbrellas: &[],
};
