//! `refresh/foreign-attempt-safe`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/foreign-attempt-safe",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(9700), "4.14.2"), Cite(Document::OAuth21, "4.3.1")],
    demands: "Another client's failed attempt to use a refresh token does not cost its owner the token.",
    about: &["refresh_token.ended_by"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_another, judge: super::judge::survives },
    flaw: r#"[refresh_token]
ended_by = ["foreign-client"]"#,
    umbrellas: &[],
};
