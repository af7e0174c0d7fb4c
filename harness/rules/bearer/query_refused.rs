//! `bearer/query-refused`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/query-refused",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.3.2"), Cite(Document::OAuth21, "5.1")],
    demands: "A token in the query is not taken.",
    about: &["resource.reads_query"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::ways, judge: super::judge::query_refused },
    flaw: r"[resource]
reads_query = true",
    umbrellas: &[],
};
