//! `http/page-no-store`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/page-no-store",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "An answer that holds a code is not kept by caches.",
    about: &["authorization.headers"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: crate::rules::authz::ordinary, judge: super::judge::not_cached },
    flaw: r#"[authorization.headers]
cache_control = "public, max-age=60""#,
    umbrellas: &[],
};
