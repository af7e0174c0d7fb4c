//! `iss/not-injectable`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "iss/not-injectable",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9207), "2"),
        Cite(Document::Rfc(6749), "3.1"),
        Cite(Document::OAuth21, "3.1"),
    ],
    demands: "An iss in the request does not come back in the response.",
    about: &["authorization.issuer"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::requested, judge: super::judge::not_injectable },
    flaw: r#"[authorization]
issuer = "requested"
issuer_in_errors = "exact""#,
    umbrellas: &[],
};
