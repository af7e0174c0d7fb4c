//! `client/auth-required`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/auth-required",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.2"),
    ],
    demands: "A confidential client that shows no secret gets no token.",
    about: &["authentication.unchecked", "token.checks_secret"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::no_secret, judge: super::judge::refused_confidential },
    flaw: r#"[authentication]
unchecked = ["missing-secret"]"#,
    umbrellas: &["refresh/auth-required"],
};
