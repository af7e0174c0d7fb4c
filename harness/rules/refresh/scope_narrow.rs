//! `refresh/scope-narrow`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/scope-narrow",
    level: Level::Should,
    cites: &[
        Cite(Document::Rfc(6749), "6"),
        Cite(Document::Rfc(9700), "2.3"),
        Cite(Document::OAuth21, "4.3.1"),
        Cite(Document::OAuth21, "7.1.4"),
    ],
    demands: "A refresh may name a part of what was granted, and gets no more than that part.",
    about: &["refresh_token.narrowed"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::scopes, judge: super::scope::narrowed },
    flaw: r#"[refresh_token]
narrowed = "ignored""#,
    umbrellas: &[],
};
