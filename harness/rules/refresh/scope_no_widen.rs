//! `refresh/scope-no-widen`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/scope-no-widen",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "6"), Cite(Document::OAuth21, "4.3.1")],
    demands: "A refresh brings no scope that was not granted with the code.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::wider, judge: super::scope::not_widened },
    flaw: r#"[refresh_token]
unchecked = ["scope"]"#,
    umbrellas: &[],
};
