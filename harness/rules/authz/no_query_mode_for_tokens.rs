//! `authz/no-query-mode-for-tokens`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/no-query-mode-for-tokens",
    level: Level::Must,
    cites: &[
        Cite(Document::ResponseTypes, "5"),
        Cite(Document::ResponseTypes, "7"),
        Cite(Document::Rfc(6749), "4.2.2"),
    ],
    demands: "An access token does not travel in a query, even if response_mode asks for it.",
    about: &["authorization.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::implicit_by_query, judge: super::judge::no_token_in_query },
    flaw: r#"[authorization]
response_types = ["code", "token"]
unchecked = ["token-in-query"]"#,
    umbrellas: &["authz/implicit-disabled"],
};
