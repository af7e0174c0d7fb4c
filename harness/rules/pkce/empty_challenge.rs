//! `pkce/empty-challenge`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/empty-challenge",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1"),
        Cite(Document::Rfc(9700), "2.1.1"),
        Cite(Document::OAuth21, "3.1"),
    ],
    demands: "An empty challenge counts as none where one is required.",
    about: &["pkce.unchecked", "pkce.required_for"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::empty_challenge, judge: super::answers::empty_is_none },
    flaw: r#"[pkce]
unchecked = ["empty-challenge"]"#,
    umbrellas: &[],
};
