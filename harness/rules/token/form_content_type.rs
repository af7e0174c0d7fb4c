//! `token/form-content-type`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/form-content-type",
    level: Level::Report,
    cites: &[
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::Rfc(6749), "B"),
        Cite(Document::OAuth21, "3.2.2"),
    ],
    demands: "Parameters are read out of a form alone, not out of JSON or plain text.",
    about: &["token.bodies"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::other_bodies, judge: super::judge_request::body_unread },
    flaw: r#"[token]
bodies = ["form", "json"]"#,
    umbrellas: &[],
};
