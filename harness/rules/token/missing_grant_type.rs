//! `token/missing-grant-type`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/missing-grant-type",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "Without grant_type the error is invalid_request.",
    about: &["token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_grant_type, judge: super::judge::invalid_request },
    flaw: r#"[token.errors]
missing_grant_type = { error = "invalid_grant" }"#,
    umbrellas: &[],
};
