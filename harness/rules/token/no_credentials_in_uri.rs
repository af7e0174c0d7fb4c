//! `token/no-credentials-in-uri`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/no-credentials-in-uri",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "2.3.1"), Cite(Document::OAuth21, "2.4.1")],
    demands: "A client secret in the query is not accepted.",
    about: &["token.reads_query"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::credentials_in_query, judge: super::judge::query_unread },
    flaw: r"[token]
reads_query = true",
    umbrellas: &["token/no-params-in-uri"],
};
