//! `iss/equals-metadata`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/equals-metadata",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9207), "2.3")],
    demands: "The iss of a response is the issuer of the metadata document.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::equals_metadata },
    flaw: r#"[authorization]
issuer = "with-slash"
issuer_in_errors = "with-slash""#,
    umbrellas: &[],
};
