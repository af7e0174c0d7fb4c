//! `client/empty-secret`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/empty-secret",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "2.3.1"),
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.2"),
    ],
    demands: "A confidential client whose secret is empty gets no token.",
    about: &["authentication.unchecked", "token.checks_secret"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::empty_secret, judge: super::judge::refused_confidential },
    flaw: r#"[authentication]
unchecked = ["empty-secret"]"#,
    umbrellas: &[],
};
