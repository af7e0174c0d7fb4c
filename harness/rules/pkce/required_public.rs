//! `pkce/required-public`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/required-public",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "2.1.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "A client without a secret gets no code without a challenge.",
    about: &["pkce.required_for"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::unchallenged_public, judge: super::answers::refused_public },
    flaw: r"[pkce]
required_for = []",
    umbrellas: &[],
};
