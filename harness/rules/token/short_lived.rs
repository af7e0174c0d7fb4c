//! `token/short-lived`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/short-lived",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6750), "5.3"), Cite(Document::OAuth21, "7.1.3.5")],
    demands: "A bearer token is promised to live for an hour or less.",
    about: &["access_token.lifetime"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge_token::an_hour },
    flaw: r#"[access_token]
lifetime = "2h""#,
    umbrellas: &[],
};
