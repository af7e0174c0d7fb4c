//! `iss/form`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/form",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9207), "2")],
    demands: "The iss of a response is an https URL without query and fragment; http is no matter where the server itself speaks it.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::form },
    flaw: r#"[authorization]
issuer = "with-query"
issuer_in_errors = "with-query""#,
    umbrellas: &["iss/equals-metadata"],
};
