//! `refresh/bound-to-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "refresh/bound-to-client",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "6"),
        Cite(Document::Rfc(6749), "10.4"),
        Cite(Document::Rfc(9700), "4.14.2"),
        Cite(Document::OAuth21, "4.3.1"),
    ],
    demands: "A refresh token is refused for every client but the one it was issued to.",
    about: &["refresh_token.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_others, judge: super::judge::bound },
    flaw: r#"[refresh_token]
unchecked = ["client"]"#,
    umbrellas: &[],
};
