//! `authz/user-denied`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/user-denied",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "Where the user says no, the client is told access_denied.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::denied, judge: super::asked::denial_told },
    flaw: r#"[authorization]
oddities = ["denial-on-page"]"#,
    umbrellas: &[],
};
