//! `refresh/other-families-safe`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/other-families-safe",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "The reuse of a refresh token leaves the tokens that another code brought the same client as they are.",
    about: &["refresh_token.reuse"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::two_grants, judge: super::reuse::other_lives },
    flaw: r#"[refresh_token]
reuse = "revokes_every_family""#,
    umbrellas: &[],
};
