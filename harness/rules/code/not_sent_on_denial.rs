//! `code/not-sent-on-denial`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/not-sent-on-denial",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "Where the user says no, no code comes.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::denied, judge: crate::rules::authz::no_code_when_denied },
    flaw: r#"[authorization]
unchecked = ["denial"]"#,
    umbrellas: &[],
};
