//! `refresh/concurrent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/concurrent",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "Of several refreshes with one token at one instant, at most one brings a refresh token that works on.",
    about: &["refresh_token.rotation"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::at_once, judge: super::reuse::one_lineage },
    flaw: r#"[refresh_token]
grace = "10s""#,
    umbrellas: &["refresh/old-dies"],
};
