//! `refresh/scope-of-new-rt`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/scope-of-new-rt",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "6"), Cite(Document::OAuth21, "4.3.3")],
    demands: "After a refresh for a part of the scope, the refresh token in hand is still good for all of it.",
    about: &["refresh_token.narrowed"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::scopes, judge: super::scope::full_again },
    flaw: r#"[refresh_token]
narrowed = "for-good""#,
    umbrellas: &[],
};
