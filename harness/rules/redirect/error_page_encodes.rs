//! `redirect/error-page-encodes`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/error-page-encodes",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.14"), Cite(Document::OAuth21, "7.11")],
    demands: "A page of the server holds nothing of a request as markup.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::markup, judge: super::arrival::nothing_as_markup },
    flaw: r#"[authorization]
oddities = ["bare-page"]"#,
    umbrellas: &[],
};
