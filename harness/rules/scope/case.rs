//! `scope/case`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "scope/case",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.3"), Cite(Document::OAuth21, "1.4.1")],
    demands: "A scope in another letter case is another scope.",
    about: &["scope.unchecked", "authorization.scopes"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::case, judge: super::judge::case_matters },
    flaw: r#"[scope]
unchecked = ["letter-case"]"#,
    umbrellas: &[],
};
