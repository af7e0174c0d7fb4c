//! `bearer/query-cache`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/query-cache",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6750), "2.3")],
    demands: "Where a token in the query is taken, no shared cache may keep the answer.",
    about: &["resource.cache_control"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::ways, judge: super::judge::query_private },
    flaw: r#"[resource]
reads_query = true
cache_control = """#,
    umbrellas: &["bearer/query-refused"],
};
