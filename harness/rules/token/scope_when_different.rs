//! `token/scope-when-different`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/scope-when-different",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.3"),
        Cite(Document::Rfc(6749), "5.1"),
        Cite(Document::OAuth21, "3.2.3"),
    ],
    demands: "A token answer tells the scope where it is not the one that was asked for.",
    about: &["scope.reported"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::scope, judge: crate::rules::scope::judge::granted_told },
    flaw: r#"[scope]
granted = ["basic"]
reported = "never""#,
    umbrellas: &["refresh/scope-narrow"],
};
