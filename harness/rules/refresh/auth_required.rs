//! `refresh/auth-required`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/auth-required",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "6"),
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::OAuth21, "4.3.1"),
    ],
    demands: "A client that has a secret has to show it when it refreshes.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::unauthenticated, judge: super::judge::authenticated },
    flaw: r#"[refresh_token]
unchecked = ["authentication"]"#,
    umbrellas: &[],
};
