//! `refresh/reuse-depth`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/reuse-depth",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "A replaced refresh token ends the active one however many tokens came between them.",
    about: &["refresh_token.reuse"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::ancestor, judge: super::reuse::active_dies },
    flaw: r"[refresh_token]
remembered = 1",
    umbrellas: &[],
};
