//! `scope/default-or-error`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/default-or-error",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.3"), Cite(Document::OAuth21, "1.4.1")],
    demands: "A request without scope gets a default one, or the error invalid_scope.",
    about: &["scope.missing"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::missing, judge: super::judge::default_or_error },
    flaw: r#"[scope]
missing = "invalid-request""#,
    umbrellas: &[],
};
