//! `metadata/issuer-form`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "metadata/issuer-form",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(8414), "2")],
    demands: "The issuer is an https URL without query and fragment; http is no matter where the server itself speaks it.",
    about: &["metadata.members"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::document, judge: super::judge::issuer_form },
    flaw: r#"[metadata.members]
issuer = "{base}?realm=litmus""#,
    umbrellas: &["metadata/issuer-exact", "iss/equals-metadata"],
};
