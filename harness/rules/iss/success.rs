//! `iss/success`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/success",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9207), "2"), Cite(Document::OAuth21, "4.1.2")],
    demands: "A server that supports iss sends it with every code.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::in_success },
    flaw: r#"[authorization]
issuer = "absent"
issuer_in_errors = "exact""#,
    umbrellas: &[],
};
