//! `pkce/verifier-required`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/verifier-required",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7636), "4.6"),
        Cite(Document::Rfc(9700), "2.1.1"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "A code with a challenge is refused without verifier.",
    about: &["code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_verifier, judge: super::judge::refused },
    flaw: r#"[code]
pkce = "optional""#,
    umbrellas: &[],
};
