//! `token/access-token-charset`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/access-token-charset",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "A.12"),
        Cite(Document::Rfc(6750), "2.1"),
        Cite(Document::OAuth21, "A.12"),
        Cite(Document::OAuth21, "5.1.1"),
    ],
    demands: "An access token is printable ASCII, and a bearer token can stand in a header as it is.",
    about: &["access_token.prefix"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::success, judge: super::judge_token::access_characters },
    flaw: r#"[access_token]
prefix = "app|""#,
    umbrellas: &[],
};
