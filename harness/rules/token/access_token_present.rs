//! `token/access-token-present`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/access-token-present",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.1"), Cite(Document::OAuth21, "3.2.3")],
    demands: "A token answer has an access_token, a string that is not empty.",
    about: &["token.access_token"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge_token::access_token },
    flaw: r#"[token]
access_token = "absent""#,
    umbrellas: &[],
};
