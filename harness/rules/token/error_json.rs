//! `token/error-json`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-json",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "An error comes as application/json, an object with a string error.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::errors, judge: super::judge::error_json },
    flaw: r#"[token.errors]
all = { body = "html" }"#,
    umbrellas: &[],
};
