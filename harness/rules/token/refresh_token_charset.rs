//! `token/refresh-token-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/refresh-token-charset",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "A.17"), Cite(Document::OAuth21, "A.15")],
    demands: "A refresh token is printable ASCII.",
    about: &["refresh_token.prefix"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge_token::refresh_characters },
    flaw: r#"[refresh_token]
prefix = "é""#,
    umbrellas: &[],
};
