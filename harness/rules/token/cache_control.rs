//! `token/cache-control`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/cache-control",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token answer forbids storing: Cache-Control: no-store.",
    about: &["token.cache_control"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge::no_store },
    flaw: r#"[token]
cache_control = "private""#,
    umbrellas: &[],
};
