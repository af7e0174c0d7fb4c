//! `iss/error`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/error",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9207), "2"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "A server that supports iss sends it with every error that goes to the client.",
    about: &["authorization.issuer_in_errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::responses, judge: super::judge::in_error },
    flaw: r#"[authorization]
issuer_in_errors = "absent""#,
    umbrellas: &[],
};
