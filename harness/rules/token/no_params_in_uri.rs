//! `token/no-params-in-uri`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/no-params-in-uri",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.3"), Cite(Document::OAuth21, "3.2.2")],
    demands: "Parameters in the query of a token request are not read.",
    about: &["token.reads_query"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::in_query, judge: super::judge::query_unread },
    flaw: r"[token]
reads_query = true",
    umbrellas: &["token/no-credentials-in-uri"],
};
