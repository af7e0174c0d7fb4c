//! `token/grant-not-allowed`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/grant-not-allowed",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "A client that may not use a grant is told unauthorized_client, or invalid_client if it is the kind of client.",
    about: &["token.grants", "token.errors"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::credentials_of_public, judge: super::judge_token::not_allowed },
    flaw: r#"[token.errors]
grant_not_allowed = { error = "invalid_grant" }"#,
    umbrellas: &[],
};
