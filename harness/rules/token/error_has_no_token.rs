//! `token/error-has-no-token`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/error-has-no-token",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "5.1"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::OAuth21, "3.2.4"),
    ],
    demands: "An answer that is an error brings no token beside it.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::every_error, judge: super::judge_request::no_token_in_error },
    flaw: r#"[token.errors]
unsupported_grant_type = { members = { refresh_token = "left-over" } }"#,
    umbrellas: &[],
};
