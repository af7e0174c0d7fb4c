//! `refresh/scope-omitted`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/scope-omitted",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "6"), Cite(Document::OAuth21, "4.3.1")],
    demands: "A refresh that names no scope gets what was granted with the code.",
    about: &["refresh_token.omitted_scope"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::scopes, judge: super::scope::omitted },
    flaw: r#"[refresh_token]
omitted_scope = "first-word""#,
    umbrellas: &[],
};
