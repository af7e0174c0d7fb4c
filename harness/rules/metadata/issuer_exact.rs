//! `metadata/issuer-exact`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/issuer-exact",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "3.3")],
    demands: "The issuer in the document is the one whose metadata was asked for, character by character.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::issuer_exact },
    flaw: r#"[metadata.members]
issuer = "https://issuer.example""#,
    umbrellas: &["iss/equals-metadata"],
};
